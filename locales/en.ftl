### platform

# numbers
number-group = ,
number-decimal = .

# dates: $weekday, $weekday-short, $month, $month-short, $day, $year
# Days nearby, as they stand alone, and as they stand inside a sentence: { INSIDE($date) } takes the second form. Where the
# language writes both alike, leave .inside out. Other dates stay as they are.
date-today = Today
    .inside = today
date-yesterday = Yesterday
    .inside = yesterday
date-tomorrow = Tomorrow
    .inside = tomorrow
date-short = { $weekday-short }, { $month-short } { $day }
date-short-year = { $weekday-short }, { $month-short } { $day }, { $year }
date-full = { $weekday }, { $month } { $day }, { $year }
date-and-time = { $date }, { $time }
# the time of a unit in another zone than the agency's: "3:00 PM MST"
time-in-zone = { $time } { $zone }
# $half is am or pm; $hour24 has two digits
time-of-day = { $half ->
        [am] { $hour12 }:{ $minute } AM
       *[pm] { $hour12 }:{ $minute } PM
    }
date-weekday-1 = Monday
date-weekday-2 = Tuesday
date-weekday-3 = Wednesday
date-weekday-4 = Thursday
date-weekday-5 = Friday
date-weekday-6 = Saturday
date-weekday-7 = Sunday
date-weekday-short-1 = Mon
date-weekday-short-2 = Tue
date-weekday-short-3 = Wed
date-weekday-short-4 = Thu
date-weekday-short-5 = Fri
date-weekday-short-6 = Sat
date-weekday-short-7 = Sun
date-month-1 = January
date-month-2 = February
date-month-3 = March
date-month-4 = April
date-month-5 = May
date-month-6 = June
date-month-7 = July
date-month-8 = August
date-month-9 = September
date-month-10 = October
date-month-11 = November
date-month-12 = December
date-month-short-1 = Jan
date-month-short-2 = Feb
date-month-short-3 = Mar
date-month-short-4 = Apr
date-month-short-5 = May
date-month-short-6 = Jun
date-month-short-7 = Jul
date-month-short-8 = Aug
date-month-short-9 = Sep
date-month-short-10 = Oct
date-month-short-11 = Nov
date-month-short-12 = Dec

# what went wrong, and what to do next
error-title-sign-in = Please sign in
error-title-not-found = This page is not here
error-title-forbidden = This is not open to you
error-title-refused = This could not be done
error-title-stale = Somebody was faster
error-title-too-large = This is too large
error-title-busy = Busy at the moment
error-title-broken = Something broke on our side
error-sign-in = Sign in first. Then try again.
error-not-found = The address may be mistyped, or the record is not yours to see.
error-method = This address cannot be used in this way. Go back and try again from the page.
error-forbidden = You may look at this, but not change it.
error-csrf = This page was open too long, or the form came from another site. Reload the page and try again.
error-request = The server could not read what was sent. Reload the page and try again.
error-refused = What was asked cannot be done now.
error-stale = Somebody else changed this while you were looking at it. Reload the page to see the change, then try again.
error-too-large = What was sent is larger than the server takes.
error-busy = The server has too much to do, or cannot reach its storage at the moment. Nothing was lost: wait a few seconds and try again.
error-broken = Nothing was saved. The error is in our log. If it happens again, tell your administrator the number below.
error-json = The data sent has a mistake: { $detail }
error-number = Enter a number.
error-choice = Choose one of the answers offered.
error-file-too-large = { $name } is larger than { $megabytes } MB. Choose a smaller file.
error-too-many-files = Send { $count } files at most.
error-request-id = Number for the administrator: { $id }
error-go-today = Go to Today
error-go-sign-in = Sign in

### layout and parts

title-error = Error:
nav-skip = Skip to main content
nav-main = Main
nav-quick = Most used
nav-more = Menu
nav-waiting = waiting
nav-account = { $name }, your account
nav-sign-out = Sign out
demo-label = About this agency
demo-strip = Demo agency. Nobody and nothing here is real.
network-offline = Offline
network-failed = This was not sent: no connection to the server. What you typed is still here; please try again.
public-about = Plumbline checks whether public services work as promised.

# What an answer, an audit, a finding, a target or a version is. Short: they stand in badges.
status-conforms = Conforms
status-nonconforming = Nonconforming
status-corrected = Corrected on the spot
status-not-applicable = Not applicable
status-recorded = Recorded
status-scheduled = Scheduled
status-open = Open
status-in-progress = In progress
status-submitted = Submitted
status-missed = Missed
status-excused = Excused
status-late = Late
status-due = Due
status-overdue = Overdue
status-contained = Contained
status-planned = Planned
status-done = Done
status-verified = Verified
status-closed = Closed
status-dismissed = Dismissed
status-repeat = Repeat
status-reopened = Reopened
status-systemic = Systemic
status-watch = Watching the effect
status-met = Met
status-near = Close
status-not-met = Not met
status-no-data = No data yet
status-draft = Draft
status-published = Published
status-retired = Retired
status-sensitive = Sensitive
status-waiting = Waiting

severity-critical = Critical
severity-major = Major
severity-minor = Minor

layer-word = Layer
layer-short = L

stages-label = Progress
stage-found = Found
stage-contained = Contained
stage-planned = Planned
stage-done = Done
stage-verified = Verified
# Read out after the name of a stage, never shown.
stage-is-done = reached
stage-is-next = next
stage-is-later = later

form-optional = (optional)
form-error = Error:
form-problems =
    { $count ->
        [one] There is a problem
       *[other] There are { $count } problems
    }

filter-show = Show
filter-from = From
filter-to = To
filter-no-date = This is no date from 1900 to 2199. Write it as year-month-day: 2026-06-09.
file-all = All of these as a file:
file-xlsx = Excel
file-csv = CSV
file-many = These filters find more than a file holds, which is { $most } rows. Narrow the filters, for example by dates, and make several files.
file-yes = Yes
file-no = No
filter-ends-early = The last day comes before the first. Choose a later one.
filter-unknown = The address asks for something this list does not know. Choose again below.
chart-numbers = Show the numbers
pager-label = Pages
pager-newer = Newer
pager-older = Older
pager-previous = Previous
pager-next = Next
breadcrumb-label = Where you are

photo-label = Photos
photo-add = Add photo
photo-remove = Remove
photo-taken = Taken: { $when }

# What the drawing on a photo says; words in braces that are not variables are filled in by the page's script.
photo-draw = Draw on it
photo-draw-title = Draw on the photo
photo-draw-hint = Drag over the photo, or tap where it begins and then where it ends.
photo-draw-keys = By keyboard: the arrow keys move the cross, Enter sets where it begins and then where it ends.
photo-draw-canvas = Photo to draw on
photo-draw-tool = Tool
photo-draw-arrow = Arrow
photo-draw-box = Box
photo-draw-undo = Undo
photo-draw-cancel = Cancel
photo-draw-done = Done
photo-draw-at = Cross: { $x }% from the left, { $y }% from the top.
photo-draw-begun = It begins here. Choose where it ends.
photo-draw-drawn-arrow = Arrow drawn. On the photo: { $count }.
photo-draw-drawn-box = Box drawn. On the photo: { $count }.
photo-draw-undone = Taken back. On the photo: { $count }.

# What the checklist says while it saves itself; words in braces that are not variables are filled in by the page's script.
checklist-saved = Saved { $time }
checklist-saving = Saving…
checklist-waiting = Not saved yet. Trying again.
checklist-sign-in = Not saved: please sign in again in another tab. Nothing is lost here.
checklist-closed = Not saved: this audit was already sent.
checklist-refused = Not saved: please look at question { $n } again.
checklist-progress = { $done } of { $all }
checklist-next = Next: question { $n }
checklist-inside = Inside the limits
checklist-outside = Outside the limits
checklist-photo = Photo { $n }
checklist-photo-sending = Sending…
checklist-photo-unreadable = { $name } could not be read as a photo. Take it as JPEG, PNG or WebP.
checklist-change = Change
checklist-kept = Kept on this device. Sent as soon as there is a network.
checklist-full = This device has no room left. Free some space, and keep this page open until it is sent.
checklist-contested = Another answer was saved meanwhile, on another device. Which one counts?
checklist-finished = You finished this audit: { $time }.
checklist-finished-text = It is kept on this device and is sent by itself, once.
checklist-reopen = Change answers
checklist-open = open
checklist-jump = All questions
checklist-early = You can look at the questions already. Answers count from when it opens:
checklist-unstarted = You can do this audit without a network. It starts with your first answer.
checklist-photo-kept = Kept on this device.
form-problems-many = There are { $n } problems

# before it is sent
review-title = Ready to send?
review-photos-one = With one photo.
review-photos-many = With { $n } photos.
review-text = After sending you have five minutes to change something.
review-send = Send now
review-back = Back to the questions

# what a device keeps
kept-title = Kept on this device
kept-chip-one = 1 to send
kept-chip-many = { $n } to send
kept-one = One finished audit waits to be sent.
kept-many = { $n } finished audits wait to be sent.
kept-under-way = Nothing finished waits. What you began is here.
kept-thanks = Finished, thank you. Your answers are kept on this device and are sent by themselves, once. You can close this page or switch the device off.
kept-none = Nothing waits here. All you finished on this device was sent.
kept-holds = Answers: { $answers }.
kept-holds-photos = Answers: { $answers }. Photos: { $photos }.
kept-tally-conforms = { $n } conform
kept-tally-nonconforming = { $n } nonconforming
kept-tally-corrected = { $n } corrected on the spot
kept-tally-not-applicable = { $n } not applicable
kept-tally-recorded = { $n } recorded
kept-next = What happens next
kept-next-sent = As soon as there is a network the answers are sent. It counts when you did it, not when it arrives.
kept-next-found = What was found gets a number and an owner, and whoever has to know is told.
kept-next-change = For five minutes after that you can change your answers.
kept-begun = Begun: { $time }.
kept-done = Finished: { $time }.
kept-tried = Last tried: { $time }.
kept-waiting = Is being sent.
kept-offline = Waits for a network.
kept-sign-in = Sign in again to send it. Nothing is lost.
kept-needs = It could not be sent: this audit is not yours any more, or is gone. Save it as a file, so that nothing is lost.
kept-partly = Some answers wait for a network.
kept-open = Under way. All that was answered so far is saved.
kept-send-now = Send now
kept-today = Today
kept-promise = What is kept here opens only for the person it belongs to. It is sent when there is a network, whenever a page of Plumbline is opened.
kept-no-script = This page needs scripts. Without them nothing is kept on a device.
kept-file = Save as a file
kept-discard = Discard
kept-discard-title = Discard these answers?
kept-discard-text = They were not sent and would be gone from this device for good. Save them as a file first if somebody may need them.
kept-discard-not = Keep them
kept-locked-one = One finished audit of somebody else waits here, locked.
kept-locked-many = { $n } finished audits of somebody else wait here, locked.
kept-locked-text = It opens and is sent when that person signs in on this device.
kept-data = All data
kept-ready = Kept on this device: works without a network.

# signing out while something waits
leaving-title = Not everything is sent yet
leaving-one = One audit on this device has answers that are not sent yet.
leaving-many = { $n } audits on this device have answers that are not sent yet.
leaving-text = If you sign out they stay here, locked: nobody can read them, and they are sent when you sign in on this device again.
leaving-send = Send now, then sign out
leaving-leave = Sign out
leaving-stay = Stay signed in

# on the home screen
install-title = Plumbline on your home screen?
install-text = One tap opens your day, also without a network. There is no store and nothing to update.
install-by-hand = Tap Share, then Add to Home Screen. One tap then opens your day, also without a network.
install-yes = Add it
install-no = Not now

### planning

plan-no-title = Give the plan a title.
plan-no-long-title = Keep the title under { $count } letters.
plan-no-units = Choose at least one unit.
plan-no-such-unit = One of the units is closed or not there any more. Choose again.
plan-no-such-layer = Choose one of the layers.
plan-no-time = Enter a clock time such as 08:00.
plan-no-due = The audit has to be due after it opens.
plan-no-long-window = An audit can stay open for { $count } days at most.
plan-no-grace = Enter the grace in working minutes, from 0 to { $count }.
plan-no-end = The last day has to be on or after the first day.
plan-no-day = No audit comes round within a year by this rule. Check the rule and the days.
plan-no-person = Choose the person who does the audits.
plan-no-seeing-person = This person holds no role at one of these units or above it. Choose somebody who does, or give them a role there first.
plan-no-most = Enter a number from 1 to { $count }, or leave the field empty.
plan-no-version = This checklist has no published version yet. Publish it first.
plan-no-question = The published checklist asks nothing at layer { $layer }. Choose another layer or another checklist.
plan-no-drawn = Enter how many audits a month, from 1 to { $count }.
plan-no-lasts = A drawn audit can stay open for a day at most: 1440 minutes.
plan-no-such-shift = This shift is not there any more. Choose another one.
plan-no-shift-here = This shift does not count at every unit you ticked. Choose one that is kept at these units or above, or untick the others.
plan-no-opens-after-shift = The audit would open after the shift is over. Enter an earlier time: it counts from the start of the shift.
plan-no-shift-that-day = Nobody works the shift of this plan on that day. Choose a day of the shift.
plan-no-pause-end = Enter a day after today, or leave it empty to pause until you resume.
plan-no-reason = Write the reason, so that people know later.
plan-no-long-reason = Keep the reason under { $count } letters.
plan-no-day-over = That day is over. Choose today or a later one.
plan-no-exception-there = This date is in the list already. Undo it there first.
plan-no-audit-there = No audit comes round on that day, so there is nothing to leave out. Choose a day of the rule.
plan-no-audit-twice = An audit comes round on that day already.
plan-no-paused = This plan is paused already.
plan-no-active = This plan is active already.

plan-template-required = Choose a checklist.
plan-days-required = Tick at least one day.
plan-date = Enter a date such as 2026-06-30.

plans-title = Audit plans
plans-lead = Who audits what, how often. The audits of the next two weeks are made from these plans.
plans-new = New plan
plans-filter = Find plans
plans-search = Search plans
plans-search-hint = Words of the title
plans-col-plan = Plan
plans-col-when = When
plans-col-units = Units
plans-col-next = Next
plans-units-more = { $first } and { $count } more
plans-no-next = No date ahead
plans-clear = Show all plans
plans-empty-title = No plans yet
plans-empty-text = A plan says which checklist is audited where, by which layer and how often. Its audits then come to people’s lists by themselves.
plans-empty-read-text = Plans are written by quality staff. As soon as there is one for your units, it appears here.
plans-empty-filtered-title = No plan has these words
plans-empty-filtered-text = Try fewer words, or show all plans.
plans-file-plan = Plan
plans-file-checklist = Checklist
plans-file-layer = Layer
plans-file-when = How often
plans-file-window = Window
plans-file-units = Units
plans-file-state = State
plan-state-paused = Paused
plan-state-active = Active
plan-every-working-day = every working day
plan-window =
    { $days ->
        [0] { $opens } to { $due }
        [1] { $opens } to { $due } the next day
       *[other] { $opens } to { $due }, { $days } days later
    }
# How many minutes the window is open.
plan-window-drawn = open for { $count } minutes
plan-window-drawn-shift = open for { $count } minutes in the shift { $shift }
# Hours and minutes after the start, such as 1:30.
plan-window-shift = { $opens } to { $due } after the shift { $shift } begins
plan-said-first = the first working day of every month
plan-said-last = the last working day of every month
plan-said-drawn =
    { $count ->
        [one] once a month, at a moment drawn by lot
       *[other] { $count } times a month, at moments drawn by lot
    }
plan-said-unannounced =
    { $count ->
        [one] once a month, unannounced, at a moment drawn by lot
       *[other] { $count } times a month, unannounced, at moments drawn by lot
    }
plan-at-units =
    { $count ->
        [one] at one unit
       *[other] at { $count } units
    }
plan-at-subtree =
    { $count ->
        [0] at every office below the units ticked: none now
        [one] at every office below the units ticked: one now
       *[other] at every office below the units ticked: { $count } now
    }
plan-edit = Change
plan-pause = Pause
plan-resume = Resume
plan-paused-lead = This plan is paused: no audits come from it until somebody resumes it.
plan-paused-until-lead = This plan is paused. It begins again on { $date } by itself.
plan-pause-title = Pause
plan-pause-lead = Audits that have not opened are taken away. What has opened or was begun stays.
plan-pause-until = Begins again on
plan-pause-until-hint = Leave it empty to pause until you resume.
plan-exceptions = Single dates
plan-exceptions-none = No date is left out or added.
plan-exception-left-out = left out
plan-exception-added = added
plan-exception-undo = Undo { INSIDE($date) }
plan-exception-new = Leave a date out, or add one
plan-exception-date = Date
plan-exception-kind = What happens that day
plan-exception-kind-left-out = The audit of this day is left out
plan-exception-kind-added = There is an audit on this day as well
plan-exception-reason = Reason
plan-exception-reason-hint = Such as “Training day”. It stays beside the date.
plan-exception-save = Save the date
plan-effects = What changes did to the audits
plan-effect = { $who } { $said }
plan-effect-changed = changed the plan
plan-effect-paused = paused the plan
plan-effect-resumed = resumed the plan
plan-effect-exception = changed the single dates
plan-effect-calendar = followed a calendar
plan-effect-units = followed the units: one was closed, opened, added or moved
plan-count-made = { $count } made
plan-count-moved = { $count } moved
plan-count-excused = { $count } excused
plan-count-taken = { $count } taken away
plan-foreseen = Saving this changes audits that have not opened: { $counts }.
plan-fact-unannounced = Unannounced
plan-unannounced-said = Hidden from the people who are audited until it begins.
plan-drawn-unit-said = Each audit comes to one of the units, drawn by lot; each unit comes before any comes again.
plan-not-ready = The checklist has no published version that asks something at this layer. No audits are made until it has.
plan-form-who = Who does them
plan-way-label = How an audit finds whoever does it
plan-way-turns = By turns
plan-way-hint-turns = Those who hold the layer’s role at the unit do them one after the other.
plan-way-fair = Whoever has the least to do
plan-way-hint-fair = Of those who hold the role: the one with the fewest audits in the four weeks before and after, of all plans.
plan-way-person = One person
plan-way-hint-person = The person you name does them all.
plan-way-pool = The first who takes it
plan-way-hint-pool = All who hold the role see it on their page for the day. Whoever takes it has it.
plan-person-label = Person
plan-person-hint = Has to hold a role at each of the units or above. While they are away, their stand-in or somebody else who holds the layer’s role does them.
plan-person-blank = Choose a person
plan-new-pairs-label = Nobody twice in a row at the same unit
plan-new-pairs-hint = As long as there is somebody else.
plan-not-own-label = Nobody audits the own work
plan-not-own-hint = Whoever is staff or supervisor at the unit itself leaves it to others. Where that leaves nobody, those who hold the role at the units beside it do it.
plan-most-label = Most audits a person and day
plan-most-hint = Of all plans together. When everybody has that many, the audit goes to nobody, and whoever leads the unit is told ahead of time. Leave it empty for no limit.
plan-who-turns = Those who hold the role at the unit take turns.
plan-who-fair = Whoever of those who hold the role has the least to do.
plan-who-person = { $name } does all of them.
plan-who-pool = Whoever of those who hold the role takes it first.
plan-who-new-pairs = Nobody is at the same unit twice in a row.
plan-who-not-own = Nobody audits the own work.
plan-who-most =
    { $count ->
        [one] Nobody gets more than one audit a day.
       *[other] Nobody gets more than { $count } audits a day.
    }
plan-fact-who = Who does them
plan-next = The next audits
plan-next-nobody = Nobody yet
plan-loads = Who has how much to do
plan-loads-say = Audits of all plans in the four weeks before and after today. The next one goes to whoever has the least.
plan-loads-count =
    { $count ->
        [one] 1 audit
       *[other] { $count } audits
    }
plan-taken = The audit is yours.
plan-nobody =
    { $count ->
        [one] At one unit there is nobody who could do the audits. They go to nobody until there is; the layer above is told why.
       *[other] At { $count } units there is nobody who could do the audits. They go to nobody until there is; the layer above is told why.
    }
plan-facts = What and when
plan-fact-template = Checklist
plan-fact-days = Days
plan-fact-window = Window
plan-fact-grace = Grace
plan-fact-policy = On a day without work
plan-fact-holds = Holds
plan-fact-made = Audits made until
plan-grace-said =
    { $count ->
        [0] None: after the window the audit is missed
        [one] One working minute after the window
       *[other] { $count } working minutes after the window
    }
plan-grace-hours =
    { $count ->
        [one] One working hour after the window
       *[other] { $count } working hours after the window
    }
plan-holds-from = From { $from }
plan-holds-until = From { $from } to { $until }
plan-dates = Next dates
plan-dates-of = at { $unit }
plan-dates-none = No date in the next two years.
plan-dates-paused = None while the plan is paused.
plan-unit-hidden = Hidden
plan-dates-hidden = The dates are hidden: this plan is unannounced.
plan-dates-undrawn = The moments are drawn when you save the plan.
plan-moved = moved from { INSIDE($date) }
plan-units = Units
plan-col-unit = Unit
plan-col-auditors = Who audits
plan-unit-nobody = Nobody
plan-unit-closed = Closed
plan-unit-no-shift = Does not have this shift
plan-history = History
plan-back = Audit plans
plan-paused-done =
    Paused.{ $made ->
        [0] { "" }
        [one] { " " }One audit was made.
       *[other] { " " }{ $made } audits were made.
    }{ $moved ->
        [0] { "" }
        [one] { " " }One was moved.
       *[other] { " " }{ $moved } were moved.
    }{ $excused ->
        [0] { "" }
        [one] { " " }One was excused.
       *[other] { " " }{ $excused } were excused.
    }{ $taken ->
        [0] { "" }
        [one] { " " }One was taken away.
       *[other] { " " }{ $taken } were taken away.
    }
plan-changed-done =
    Saved.{ $made ->
        [0] { "" }
        [one] { " " }One audit was made.
       *[other] { " " }{ $made } audits were made.
    }{ $moved ->
        [0] { "" }
        [one] { " " }One was moved.
       *[other] { " " }{ $moved } were moved.
    }{ $excused ->
        [0] { "" }
        [one] { " " }One was excused.
       *[other] { " " }{ $excused } were excused.
    }{ $taken ->
        [0] { "" }
        [one] { " " }One was taken away.
       *[other] { " " }{ $taken } were taken away.
    }
plan-exception-done =
    The date is saved.{ $made ->
        [0] { "" }
        [one] { " " }One audit was made.
       *[other] { " " }{ $made } audits were made.
    }{ $moved ->
        [0] { "" }
        [one] { " " }One was moved.
       *[other] { " " }{ $moved } were moved.
    }{ $excused ->
        [0] { "" }
        [one] { " " }One was excused.
       *[other] { " " }{ $excused } were excused.
    }{ $taken ->
        [0] { "" }
        [one] { " " }One was taken away.
       *[other] { " " }{ $taken } were taken away.
    }
plan-exception-undone =
    The date is undone.{ $made ->
        [0] { "" }
        [one] { " " }One audit was made.
       *[other] { " " }{ $made } audits were made.
    }{ $moved ->
        [0] { "" }
        [one] { " " }One was moved.
       *[other] { " " }{ $moved } were moved.
    }{ $excused ->
        [0] { "" }
        [one] { " " }One was excused.
       *[other] { " " }{ $excused } were excused.
    }{ $taken ->
        [0] { "" }
        [one] { " " }One was taken away.
       *[other] { " " }{ $taken } were taken away.
    }
plan-resumed-done =
    { $count ->
        [0] Active again. Audits are made as their days come near.
        [one] Active again. One audit was made.
       *[other] Active again. { $count } audits were made.
    }
plan-saved =
    { $count ->
        [0] Saved. Audits are made as their days come near.
        [one] Saved. One audit was made for the next two weeks.
       *[other] Saved. { $count } audits were made for the next two weeks.
    }

schedule-title = Audit schedule
schedule-month = { $month } { $year }
schedule-week = Week { $week }
schedule-week-word = Week
schedule-view-month = Month
schedule-view-week = Week
schedule-view-list = List
schedule-views = Ways to look at it
schedule-turn = Other days
schedule-plan = Plan an audit
schedule-filter = Filter the schedule
schedule-key = Layers
schedule-signs = Signs
schedule-caption = Audits, { $period }
schedule-count =
    { $count ->
        [0] No audits
        [one] One audit
       *[other] { $count } audits
    } planned { $view ->
        [week] in week { $week }
        [day] on { $period }
       *[other] in { $period }
    }
schedule-count-submitted = { $count } done
schedule-count-late = { $count } late
schedule-count-missed = { $count } missed
schedule-count-excused = { $count } excused
schedule-standing-submitted = Done
schedule-standing-in-progress = In progress
schedule-standing-open = Open
schedule-standing-late = Late
schedule-standing-missed = Missed
schedule-standing-excused = Excused
schedule-standing-scheduled = Planned
schedule-standing-planned = Planned, not made yet
schedule-checks = Can check if a fix held
schedule-no-name = Without a name
schedule-rest =
    { $count ->
        [one] One more
       *[other] { $count } more
    }
schedule-closed = { $name }, closed
schedule-day-off = { $name }, no work
schedule-off-below = { $unit }: { $off }
schedule-too-many = Only the first { $count } audits are shown here. Choose a unit, a layer or a week to see the rest; the numbers above count all that are made.
schedule-dotted = Dotted audits come from the plans. They are made, and get a person, two weeks ahead.
schedule-no-person-yet = Audits after { $until } have no person yet and are not shown here.
schedule-empty-title = No audits planned yet
schedule-empty-text = As soon as a plan says which checklist is audited where and how often, its audits stand here day by day.
schedule-empty-read-text = As soon as quality staff have planned audits for your units, they stand here day by day.
schedule-none-title = No audits in { $period }
schedule-none-day = No audits on this day
schedule-none-text = Nothing fits these days and filters. Turn the page, or show everything.
schedule-clear = Show everything
schedule-subscribe = Put audits into your own calendar program
schedule-gaps =
    { $count ->
        [one] One gap in layer cover
       *[other] { $count } gaps in layer cover
    }
schedule-gaps-all =
    { $count ->
        [one] See it on a page of its own
       *[other] See all { $count } gaps
    }

gap-said = { $unit } has no audit of “{ $process }” by layer { $number }, { $layer }, in { $month }.
gap-no-plan = No plan asks for one.
gap-not-now = A plan asks for one in other months.
gap-next = The next is on { $date }.
gap-fill = Fill it
gaps-file-month = Month
gaps-file-unit = Unit
gaps-file-layer = Layer
gaps-file-process = Process
gaps-file-note = What is planned
gaps-title = Gaps in layer cover
gaps-lead =
    { $count ->
        [0] Every layer looks at every process in { $month }.
        [one] One layer does not look at a process in { $month }.
       *[other] { $count } times a layer does not look at a process in { $month }.
    }
gaps-back = Audit schedule
gaps-filter = Filter the gaps
gaps-more =
    { $count ->
        [one] One more is not named here. Choose a unit or a layer.
       *[other] { $count } more are not named here. Choose a unit or a layer.
    }
gaps-none-title = No gaps
gaps-none-text = Wherever a process is carried out, each layer that has questions about it comes by this month.
gaps-how = A gap is a unit that carries out a process, and a layer whose published checklist has questions about it, without an audit there in the month. Which units carry out a process stands on the process’s page.

feeds-title = Audits in your calendar program
feeds-lead = A calendar program can show your audits and keep them up to date. It reads them at a secret address.
feeds-yours = Your addresses
feeds-own = Your own audits
feeds-none = You have no address yet.
feeds-made = Made
feeds-make-own = Make an address for your audits
feeds-unit = Audits of a unit
feeds-unit-blank = Choose a unit
feeds-unit-hint = Everybody’s audits there and at the units below, as you may see them.
feeds-make-unit = Make an address for this unit
feeds-anew = Make a new address
feeds-anew-text = A new address ends the old one at once. Do this when somebody else may have seen it.
feeds-revoke = End it
feeds-revoked = Ended. Nothing is read at that address any more.
feeds-fresh = Address of “{ $name }”
feeds-fresh-text = Copy it now. It is shown this once, because only its fingerprint is kept. If you lose it, make a new one.
feeds-address = Secret address
feeds-copy = Copy
feeds-copied = Copied
feeds-how = How to use it
feeds-how-google = Google Calendar: beside “Other calendars” choose the plus, then “From URL”, and paste the address.
feeds-how-outlook = Outlook: choose “Add calendar”, then “Subscribe from web”, and paste the address.
feeds-how-apple = Apple Calendar: in the menu “File” choose “New Calendar Subscription”, and paste the address.
feeds-what = It holds the audits of the last { $count } days and all that are made ahead. Programs look again by themselves, some only once a day.
feeds-secret = Whoever has the address can read these audits. Give it to your own programs only. It ends by itself when you leave or lose the role.
feed-name-own = Audits of { $person }
feed-name-unit = Audits at { $unit }
feed-no-right = This feed is for people who audit, or who lead at the unit. Ask an administrator for the role.
feed-no-unit = Choose a unit.

plan-new-title = New plan
plan-edit-title = Change “{ $title }”
plan-edit-made = Audits are made until { $date } already. Those that have not opened follow your change; what has opened or was begun stays. “Show next dates” tells what would happen.
plan-form-what = What is audited, and by whom
plan-form-where = Where
plan-form-when = On which days
plan-form-window = At what time
plan-title-label = Title
plan-title-hint = What people will read on their list, such as “Counter walk, mornings”.
plan-template-label = Checklist
plan-template-blank = Choose a checklist
plan-layer-label = Who audits
plan-layer-blank = Choose a layer
plan-layer-choice = Layer { $layer }: { $name }
plan-units-label = Units
plan-units-hint = Each unit you tick gets its own audits.
plan-repeat-label = How often
plan-repeat-workdays = Every working day
plan-repeat-weekly = Weekly, on certain days
plan-repeat-monthly = Monthly, on a date
plan-repeat-nth = Monthly, on a weekday
plan-repeat-first = Monthly, on the first working day
plan-repeat-last = Monthly, on the last working day
plan-repeat-drawn = At moments drawn by lot
plan-repeat-quarterly = Every quarter
plan-repeat-rule = By a rule of your own
plan-covers-label = Which units
plan-covers-units = The units you tick
plan-covers-subtree = Every open office at and below the units you tick, also one that is added later
plan-weeks-label = How often
plan-weeks-choice =
    { $count ->
        [1] Every week
        [2] Every second week
       *[other] Every { $count } weeks
    }
plan-drawn-label = Audits a month
plan-drawn-hint = Days and times are drawn inside the opening hours and spread over the month. With several units and “unannounced” below, each audit comes to one of them, by lot; else each unit gets so many.
plan-shift-label = Shift
plan-shift-blank = None: the working calendar counts
plan-shift-choice = { $name } ({ $unit })
plan-shift-hint = With a shift, audits come only on days on which it works, and the times below count from its start: 01:30 is an hour and a half after it begins.
plan-lasts-label = Open for, in minutes
plan-lasts-hint = How long whoever audits has from the drawn moment on.
plan-unannounced-label = Unannounced
plan-unannounced-hint = Hidden from the people who are audited until it begins.
plan-days-label = Days of the week
plan-month-day-label = Day of the month
plan-quarter-day-label = Day of the quarter’s month
plan-quarter-day-hint = Quarters count from the month of the first day.
plan-nth-label = Which one
plan-nth-day-label = Weekday
plan-nth-1 = First
plan-nth-2 = Second
plan-nth-3 = Third
plan-nth-4 = Fourth
plan-nth-last = Last
plan-last-day = Last day
plan-rule-label = Rule
plan-rule-hint = As calendars write it (RFC 5545), such as FREQ=WEEKLY;INTERVAL=2;BYDAY=TU
plan-policy-label = On a day without work
plan-policy-hint = When the unit is closed for a reason of its own, such as a flood, the audit is always left out.
plan-policy-next = Do it on the next working day
plan-policy-previous = Do it on the working day before
plan-policy-skip = Leave it out
plan-starts-label = First day
plan-ends-label = Last day
plan-opens-label = Opens
plan-due-label = Due
plan-due-days-label = Days later
plan-due-days-hint = 0 days later is the same day.
plan-grace-label = Grace, in working minutes
plan-grace-hint = A late audit is still taken for so long after it is due.
plan-save = Save plan
plan-preview = Show next dates
plan-cancel = Cancel
plan-day-mo = Monday
plan-day-tu = Tuesday
plan-day-we = Wednesday
plan-day-th = Thursday
plan-day-fr = Friday
plan-day-sa = Saturday
plan-day-su = Sunday

# How a rule reads. $every counts: 1 is every one, 2 every other.
recurrence-daily =
    { $every ->
        [1] every day
        [2] every other day
       *[other] every { $every } days
    }
recurrence-weekdays = every day from Monday to Friday
# Each day says where it stands in the list: no, first, next or last.
recurrence-weekly =
    { $every ->
        [1] { $days ->
                [0] every week
               *[other] every
            }
        [2] { $days ->
                [0] every other week
               *[other] every other week on
            }
       *[other] { $days ->
                [0] every { $every } weeks
               *[other] every { $every } weeks on
            }
    }{ $mo ->
        [no] { "" }
        [first] { " " }Monday
        [next] , Monday
       *[last] { " " }and Monday
    }{ $tu ->
        [no] { "" }
        [first] { " " }Tuesday
        [next] , Tuesday
       *[last] { " " }and Tuesday
    }{ $we ->
        [no] { "" }
        [first] { " " }Wednesday
        [next] , Wednesday
       *[last] { " " }and Wednesday
    }{ $th ->
        [no] { "" }
        [first] { " " }Thursday
        [next] , Thursday
       *[last] { " " }and Thursday
    }{ $fr ->
        [no] { "" }
        [first] { " " }Friday
        [next] , Friday
       *[last] { " " }and Friday
    }{ $sa ->
        [no] { "" }
        [first] { " " }Saturday
        [next] , Saturday
       *[last] { " " }and Saturday
    }{ $su ->
        [no] { "" }
        [first] { " " }Sunday
        [next] , Sunday
       *[last] { " " }and Sunday
    }
# $day: 0 is the date of the first day, -1 the last of the month.
recurrence-monthly-day =
    { $every ->
        [1] every month
        [2] every other month
       *[other] every { $every } months
    }{ $day ->
        [0] { "" }
        [-1] { " " }on the last day
       *[other] { " " }on day { $day }
    }
recurrence-monthly-nth =
    the { $nth ->
        [1] first
        [2] second
        [3] third
        [4] fourth
        [5] fifth
       *[-1] last
    } { $day ->
        [mo] Monday
        [tu] Tuesday
        [we] Wednesday
        [th] Thursday
        [fr] Friday
        [sa] Saturday
       *[su] Sunday
    } of { $every ->
        [1] every month
        [2] every other month
       *[other] every { $every } months
    }
recurrence-monthly-weekday =
    the { $nth ->
        [1] first
        [2] second
        [3] third
        [4] fourth
        [5] fifth
       *[-1] last
    } day from Monday to Friday of { $every ->
        [1] every month
        [2] every other month
       *[other] every { $every } months
    }
recurrence-quarterly =
    every quarter{ $day ->
        [0] { "" }
        [-1] , on the last day of its month
       *[other] , on day { $day } of its month
    }
recurrence-yearly =
    { $every ->
        [1] every year
        [2] every other year
       *[other] every { $every } years
    }
recurrence-other = by the rule { $rule }
recurrence-ends-after =
    { $count ->
        [one] once
       *[other] { $count } times
    }
recurrence-ends-on = until { $date }
recurrence-bad-no-frequency = The rule does not say how often. Write FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY or FREQ=YEARLY.
recurrence-bad-too-fine = { $part } is too fine: a rule says days. Write FREQ=DAILY, and a plan for each window.
recurrence-bad-not-a-part = “{ $part }” is not a part of a rule. Write NAME=VALUE parted by semicolons, such as FREQ=WEEKLY;BYDAY=MO,WE.
recurrence-bad-start-inside = { $part } does not belong in the rule. Leave it out and use the field for the first day.
recurrence-bad-clock-inside = { $part } does not belong in the rule. Leave it out and use the fields for the clock times.
recurrence-bad-unknown-part = A rule has no part “{ $part }”. Write only FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYWEEKNO, BYYEARDAY, BYSETPOS and WKST.
recurrence-bad-twice = { $part } is there twice. Write it once, with commas between the values.
recurrence-bad-value = { $part }={ $value } is not possible. Write { $want }.
recurrence-bad-misplaced = { $part } does not go with the rest of the rule. Write { $want }.
recurrence-bad-two-ends = COUNT and UNTIL are both there. Write one of them.
recurrence-bad-week-numbers = BYWEEKNO is not possible, since programs number the week of New Year differently; write the days with BYMONTH and BYDAY
recurrence-bad-no-such-day = No month of the rule has such a day.

history-plan-created = wrote the plan
history-plan-changed = changed the plan
history-finding-story-told = told others what worked
history-finding-story-taken-back = took the story back
history-finding-led = made it part of another finding
history-finding-leads = made another finding part of this one
history-finding-led-ended = let it go its own way again
history-finding-taken = took over the cause and the finished actions
history-finding-file-added = added a file
history-finding-file-removed = removed a file
history-finding-view-kept = kept filters of the queue as a view
history-finding-view-renamed = renamed a view of the queue
history-finding-view-removed = removed a view of the queue
history-change-point-entered = entered what changed in the work
history-change-point-removed = took back what had changed in the work
history-feed-made = made a secret address for a calendar program
history-feed-revoked = ended a secret address for a calendar program
history-plan-paused = paused the plan
history-plan-resumed = resumed the plan
history-plan-replanned = planned its audits anew
history-plan-date-left-out = left a date out
history-plan-date-added = added a date
history-plan-date-restored = undid a single date

mail-audit-unassigned-subject =
    { $count ->
        [one] An audit has nobody to do it: { $plan }
       *[other] { $count } audits have nobody to do them: { $plan }
    }
mail-audit-unassigned-lead =
    { $count ->
        [one] One audit of the plan “{ $plan }” ({ $layer }) has nobody to do it.
       *[other] { $count } audits of the plan “{ $plan }” ({ $layer }) have nobody to do them.
    }
mail-audit-unassigned-more = and { $count } more
mail-audit-unassigned-next = As soon as somebody can do them, the audits are theirs. Until then you can give one of them to somebody: open it and hand it over.
mail-audit-unassigned-why = You get this mail because you lead those who do these audits, or keep the plan.
plan-nobody-holder = nobody holds the role there
plan-nobody-left = the person named in the plan has left, or does not see the unit any more
plan-nobody-away = everybody is away
plan-nobody-full = everybody has as many audits that day as the plan allows
plan-nobody-away-or-full = everybody is away, or has as many audits that day as the plan allows
plan-nobody-own-work = only people who work there could do it, and nobody audits the own work
mail-audit-unassigned-link = Open the plan
mail-audits-replanned-subject =
    { $count ->
        [one] One of your audits was changed
       *[other] { $count } of your audits were changed
    }
# $said is what was done, such as: added the holiday Juneteenth.
mail-audits-replanned-calendar = { $who } { $said }. Your audits followed:
mail-audits-replanned-changed = The plan “{ $plan }” was changed. Your audits followed:
mail-audits-replanned-paused = The plan “{ $plan }” was paused. Your audits followed:
mail-audits-replanned-resumed = The plan “{ $plan }” was resumed. Your audits followed:
mail-audits-replanned-exception = The plan “{ $plan }” has other dates. Your audits followed:
mail-audits-replanned-units = The plan “{ $plan }” has other units. Your audits followed:
mail-audits-replanned-moved = moved from { $from } to { $to }
mail-audits-replanned-excused = { $from }: excused, because the unit is closed
mail-audits-replanned-taken = { $from }: comes no more
mail-audits-replanned-next = Nothing is to be done. Your list shows what is due.
mail-audits-replanned-link = Open your list
mail-audits-replanned-why = You get this mail because these audits are yours.

# what the draw of a plan comes to
plan-simulation = What this plan sees
plan-late =
    { $count ->
        [one] With this size and frequency one question waits longer than it may.
       *[other] With this size and frequency { $count } questions wait longer than they may.
    }
sim-title = What this plan sees
sim-back = Back to the plan
sim-in-time =
    { $count ->
        [one] The question is asked in time: it waits { $days } days at the longest.
       *[other] All { $count } questions are asked in time: none waits longer than { $days } days for this plan.
    }
sim-late =
    { $count ->
        [one] One of { $all } questions waits longer than it may.
       *[other] { $count } of { $all } questions wait longer than they may.
    }
sim-late-all = All { $all } questions wait longer than they may.
sim-do-either = Ask { $count } questions an audit, or audit { $often }.
sim-do-size = Ask { $count } questions an audit. A higher frequency alone does not do it.
sim-do-often = Audit { $often }. More questions alone do not do it.
sim-do-both = Ask { $count } questions an audit and audit { $often }. Neither alone does it.
sim-do-neither = Not even all questions in an audit every day do it: the time is too short.
sim-a-month =
    { $count ->
        [one] once a month
        [2] twice a month
       *[other] { $count } times a month
    }
sim-a-week =
    { $count ->
        [one] once a week
        [2] twice a week
        [7] every day
       *[other] { $count } times a week
    }
sim-if = What if?
sim-size = Questions an audit
sim-size-hint = Now { $count } of { $all }.
sim-often = How often at a unit
sim-often-hint = Leave it as planned, or try another frequency.
sim-often-blank = As planned
sim-see = See a fault that is in this share of the work
sim-see-hint = With a certainty of 95%, whichever question it is about.
sim-within = Within so many days
sim-within-hint = From 1 to 730.
sim-show = Work it out
sim-reset = Back to the plan as it is
sim-no-size = Enter a number of questions from 1 to 200.
sim-no-days = Enter a number of days from 1 to 730.
sim-sees = A fault in { $share } of the work is seen within { $days } days, whichever question it is about.
sim-sees-not = A fault in { $share } of the work may stay unseen for more than { $days } days.
sim-table = The questions of this plan
sim-col-question = Question
sim-col-asked = Asked
sim-col-longest = Longest wait
sim-col-seen = A fault is seen after
sim-sees-in = { $share }:
sim-chance-each = in each audit
sim-chance-never = never
sim-chance = in { $number }% of audits
sim-usual =
    { $days ->
        [0] more than once a day
        [one] every day
       *[other] every { $days } days
    }
sim-usual-once = once at most
sim-longest =
    { $days ->
        [one] one day of { $most }
       *[other] { $days } days of { $most }
    }
sim-longest-alone =
    { $days ->
        [one] one day
       *[other] { $days } days
    }
sim-shared = Another plan asks it here too.
sim-too-long = Too long
sim-seen-never = not seen
sim-seen-days =
    { $audits ->
        [one] one audit, about { $count } { $count ->
            [one] day
           *[other] days
        }
       *[other] { $audits } audits, about { $count } { $count ->
            [one] day
           *[other] days
        }
    }
sim-seen-weeks =
    { $audits ->
        [one] one audit, about { $count } weeks
       *[other] { $audits } audits, about { $count } weeks
    }
sim-seen-months =
    { $audits ->
        [one] one audit, about { $count } months
       *[other] { $audits } audits, about { $count } months
    }
sim-seen-years =
    { $audits ->
        [one] one audit, about { $count } years
       *[other] { $audits } audits, about { $count } years
    }
sim-how = How this is worked out
sim-how-waits = The audits of a year at one unit are drawn again and again, by the same rules as real ones, as if nothing ever failed. A question that failed is asked more often than shown here. A question that another plan asks at the unit too does not have to be kept in time by this plan alone.
sim-how-power = A fault is taken as seen when an audit that asks about it looks at one piece of work that has it. An audit that looks at several at once sees it sooner.
sim-how-formula = With a fault in the share p of the work and a question that is asked with the chance q, it is the smallest number n of audits for which 1 − (1 − p·q)ⁿ is 95% or more.

# what a plan asks
plan-form-asking = What is asked
plan-count-label = Questions an audit
plan-count-hint = Leave it empty to ask as many as the checklist says for the layer.
plan-tags-label = Only questions with these tags
plan-tags-hint = Words such as waiting or greeting, parted by spaces. Questions that are asked every time are always among them.
plan-about-label = Audit from below: the layer whose duty is looked at
plan-about-hint = For instance whether a director’s audit was held. What is found goes to the layer above the one looked at.
plan-about-blank = No, an audit of the work
plan-anonymous-label = Answers without a name
plan-anonymous-hint = Everybody who holds the layer’s role at a unit may answer once. Answers are told in groups of five or more, and raise no findings. This cannot be changed later.
plan-no-count = Enter a number of questions from 1 to { $count }, or leave it empty.
plan-no-tag = No question of this checklist at this layer has the tag “{ $tag }”. Check the word, or leave it out.
plan-no-above = Choose a layer above the one that audits.
plan-no-anonymous = Only answers about a layer above can be without a name. Choose that layer, or leave the box empty.
plan-no-telling = Answers without a name need questions answered by yes or no. This checklist measures, dates or lists something at this layer: choose another one, or use tags.
plan-no-names = Whether answers carry names was promised when the plan was written. Write a new plan instead.
plan-fact-asks = Questions
plan-fact-about = Looks at
plan-asks =
    { $count ->
        [one] One question an audit
       *[other] { $count } questions an audit
    }
plan-asks-all = All that the checklist has for the layer
plan-asks-template = As many as the checklist says
plan-asks-tags = Only with the tags { $tags }, beside those asked every time

# what was said without names
results-title = What was said
results-lead = { $months }: { $people } people answered, and { $part } of their { $whole } answers say it is so.
results-waiting =
    { $count ->
        [0] Nobody has answered since. Answers are told from { $least } people on.
        [one] Not told yet: what one person answered. Answers are told from { $least } people on.
       *[other] Not told yet: what { $count } people answered. Answers are told from { $least } people on.
    }
results-month-open = Not told yet: what { $count } people answered. It is told when the month is over.
results-month = { $from } { $year }
results-months = { $from } { $from_year } to { $until } { $year }
results-people = { $count } people answered
results-so = { $share } say it is so
results-how = Answers are told when a month is over and at least five people answered; months with fewer wait for the next. What is told once does not change, so that nobody can tell a late answer from the others.

### navigation and roles

nav-group-work = Work
nav-group-learn = Learn and improve
nav-group-set-up = Set up
nav-today = Today
nav-findings = Findings
nav-audits = Audits
nav-schedule = Schedule
nav-summary = Summary
nav-health = Process health
nav-checklists = Checklists
nav-processes = Processes
nav-trace = Trace
nav-manuals = Manuals
nav-mission = Mission
nav-services = Services
nav-planning = Plans
nav-agency = Agency


nav-absences = Who is away
nav-people = People
nav-outbox = Mail

role-staff = Staff
role-supervisor = Supervisor
role-manager = Manager
role-director = Director
role-board = Board member
role-quality = Quality staff
role-administrator = Administrator
error-forbidden-role = This page is for another role. Ask your administrator if you need it.

# the name of this language, in itself
people-language-name = English

people-password-short = Use { $count } characters or more. A few words in a row are easy to remember.
people-password-long = Use { $count } characters at most.
people-password-email = Choose something else than your e-mail address.
people-password-common = This password is one of the first that others try. Choose another one.
people-password-demo = This is the password of the demo, which everybody knows. Choose another one.

people-no-name = Enter a name of up to 120 characters.
people-no-email = Enter an e-mail address, such as ana@city.example.
people-no-email-taken = Somebody else has this e-mail address. Look for them in the list of people.
people-no-already-held = This role is held at this unit already.
people-no-unit-closed = Choose a unit that is open.
people-no-last-administrator = At least one administrator has to stay. Make somebody else administrator first.
people-no-yourself = You cannot end your own access. Ask another administrator.
people-no-not-active = This person has left. Take them back first.

absence-account-title = Absences
absence-account-text = Going away? Say when, and who stands in.
absence-account-link = Enter when you are away
absence-see = See and enter absences
absence-mine-title = When you are away
absence-lead-none = No absence is entered. Enter one before you go, so that your audits and mail go to somebody who is here.
absence-lead-now = You are away until { $until }.
absence-lead-next = You are away next from { $from }.
absence-means = On these days your stand-in gets the audits that open, and the mail. They see the findings and audits of your units and can take the steps of findings and actions you own. Your other rights stay with you. What nobody has started comes back when you do.
absence-from = First day
absence-until = Last day
absence-stand-in = Stand-in
absence-stand-in-hint = Without one the audits go to the next person who holds the role, and mail waits for you.
absence-stand-in-none = Nobody
absence-note = Note
absence-note-hint = What others should know. Do not give private reasons.
absence-enter = Enter the absence
absence-entered = The absence is entered.
absence-saved = The absence is saved.
absence-new = Enter an absence
absence-new-for = Enter an absence for somebody
absence-person = Who is away
absence-person-choose = Choose a person
absence-person-missing = Choose who is away.
absence-date = Enter a date, such as 2026-06-30.
absence-empty-title = No absences
absence-empty-text = Vacations, trainings and sick days you enter are listed here.
absence-col-who = Who
absence-col-days = Days
absence-col-stand-in = Stands in
absence-col-state = Now
absence-nobody = Nobody
absence-choice = { $name } ({ $mark })
absence-mark-now = away until { $until }
absence-mark-coming = away { $from } to { $until }
absence-mark-over = over
absence-mark-cancelled = cancelled
absence-index-title = Who is away
absence-index-lead =
    { $count ->
        [0] Nobody you lead is away today.
        [one] One person you lead is away today.
       *[other] { $count } people you lead are away today.
    } { $coming ->
        [0] No other absence is entered.
        [one] One more absence is coming.
       *[other] { $coming } more absences are coming.
    }
absences-file-who = Who
absences-file-from = From
absences-file-until = Until
absences-file-stand-in = Stand-in
absences-file-note = Note
absences-file-state = State
absence-index-empty-title = Nobody is away
absence-index-empty-text = Absences that people enter themselves, or that you enter for them, are listed here.
absence-found-none-title = Nobody with this name is away
absence-found-none-text = Try another name, or look at all absences.
absence-clear = Show all absences
absence-filter = Search absences
absence-search = Name
absence-search-hint = Part of a name
absence-title = { $name } is away
absence-own-title = Your absence
absence-lead = From { $from } to { $until }, both days included.
absence-back = All absences
absence-change = Change it
absence-change-now = To end it early, choose the real last day. Audits nobody has started go back at once.
absence-cancel-title = Here after all?
absence-cancel-text = Audits nobody has started go back. You can restore the absence afterwards.
absence-cancel = Cancel this absence
absence-cancelled = The absence is cancelled.
absence-restored = The absence is restored.
absence-cancelled-title = This absence was cancelled
absence-cancelled-text = It has no effect any more.
absence-restore = Restore it
absence-no-backwards = The last day is before the first day. Choose a later last day.
absence-no-past = These days are over already. Choose a last day that is today or later.
absence-no-too-long = Choose at most { $count } days, and enter the rest when the time has come.
absence-no-long-note = Use at most { $count } letters for the note.
absence-no-overlap = Some of these days are part of another absence already. Change that one, or choose other days.
absence-no-themselves = Nobody stands in for themselves. Choose somebody else.
absence-no-stand-in-left = This person has left. Choose somebody else to stand in.
absence-no-stand-in-away = This person is away on some of these days. Choose somebody else to stand in.
absence-no-cancelled = This absence was cancelled before. Restore it first.
absence-no-not-cancelled = This absence is not cancelled. There is nothing to restore.

people-account-title = Your account
people-account-you = You
people-account-no-roles = You hold no role yet. Ask your administrator.
people-account-audits = Your audits
people-account-audits-text = Each audit you send is compared with your own of the 90 days before, and with those of others where at least five other people did some: how quickly it was done, the same answer many times in a row, many audits within ten minutes, the end of the window, notes that repeat, and nothing found where others find something. What is unusual stands on the audit’s page as a reason for a talk, never as a verdict. You and whoever leads you see the same words; nobody else does, and nothing is kept.
people-account-audits-link = See the audits you sent
people-account-password = Password
people-account-saved = Saved.
people-name = Name
people-email = E-mail address
people-email-hint = For signing in and for mail.
people-language = Language
people-language-hint = Of pages and mails.
people-save = Save
people-cancel = Cancel
people-old-password = Current password
people-old-password-wrong = This is not your current password.
people-password-same = This is your current password. Choose another one.
people-password-change = Change password
people-password-note = Your other devices are signed out when you change it.
people-devices = Signed-in devices
people-col-device = Device
people-col-signed-in = Signed in
people-col-seen = Last seen
people-col-do = What you can do
people-device = { $browser } on { $system }
people-device-unknown = Unknown device
people-device-this = This device
people-device-end = Sign out
people-device-ended = The device is signed out.
people-devices-end-others = Sign out all other devices
people-devices-ended =
    { $count ->
        [0] No other device was signed in.
        [one] One device is signed out.
       *[other] { $count } devices are signed out.
    }

mail-choice-title = Your mail
mail-choice-change = Choose how mail comes
mail-choice-lead-each = Each mail comes by itself.
mail-choice-lead-digest = What can wait comes in one mail a day, at { $time }.
mail-choice-lead-quiet = Quiet from { $from } until { $until }.
mail-choice-stopped = Mail to your address is stopped since { $when }, because the mail server did not take it. Ask your administrator to check the address.
mail-choice-when = When mail comes
mail-choice-digest = One mail a day
mail-choice-digest-hint = What can wait is told together, the most urgent first.
mail-choice-digest-at = Time of the mail
mail-choice-digest-at-hint = Reminders of the day are written when the office opens. A little later they are all in this mail.
mail-choice-quiet = Quiet hours
mail-choice-quiet-hint = Mail that can wait comes when they end.
mail-choice-quiet-from = Quiet from
mail-choice-quiet-until = Quiet until
mail-choice-zone = Times are those of the clock where you work ({ $zone }).
mail-choice-what = What comes
mail-choice-opens = Audits that open today
mail-choice-opens-hint = In the morning, one for each audit of yours.
mail-choice-outlook = Outlook on the week
mail-choice-outlook-hint = On the first working day: your audits of the week. Leaders also see what was missed last week.
mail-choice-always = What always comes
mail-choice-always-grave = Critical findings, at once and at any hour.
mail-choice-always-decide = What asks you to do or decide something. It follows your times, but never comes too late.
mail-choice-always-links = Links to sign in or to choose a password, at once.
mail-choice-no-time = Choose a time of the day.
mail-choice-no-quiet = Quiet hours have to end at another time than they begin.
mail-choice-saved = Saved. Mail comes this way from now on.
mail-switch-title-opens = Mails about audits that open today
mail-switch-title-outlook = The outlook on the week
mail-switch-on-opens = { $name } gets a mail in the morning for each audit that opens. The button ends these mails.
mail-switch-on-outlook = { $name } gets a mail at the beginning of each week. The button ends these mails.
mail-switch-is-off = { $name } does not get these mails any more.
mail-switch-rest = Everything else comes as before.
mail-switch-off = Stop these mails
mail-switch-on-again = Send them again
mail-switch-all = All choices about mail (asks you to sign in)
mail-switch-link = Stop mails of this kind:
mail-switch-link-text = Stop mails of this kind
people-mail = Mail
people-mail-stopped-title = Mail to this address is stopped
people-mail-stopped = The mail server does not know the address { $address }. Nothing is sent to it since { $when }.
people-mail-stopped-waiting =
    { $count ->
        [0] No mail waits.
        [one] One mail waits. It leaves when you start again.
       *[other] { $count } mails wait. They leave when you start again.
    }
people-mail-stopped-next = Correct the address above, or start again if it is right.
people-mail-start = Start again
people-mail-started = Mail to this address is sent again.
people-mail-not-stopped = Mail to this address is not stopped.
history-person-mail-chosen = chose how mail comes
history-person-mail-stopped = stopped mail, because the mail server does not know the address
history-person-mail-started = started mail to the address again

people-title = People
people-lead =
    { $count ->
        [one] One person signs in or gets mail here.
       *[other] { $count } people sign in or get mail here.
    }
people-lead-found =
    { $count ->
        [0] Nobody fits.
        [one] One person fits.
       *[other] { $count } people fit.
    }
people-lead-left =
    { $count ->
        [0] Nobody has left.
        [one] One person has left.
       *[other] { $count } people have left.
    }
people-new = Add a person
people-tabs = Here or left
people-tab-here = Here
people-tab-left = Left
people-filter = Filter people
people-search = Search
people-search-hint = Name or e-mail address
people-role = Role
people-role-all = All roles
people-role-choose = Choose a role
people-role-missing = Choose a role.
people-roles = Roles
people-no-roles = No role yet
people-state = State
people-badge-here = Here
people-badge-invited = No password yet
people-badge-left = Left
people-previous = Previous
people-next = Next
people-empty-title = Nobody here
people-empty-text = People who sign in or get mail are listed here.
people-empty-filtered-title = Nobody fits
people-empty-filtered-text = Try fewer letters, or another role.
people-empty-left-title = Nobody has left
people-empty-left-text = People whose access has ended are listed here. What they did is kept.
people-see-here = See who is here
people-clear = Clear the filters

people-new-title = Add a person
people-unit = Unit
people-unit-choose = Choose a unit
people-unit-missing = Choose a unit.
people-unit-hint = The role counts there and in every unit below.
people-invite-now = Send an invitation now
people-invite-hint = A mail with a link to choose a password. The link works for seven days.
people-add = Add person
people-added = { $name } is added.
people-added-invited = { $name } is added. The invitation is on its way.

people-state-here = Signs in and gets mail.
people-state-invited = Has not chosen a password yet.
people-state-left = Has left: no sign-in, no mail. What was done is kept.
people-who = Name and address
people-since = Since
people-role-end = End role
people-role-add = Add a role
people-role-give = Add role
people-role-given = The role is added.
people-role-ended = The role has ended.
people-no-roles-lead = No role yet: without one there is nothing to see.
people-saved = Saved.
people-access = Access
people-last-seen = Last seen:
people-never-seen = Never signed in.
people-links = One-time links
people-links-on = { $name } gets a one-time link by mail for each audit when it opens, and needs no account.
people-links-off = For somebody who audits now and then, such as a board member: each audit comes as a link by mail that opens it without an account.
people-links-turn-on = Send one-time links
people-links-turn-off = Stop one-time links
people-links-saved-on = { $name } gets a one-time link for each audit now.
people-links-saved-off = { $name } gets no one-time links any more.
people-invite-again = Send a link by mail
people-invite-again-lead = The link in the first mail works for seven days. Send a new one when it is too old.
people-reset-lead = A link to choose a new password. The current one works until then.
people-invited = The link is on its way.
people-depart = End access
people-depart-note = Ending access signs out every device and stops mail. You can take it back.
people-left = Access has ended.
people-return = Take back
people-return-note = Taking somebody back lets them sign in again with the password they had.
people-returned = Signs in again from now on.
people-history = History
history-person-added = added this person
history-person-changed = changed name, address or language
history-person-role-given = gave the role { $role } at { $unit_name }
history-person-role-ended = ended the role { $role } at { $unit_name }
history-person-absence-entered = entered an absence from { $from_date } to { $until_date }
history-person-absence-changed = changed the absence to { $from_date } to { $until_date }
history-person-absence-cancelled = cancelled the absence from { $from_date } to { $until_date }
history-person-absence-restored = restored the absence from { $from_date } to { $until_date }
history-person-invited = sent a link to choose a password
history-person-password-set = chose a password
history-person-left = ended the access
history-person-came-back = gave access again
history-person-links-on = turned one-time links on
history-person-links-off = turned one-time links off

sign-in-title = Sign in
sign-in-email = E-mail address
sign-in-password = Password
sign-in-button = Sign in
sign-in-forgotten = I forgot my password
sign-in-back = Back to sign-in
sign-in-demo = This is the demo. Every person of the town signs in with this password:
sign-in-email-missing = Enter your e-mail address.
sign-in-password-missing = Enter your password.
sign-in-wrong = The e-mail address or the password is not right. Check both and try again.
sign-in-wait =
    { $count ->
        [one] Too many tries. Wait one minute, then try again.
       *[other] Too many tries. Wait { $count } minutes, then try again.
    }
sign-in-demo-password = The password of the demo opens nothing here. Choose your own with “I forgot my password”.
sign-in-signed-out = You are signed out.
sign-in-password-set = Your new password is set. Other devices are signed out.

sign-in-reset-title = Choose a new password
sign-in-reset-lead = Tell us your e-mail address. We send you a link to choose a new password.
sign-in-reset-button = Send me a link
sign-in-reset-sent-title = Look into your mail
sign-in-reset-sent = If somebody here has the address { $email }, a link is on its way. It works for one hour.
sign-in-reset-sent-next = Nothing there after a few minutes? Look into the spam folder, or ask your administrator which address is on file.
sign-in-choose-title = Welcome
sign-in-choose-new-title = Choose a new password
sign-in-choose-lead = { $name }, choose a password. You sign in with it and your e-mail address from now on.
sign-in-choose-button = Set the password and sign in
sign-in-new-password = New password
sign-in-password-hint = At least { $count } characters. A few words in a row are easy to remember.
sign-in-link-dead-title = This link does not work any more
sign-in-link-dead = Each link works once, and not for long. Ask for a new one; it comes in a minute.
sign-in-link-again = Ask for a new link

sign-in-mail-hello = Hello { $name },
sign-in-mail-reset-subject = Choose a new password for { $agency }
sign-in-mail-reset = Somebody asked for a new password for your account at { $agency }. To choose one, open this page:
sign-in-mail-reset-link = Choose a new password
sign-in-mail-reset-until =
    { $count ->
        [one] The link works once, within one hour.
       *[other] The link works once, within { $count } hours.
    }
sign-in-mail-reset-not-you = If it was not you, do nothing: your password stays as it is.
sign-in-mail-invitation-subject = Your account at { $agency }
sign-in-mail-invitation = { $agency } checks whether its work is done as the manuals say, with Plumbline. You have an account. To choose your password, open this page:
sign-in-mail-invitation-link = Choose your password
sign-in-mail-invitation-until = The link works once, within { $count } days. After that, use “I forgot my password” on the sign-in page.

### agency

agency-no-name = Enter a name of up to 120 characters.
agency-no-top = The agency itself cannot be closed.
agency-no-units-below =
    { $count ->
        [one] One unit below is still open. Close it first.
       *[other] { $count } units below are still open. Close them first.
    }
agency-no-above-closed = The unit above is closed. Open it first.
agency-no-holiday-there = There is a day off on this date already.
agency-no-hours = A day has to close after it opens. Enter both times, or none.
agency-no-nothing-above = The agency needs its own: there is nothing above to take it from.
agency-no-ends-early = It ends before it begins. Check both.
agency-no-too-long = One entry can last a year at most. Close the unit if it stays closed.
agency-no-far-date = Enter a date or year between 1900 and 2199.
agency-no-such-day = No year has such a day. Check day and month.
agency-no-rule-there = There is a yearly holiday on this day already.
agency-no-day-off = This day is a working day already.
agency-no-own-day-off = This day off is kept at this unit itself. Remove it instead.
agency-no-cycle = A pattern has 1 to { $count } days.
agency-no-turn = Enter the hours of at least one day.
agency-no-overlap = The hours of day { $day } run into those of the day after. Let one end before the next begins.
agency-no-top-moves = The agency itself is the top and cannot move.
agency-no-below-itself = A unit cannot belong to itself or to a unit below it. Choose another one.
agency-no-same-place = The unit belongs there already. Choose another one.
agency-no-day = Enter the hours of at least one day, or take those of the unit above.
agency-no-hours-on = { $day } has to close after it opens. Enter both times, or none.
agency-title = Agency
agency-lead =
    { $count ->
        [one] One unit. Add the divisions, departments and offices where people work.
       *[other] { $count } units. Their hours and holidays decide when work is due.
    }
agency-units = Units
agency-unit = Unit
agency-new = Add a unit
agency-new-below = Add a unit below
agency-new-title = Add a unit
agency-new-lead = It takes the hours, holidays and time zone of the unit above until it has its own.
agency-name = Name
agency-name-hint = As people say it: “Tax & Licensing”.
agency-parent = Belongs to
agency-parent-choose = Choose the unit above
agency-parent-missing = Choose the unit above.
agency-units-mine = My units
agency-units-alone = Only { $unit } itself
agency-kind = Kind
agency-kind-agency = Agency
agency-kind-division = Division
agency-kind-department = Department
agency-kind-office = Office or counter
agency-people = People
# read out before a unit's name, never shown
agency-depth = level { $depth },
agency-closed = Closed
agency-closed-lead = Closed: nothing new is planned here. What was done is kept.
agency-add = Add unit
agency-save = Save
agency-unit-added = { $name } is added.
agency-unit-saved = Saved.
units-file-unit = Unit
units-file-within = Within
units-file-depth = Depth
units-file-kind = Kind
units-file-people = People
units-file-state = State
units-file-open = Open
agency-layers = Layers
agency-layers-lead = The levels of management that audit, from the counter up. Rename them to the words your agency uses.
agency-layer = Layer { $number }
agency-layer-hint = Audits of everybody with the role { $role }.
agency-layers-saved = The layers are renamed.
agency-hours = Opening hours
agency-hours-whose = Whose hours?
agency-hours-inherit = Those of { $unit }
agency-hours-own = Its own:
agency-hours-hint = Leave both times of a day empty when it is closed. Midnight is 12:00 AM.
agency-hours-save = Save hours
agency-hours-saved = The hours are saved.
agency-opens = { $day }, opens
agency-closes = { $day }, closes
agency-holidays-none = None this year. Due dates count every working day.
agency-holiday-add = Add a day off
agency-day-off = Day off
agency-day-name = What it is called
agency-day-name-missing = Enter what the day is called.
agency-date = Date
agency-date-missing = Enter a date.
agency-from = Set at
agency-from-here = This unit
agency-remove = Remove
agency-closure = The unit is closed for a reason that excuses its audits
agency-closure-hint = A flood, a power cut. A plain holiday moves or skips audits as their plan says.
agency-closure-badge = Closure
agency-holiday-button = Add day
agency-holiday-added = The day is added.
agency-holiday-removed = The day is removed.
agency-removal-title = Remove { $name }?
agency-removal-lead = { $date } becomes a working day again at { $unit } and every unit below.
agency-removal-button = Remove
agency-who = Who works here
agency-nobody = Nobody holds a role at this unit itself. Roles at the units above count here too.
agency-below = Units below
agency-what = Name, kind and time zone
agency-zone-inherit = As above: { $zone }
agency-close = Close this unit
agency-close-note = Closing keeps everything that was done. Nothing new is planned here, and you can open the unit again.
agency-reopen = Open this unit again
agency-unit-closed = The unit is closed.
agency-unit-reopened = The unit is open again.
agency-calendar = Working calendar
agency-calendar-open = Calendar
agency-shifts-open = Shifts
agency-shifts =
    { $count ->
        [0] No shifts: audits go by the opening hours.
        [one] One shift can be worked here.
       *[other] { $count } shifts can be worked here.
    }
agency-close-heading = Closing

## The working calendar of a unit
calendar-title = Working calendar of { $unit }
calendar-lead-open = Open today, { $hours }.
calendar-lead-off = Closed today: { $name }.
calendar-lead-no-hours = No opening hours today.
calendar-lead-next = The next day off is { $date }: { $name }.
calendar-lead-none = No day off is planned in the coming year.
calendar-year = Days off in { $year }
calendar-years = Other years
calendar-do = What you can do
calendar-falls-on = For { INSIDE($date) }
calendar-worked-here = Works on this day
calendar-worked-at = Works on this day, as { $unit } does
calendar-edit = Change
calendar-work = We work on this day
calendar-rest = Undo: day off
calendar-worked = The unit works on this day.
calendar-not-worked = The day is off again.
calendar-until = Last day
calendar-days-added = The days are added.
calendar-dates-on = { $date }
calendar-dates-between = { $from } to { $to }
calendar-dates-since = From { $from } on
calendar-dates-until = Until { $to }
calendar-rules = Holidays of every year
calendar-rules-none = None yet. A holiday of every year is written once and counts in all years.
calendar-rule-add = Add a yearly holiday
calendar-comes = Comes on
calendar-observed = On a weekend
calendar-import = Take from a calendar file
calendar-usual = Add the usual holidays
calendar-usual-note = The usual holidays are the eleven of the federal government of the United States. Those that are there already are left out, and you can change or remove each.
calendar-usual-added =
    { $count ->
        [0] All of them are there already.
        [one] One holiday is added.
       *[other] { $count } holidays are added. Change or remove what your agency keeps otherwise.
    }
calendar-zone-from = It comes from { $unit }.
calendar-zone-save = Save time zone
calendar-zone-saved = The time zone is saved.
calendar-changes = Last changes
calendar-changes-none = Nothing was changed yet. What is changed here, planning follows within a minute.
calendar-change-at = At { $unit }.
calendar-change-by-nobody = Plumbline
hours-from-to = { $opens } to { $closes }
hours-over-midnight = { $opens } to { $closes } the next day
hours-on-day = { $first }, { $hours }
hours-on-days = { $first } to { $last }, { $hours }

## A yearly holiday
rule-new-title = Add a yearly holiday
rule-edit-title = Change a yearly holiday
rule-lead = It counts at { $unit } and every unit below, in every year.
rule-kind = When does it come?
rule-kind-date = On a date, such as July 4
rule-kind-weekday = On a weekday of a month, such as the fourth Thursday of November
rule-month = Month
rule-day = Day
rule-nth = Which one
rule-nth-1 = first
rule-nth-2 = second
rule-nth-3 = third
rule-nth-4 = fourth
rule-nth-5 = fifth
rule-nth-last = last
rule-weekday = Weekday
rule-off-on = Off on
rule-after =
    { $count ->
        [0] That day
        [one] The day after
       *[other] { $count } days after
    }
rule-observed = When it falls on a weekend
rule-observed-as-it-falls = It stays on that day
rule-observed-nearest = Saturday: the Friday before. Sunday: the Monday after
rule-observed-next = The next working day that is no other yearly holiday
rule-never-weekend = Never
rule-from-year = First year
rule-until-year = Last year
rule-dates = The days off
rule-save = Save
rule-saved = { $name } is saved.
rule-removed = { $name } is removed.
rule-removal-lead = It comes on { $rule }. Removed, it is a working day at { $unit } and every unit below, in any year. To work on it in one year only, use the button beside the day.
rule-on-date = { $month } { $day }
rule-on-weekday = the { $nth } { $weekday } of { $month }
rule-days-after =
    { $count ->
        [one] the day after { $day }
       *[other] { $count } days after { $day }
    }
rule-years-since = { $rule }, from { $from } on
rule-years-until = { $rule }, until { $until }
rule-years-in = { $rule }, in { $year } only
rule-years-between = { $rule }, { $from } to { $until }
usual-new-year = New Year’s Day
usual-king = Birthday of Martin Luther King, Jr.
usual-presidents = Presidents’ Day
usual-memorial = Memorial Day
usual-juneteenth = Juneteenth
usual-independence = Independence Day
usual-labor = Labor Day
usual-columbus = Columbus Day
usual-veterans = Veterans Day
usual-thanksgiving = Thanksgiving Day
usual-christmas = Christmas Day

## Holidays from a calendar file
ics-title = Take holidays from a calendar file
ics-lead = Many states and calendar programs offer their holidays as a file. Nothing is added before you have seen what is in it. It counts at { $unit } and every unit below.
ics-file = Calendar file
ics-file-hint = It ends in .ics and has up to { $megabytes } MB.
ics-read = Look into the file
ics-preview-title =
    { $count ->
        [0] Nothing new in this file
        [one] One holiday to add
       *[other] { $count } holidays to add
    }
ics-preview-lead = Untick what is no day off at { $unit }.
ics-other = Choose another file
ics-new = To be added
ics-yearly = every year
ics-observed = When a holiday of every year falls on a weekend
ics-add = Add the holidays
ics-there = There already
ics-left-out = Left out
ics-nameless = Without a name:
ics-more =
    { $count ->
        [one] and one more
       *[other] and { $count } more
    }
ics-over =
    { $count ->
        [one] One event of the file is over.
       *[other] { $count } events of the file are over.
    }
ics-added =
    { $count ->
        [0] All of them were there already.
        [one] One holiday is added.
       *[other] { $count } holidays are added.
    }
ics-nothing-chosen = Nothing was ticked. Choose the file again.
ics-no-file = Choose a calendar file.
ics-no-too-large = The file is larger than { $megabytes } MB. Export fewer years or a calendar of holidays only.
ics-no-events = This is no calendar file, or it has no events. Choose a file that ends in .ics.
ics-no-too-many = The file has more than { $count } events or days. Export fewer years or a calendar of holidays only.
ics-why-unreadable = Name or date cannot be read.
ics-why-clock-times = It has clock times. Only whole days can be days off.
ics-why-cancelled = It was called off.
ics-why-one-of-many = It changes one day of a repeating event. Add that day by hand.
ics-why-repeats = It repeats in a way that is not understood. Add its days by hand.
ics-why-too-long = It lasts longer than a year.

## Shifts
shifts-title = Shifts of { $unit }
shifts-lead =
    { $count ->
        [0] A shift is a pattern of working hours. A plan can follow one, so that audits fall into it.
        [one] One shift can be worked here. A plan can follow it, so that audits fall into it.
       *[other] { $count } shifts can be worked here. A plan can follow one, so that audits fall into it.
    }
shifts-back = Shifts
shifts-none = No shifts yet
shifts-none-text = Without shifts audits go by the opening hours. Add one where people work early, late, at night or in rotation.
shift-new = Add a shift
shift-new-title = Add a shift
shift-lead = It can be worked at { $unit } and in every unit below.
shift-name = Name
shift-name-hint = As people say it: “Night”, “Crew B”.
shift-name-missing = Enter what the shift is called.
shift-pattern = Pattern
shift-pattern-week = By the week
shift-pattern-rotation = Days on, days off
shift-pattern-free = Any pattern
shift-on = Days on
shift-off = Days off
shift-opens = Begins
shift-closes = Ends
shift-first-on = First day on
shift-first = First day of the pattern
shift-first-hint = The pattern repeats from there, forward and back.
shift-row = Part { $n }
shift-row-days = Days
shift-rows = More rows
shift-rows-hint = Each row is so many days in a row with the same hours. Leave the times empty for free days, and rows you do not need.
shift-hours-hint = An end at or before the beginning is on the next day: 10:00 PM to 6:00 AM is a night.
shift-both-times = Enter when it begins and when it ends.
shift-no-days = Enter how many days, from 1 to 180.
shift-save = Save shift
shift-preview = Show the days
shift-days = The next 14 days
shift-free = Free
shift-day-off = Day off at the unit: { $name }
shift-days-on =
    { $count ->
        [one] one day, { $hours }
       *[other] { $count } days, { $hours }
    }
shift-days-off =
    { $count ->
        [one] one day off
       *[other] { $count } days off
    }
shift-cycle =
    { $count ->
        [one] Every day: { $runs }
       *[other] Every { $count } days: { $runs }
    }
shift-end = Retire
shift-retire-note = A retired shift is offered to no new plan. Plans that follow it keep it, and you can bring it back.
shift-retire = Retire this shift
shift-offer-note = This shift is retired: no new plan can choose it.
shift-offer = Bring it back
shift-is-retired = Retired
shift-saved = The shift { $name } is saved.
shift-retired = The shift { $name } is retired.
shift-offered = The shift { $name } is back.

## A unit's place in the tree
place-heading = Place in the agency
place-note = A unit can move, with all that is below it. You see what changes first.
place-open = Move this unit
place-title = Move { $unit }
place-lead = It belongs to { $above }.
place-below =
    { $count ->
        [one] One unit below moves along.
       *[other] { $count } units below move along.
    }
place-to = New place below
place-to-hint = It cannot be the unit itself or a unit below it.
place-look = Show what changes
place-changes = What changes below { $above }
place-what = What
place-now = Now
place-after = Afterwards
place-none = None
place-days-off = Days off in the coming year that only one of them has
place-day-off = { $name }, { INSIDE($date) }
place-more =
    { $count ->
        [one] and one more
       *[other] and { $count } more
    }
place-shifts = Shifts from above
place-same = Who leads it and its working calendar stay the same.
place-past = What was done stays with the unit, and figures go by the new place from today on, the past included.
place-move = Move it below { $above }
place-moved = The unit belongs to { $above } now.
history-unit-added = added this unit
history-unit-changed = changed name, kind or time zone
history-unit-closed = closed this unit
history-unit-reopened = opened this unit again
history-unit-hours-set = set its own opening hours
history-unit-hours-inherited = took the opening hours of the unit above
history-unit-moved = moved it from { $from_name } to { $to_name }
history-holiday-added = added { $name }, { INSIDE($date) }
history-days-off-added = added { $name }, { INSIDE($date) } to { INSIDE($until) }
history-holiday-removed = removed { $name }, { INSIDE($date) }
history-holiday-rule-added = added the yearly holiday { $name }
history-holiday-rule-changed = changed the yearly holiday { $name }
history-holiday-rule-removed = removed the yearly holiday { $name }
history-day-worked = works on { INSIDE($date) } although { $name } is off
history-day-not-worked = has { INSIDE($date) } off again
history-shift-added = added the shift { $name }
history-shift-changed = changed the shift { $name }
history-shift-retired = retired the shift { $name }
history-shift-offered = brought the shift { $name } back

## What changed in a working calendar: it stands after the name of who did it, with the dates behind it.
calendar-change-soon = Plans have not followed yet; they do within minutes.
calendar-change-no-audits = No audit had to be changed.
calendar-change-audits =
    { $plans ->
        [one] Audits of one plan: { $counts }.
       *[other] Audits of { $plans } plans: { $counts }.
    }
calendar-change-zone-set = set the time zone { $zone }
calendar-change-zone-inherited = took the time zone of the unit above
calendar-change-hours-set = set its own opening hours
calendar-change-hours-inherited = took the opening hours of the unit above
calendar-change-holiday-added = added the holiday { $name }
calendar-change-holiday-removed = removed the holiday { $name }
calendar-change-closure-added = announced the closure { $name }
calendar-change-closure-removed = took back the closure { $name }
calendar-change-rule-added = added the yearly holiday { $name }
calendar-change-rule-changed = changed the yearly holiday { $name }
calendar-change-rule-removed = removed the yearly holiday { $name }
calendar-change-usual-added =
    { $count ->
        [one] added one of the usual yearly holidays
       *[other] added { $count } of the usual yearly holidays
    }
calendar-change-imported =
    { $count ->
        [one] added one holiday from a calendar file
       *[other] added { $count } holidays from a calendar file
    }
calendar-change-worked-added = made { $name } a working day here
calendar-change-worked-removed = took a working day back: the day is off again
calendar-change-shift-added = added the shift { $name }
calendar-change-shift-changed = changed the shift { $name }
calendar-change-shift-retired = retired the shift { $name }
calendar-change-shift-offered = brought the shift { $name } back
calendar-change-moved = moved the unit from { $from } to { $to }
history-layer-renamed = renamed layer { $number } from { $from } to { $to }

### desk

setup-title = Set up Plumbline
setup-lead = Two minutes, and the first person can sign in. Everything can be changed later.
setup-agency-heading = Your agency
setup-agency = Name
setup-agency-hint = As people know it: “City of Alder Bay”.
setup-zone = Time zone
setup-zone-hint = Audits and due dates go by this clock. A unit elsewhere may have its own.
setup-no-agency = Enter the name of your agency, up to 120 characters.
setup-no-name = Enter your name, up to 120 characters.

setup-no-zone = Choose a time zone from the list.
setup-you-heading = You, the first administrator
setup-you-lead = You add the others later. You are also quality staff, so you can write templates and plans.
setup-name = Your name
setup-password-again = The password again
setup-password-differs = The two passwords differ. Type the same one twice.
setup-library-heading = A start
setup-library = Load the starter library
setup-library-hint = Manuals and checklists for public counters, phones, mail, permits and more, ready to use and to change.
setup-button = Set up and sign in
setup-done = Your agency is set up. Next: add the units below, then the people who work there.
setup-done-before = This installation is set up already. Sign in.

desk-mail-title = Mail
desk-examples-title = Examples of every mail
desk-examples-lead = What people get, each with an example. Nothing is sent from here.
desk-examples-what = When it is sent
desk-examples-subject = Subject: { $subject }
desk-examples-col-subject = Subject
desk-examples-html = As a mail program shows it
desk-example-invitation = Somebody is invited to sign in
desk-example-password-reset = Somebody asked for a new password
desk-example-audit-opens = An audit opens today
desk-example-audit-soon = An audit is due soon
desk-example-audit-due = An audit is past its due time
desk-example-audit-late = An audit of the next layer down is late
desk-example-audit-missed = An audit of the next layer down was missed
desk-example-audit-arrived = An audit arrived later than its window
desk-example-audit-amended = An auditor corrected the answers
desk-example-audit-handed-over = An audit is handed over to somebody
desk-example-audit-taken-over = Somebody took an audit over
desk-example-audit-unassigned = Nobody can do some audits
desk-example-audits-replanned = Audits moved or come no more
desk-example-audit-link = A one-time link opens an audit
desk-example-packet-ready = The packet for a meeting of the board
desk-example-audit-outlook = What the week brings
desk-example-critical-finding = A critical finding, told at once
desk-example-sensitive-finding = A sensitive finding, told at once
desk-example-finding-handed-over = A finding is handed over to somebody
desk-example-findings-found = An audit finds something that is somebody else’s to repair
desk-example-findings-found-several = An audit finds several things
desk-example-finding-raised = Somebody raises a finding outside of an audit
desk-example-finding-word-taken-up = A plan is taken one layer up
desk-example-finding-word-mentioned = Somebody is picked in a note
desk-example-finding-word-date-asked = A later date is asked for
desk-example-finding-word-date-granted = A later date is granted
desk-example-finding-word-date-refused = A later date is not granted
desk-example-finding-word-paused = The clock of a finding is stopped
desk-example-finding-word-resumed = Somebody lets the clock go on
desk-example-finding-word-went-on = A pause is over
desk-example-finding-reopened = A closed finding is found again
desk-example-finding-word-sent-back = The plan of a finding comes back to its owner
desk-example-finding-waiting = The actions of a finding are done, and somebody has to verify it
desk-example-finding-waiting-decision = A plan waits for a decision
desk-example-finding-waiting-owner = Nobody owns a finding
desk-example-reminder = An action is due
desk-example-reminder-finding = A finding is due
desk-example-escalation = An action is overdue, told one layer up
desk-example-escalation-finding = A finding is overdue, told one layer up
desk-example-stand-in = Somebody is away, and somebody stands in
desk-example-clause-changed = A clause changed that questions check
desk-example-not-published = A draft could not be published
desk-example-digest = The one mail of the day
desk-example-of-agency = City of Mill Valley
desk-example-of-unit = Oak Street Office
desk-example-of-title = How many minutes did the last person in line wait?
desk-example-of-seen = The last person in line waited 22 minutes.
desk-example-of-cause = No screen shows how long the line has waited.
desk-example-of-action = Put a screen with the waiting time where the clerks see it.
desk-example-of-person = Dana Whitfield
desk-example-of-word = You know the counter best.
desk-example-of-reason = The office closed early.
desk-example-of-why = Nobody holds the role at this office.
desk-example-of-unready = A question has no clause.
desk-example-of-layer = Supervisor
desk-example-of-sent-back = A screen at one office is not enough.
desk-example-of-headline = Mostly. Two of four goals are met, and one is close.
desk-example-of-figure = 958 of 1,000 answers found the work done as the manual says, at the first look.
desk-example-of-plan = Service at the counter
desk-mail-lead =
    { $count ->
        [0] Every mail has left.
        [one] One mail waits to leave.
       *[other] { $count } mails wait to leave.
    }



form-too-long = This is too long. Shorten it to 4,000 characters.
file-not-a-photo = { $name } is not a photo that can be used here. Choose a JPEG, PNG, or WebP picture.
file-none = Choose a photo first.
file-empty = { $name } is empty. Choose another photo.
file-too-many-pixels = { $name } has too many pixels: at most { $megapixels } megapixels can be used. Make it smaller first.
file-damaged = { $name } is damaged: the picture cannot be read to its end. Take it again, or choose another photo.
history-by-plumbline = Plumbline
history-without-name = Somebody without a name

### findings

findings-title-decision = Findings to review
findings-title-under-way = Findings with work under way
findings-title-overdue = Overdue findings
findings-title-watched = Findings being watched
findings-title-closed = Closed findings
findings-title-all = All findings
findings-lead-decision =
    { $count ->
        [0] Nothing waits for its next step.
        [one] One finding waits for its next step.
       *[other] { $count } findings wait for their next step.
    } { $overdue ->
        [0] Nothing is overdue.
        [one] One finding is overdue.
       *[other] { $overdue } findings are overdue.
    }
findings-lead-under-way =
    { $count ->
        [0] No work is under way.
        [one] One finding has work under way.
       *[other] { $count } findings have work under way.
    } { $overdue ->
        [0] Nothing is overdue.
        [one] One finding is overdue.
       *[other] { $overdue } findings are overdue.
    }
findings-lead-overdue =
    { $count ->
        [0] Nothing is overdue.
        [one] One finding is past its due date. Ask what is in the way.
       *[other] { $count } findings are past their due dates. Ask what is in the way.
    }
findings-lead-watched =
    { $count ->
        [0] No fix is being watched.
        [one] One finding is closed, and the next three audits check whether its fix holds.
       *[other] { $count } findings are closed, and the next three audits of each check whether the fix holds.
    }
findings-lead-closed =
    { $count ->
        [0] No finding is closed yet.
        [one] One finding is closed.
       *[other] { $count } findings are closed.
    }
findings-lead-all =
    { $count ->
        [0] No finding.
        [one] One finding.
       *[other] { $count } findings.
    } { $overdue ->
        [0] Nothing is overdue.
        [one] One is overdue.
       *[other] { $overdue } are overdue.
    }
findings-tab-decision = To do
findings-plan-waits = To decide
findings-tab-under-way = Under way
findings-tab-overdue = Overdue
findings-tab-watched = Being watched
findings-tab-closed = Closed
findings-tab-all = All
findings-stages = Stage
findings-my-actions = My actions
findings-filter = Filter findings
findings-filter-fold = Search and filters
findings-search = Search findings
findings-search-hint = Number or words
findings-unit = Unit
findings-unit-all = All units
findings-layer = Found by layer
findings-layer-all = All layers
findings-days-on = Shown are findings of audits that began on { $date }.
findings-days-between = Shown are findings of audits that began from { $from } to { $to }.
findings-days-since = Shown are findings of audits that began on { $from } or later.
findings-days-until = Shown are findings of audits that began on { $to } or earlier.
findings-closed-on = Shown is what “Findings closed on time” counts on { $date }: findings closed on that day, and those that were open past their due date at its end.
findings-closed-between = Shown is what “Findings closed on time” counts from { $from } to { $to }: findings closed in these days, and those that were open past their due date at the end.
findings-closure-days = Choose the first and the last day: what was closed on time can only be said of a period.
findings-kind-corrected = Only what was corrected on the spot is shown.
findings-kind-opened = What was corrected on the spot is left out.
findings-kind-again = Only what was found again within { $days ->
        [one] one day
       *[other] { $days } days
    } is shown, without dismissed findings.
findings-kind-after-fix = Only what was found again within { $days ->
        [one] one day
       *[other] { $days } days
    } although the fix before had been verified is shown, without dismissed findings.
findings-of-question = Only findings on one question are shown.
findings-of-clause = Only where the question asked checks one clause.
findings-partly = Of this unit you see only what lies in your units or is yours.
findings-of-goal = Only findings that hold one goal back are shown.
findings-of-objective = Only findings on processes that work towards one objective are shown.
findings-of-promise = Only findings on processes that deliver one promise are shown.
findings-clear = Clear filters
findings-any = Any
findings-severity = Severity
findings-owner-all = Everybody
findings-owner-nobody = Not assigned
findings-owner-me = Me
findings-owner-gone = Somebody with none of these findings
findings-more = More filters
findings-process = Process
findings-process-all = All processes
findings-kind = What came of it
findings-only-corrected = Corrected on the spot
findings-only-opened = Not corrected on the spot
findings-only-again = Found again within { $days ->
        [one] one day
       *[other] { $days } days
    }
findings-only-after-fix = Found again after a verified fix
findings-origin = Where it came from
findings-from-audit = An audit
findings-from-hand = Raised by hand
findings-from-systemic = The same at several units
findings-sensitive-true = Only sensitive ones
findings-sensitive-false = Without sensitive ones
findings-views-title = Your views
findings-views-change = Change views
findings-views-lead = A view is a set of filters with a name. It stands above the queue, and only you see it. You may keep up to { $count }.
findings-views-none-title = No views yet
findings-views-none-text = Choose filters in the queue, show them, and keep them under a name. You will find them here and above the queue.
findings-views-go = Go to the queue
findings-views-remove = Remove
findings-views-remove-text = Only the name goes. The findings stay as they are.
findings-view-new = Keep these filters
findings-view-keep = Keep these filters as a view
findings-view-name = Name of the view
findings-view-hint = For example: “Critical, not assigned”
findings-view-button = Keep the view
findings-view-rename = Rename
findings-view-show = Show “{ $name }”
findings-view-kept = The view is kept. You find it above the queue.
findings-view-renamed = The view has a new name.
findings-view-removed = The view is removed.
findings-view-name-required = Give the view a name of at most { $count } characters.
findings-view-name-taken = Another view of yours has this name. Choose another one.
findings-view-many = You have { $count } views, which is as many as there may be. Remove one first.
findings-pick = Choose
findings-pick-one = Choose { $number }
findings-pick-button = Hand over the chosen ones…
findings-handing-title = Hand over findings
findings-handing-lead =
    { $count ->
        [one] One finding is chosen.
       *[other] { $count } findings are chosen.
    }
findings-handing-who = Who is to have them?
findings-handing-who-hint = Somebody who works at the units of the findings or above them. The new owner gets a mail for each finding, unless that is you.
findings-handing-look = See what will happen
findings-handing-ready =
    { $count ->
        [0] None of them can go to { $owner }.
        [one] One goes to { $owner }. Nothing is changed yet.
       *[other] { $count } go to { $owner }. Nothing is changed yet.
    }
findings-handing-refused =
    { $count ->
        [one] One stays as it is.
       *[other] { $count } stay as they are.
    }
findings-handing-what = What will happen
findings-handing-goes = Goes to { $owner }
findings-handing-stays = Stays: { $why }
findings-handing-button =
    { $count ->
        [one] Hand over one finding
       *[other] Hand over { $count } findings
    }
findings-handing-done =
    { $count ->
        [one] One finding is handed over.
       *[other] { $count } findings are handed over.
    }
findings-handing-changed = Something changed while you were looking, so nothing was handed over. See below what would happen now.
findings-handing-none = Choose at least one finding in the list first.
findings-handing-many = Hand over at most { $count } findings at once.
findings-handing-not-yours = you neither own it nor lead its unit.
findings-handing-closed = it is closed.
findings-handing-not-there = this person does not work at its unit or above it.
findings-handing-already = it has this owner already.
findings-export = All of these findings as a file:
findings-export-xlsx = Excel
findings-export-csv = CSV
findings-export-most = A file holds up to { $count }.
findings-export-many = These filters find { $count } findings, and a file holds at most { $most }. Narrow the filters, for example by dates, and make several files.
findings-file-number = Number
findings-file-title = Finding
findings-file-seen = What was seen
findings-file-unit = Unit
findings-file-process = Process
findings-file-layer = Layer
findings-file-severity = Severity
findings-file-sensitive = Sensitive
findings-file-stage = Stage
findings-file-repeat = Repeat
findings-file-owner = Owner
findings-file-found = Found
findings-file-finder = Found by
findings-file-due = Due
findings-file-overdue = Overdue
findings-file-closed = Closed
findings-file-outcome = Outcome
findings-file-from = Came from
findings-file-origin = Found in
findings-file-address = Address
findings-file-yes = Yes
findings-file-no = No
findings-outcome-corrected = Corrected on the spot
findings-outcome-fixed = Fixed
findings-outcome-dismissed = Dismissed
findings-outcome-withdrawn = Withdrawn
findings-col-finding = Finding
findings-col-found = Where and when
findings-col-stage = Stage
findings-col-owner = Owner
findings-col-due = Due
findings-empty-filtered-title = Nothing fits these filters
findings-empty-filtered-text = Try other words or another unit, or show everything in this list.
findings-empty-decision-title = Nothing waits for a decision
findings-empty-decision-text = New findings come here, and those whose actions are done and need a second look.
findings-empty-under-way-title = No work is under way
findings-empty-under-way-text = A finding comes here when somebody has planned how to fix it.
findings-empty-overdue-title = Nothing is overdue
findings-empty-overdue-text = A finding comes here when its due date has passed and it is still open.
findings-empty-watched-title = No fix is being watched
findings-empty-watched-text = After a finding closes, the next three audits check whether its fix holds. Until then it stays here.
findings-empty-closed-title = Nothing is closed yet
findings-empty-closed-text = A finding closes when its cause is known, its actions are done, and somebody else has looked again.
findings-empty-all-title = Nothing found yet
findings-empty-all-text = What audits find appears here, with a number, an owner, and a due date.
findings-see-all = See all findings
findings-go-today = Go to Today
findings-back = Findings

# Where a finding stands, seen by whoever decides. Short: they stand in badges.
finding-state-open = To be contained
finding-state-contained = To be planned
finding-state-planned = Actions under way
finding-state-done = To be verified
finding-state-verified = Closed
finding-state-dismissed = Dismissed
finding-state-withdrawn = Withdrawn

finding-no-owner = Not assigned
finding-the-owner = The owner
finding-found = Found:
finding-found-by = , by { $who }
finding-without-name = , raised without a name
finding-overdue-since = Overdue since { INSIDE($date) }
finding-repeat = Repeat within { $days ->
        [one] one day
       *[other] { $days } days
    }
finding-due-note = Due: { $date }
finding-by-date = Due: { $date }
finding-choose = Choose…

# the next step: a heading, what it means, and who can do it when the reader cannot
finding-next-contain = Next: contain it
finding-next-contain-text = Before anything else, make sure that nobody else is affected. Was somebody turned away, charged wrongly, or left waiting? Put that right first.
finding-next-contain-other = { $owner } or anybody who audits here can write down what was done.
finding-next-cause = Next: find the cause
finding-next-cause-text = Look for what in the way of working let this happen, not for who did it. Ask the people who do the work.
finding-next-cause-late = The actions are done, but nobody has written down why this happened. It cannot close without a cause.
finding-next-cause-other = { $owner } or a manager writes the cause down.
finding-next-action = Next: decide what will change
finding-next-action-text = Plan at least one action against the cause. Changing the form, the system, or the procedure holds longer than a reminder.
finding-next-action-again = An audit found it again, so the first fix did not hold. Ask whether the cause goes deeper, improve it below, and plan a stronger action.
finding-next-action-other = { $owner } or a manager plans the action.
finding-next-do =
    { $count ->
        [one] Next: finish the open action
       *[other] Next: finish { $count } open actions
    }
finding-next-do-text = When the last one is done, somebody else takes a second look.
finding-next-do-cause = The cause is still missing. The finding cannot close without it.
finding-next-verify = Next: verify and close
finding-next-verify-text = All actions are done. Go and look: does the work now go as the manual says?
finding-next-verify-not-you = You did one of the actions, so a second pair of eyes has to look. Ask another person who audits here. If there is nobody else, ask the next layer up.
finding-next-verify-other = Somebody who audits here and did none of the actions takes this step.
finding-end-closed = Closed
finding-end-closed-text = The fix was verified.
finding-unwatched-question = It is about no question of a checklist, so no audits watch whether the fix holds.
finding-unwatched-systemic = Whether the fix holds is watched at each unit, once its own finding is closed.
finding-end-watching = Closed. Now we watch whether the fix holds
finding-end-watching-text = The next three audits of this question here, by at least two people, show whether it worked. If it is found again, this finding opens again.
finding-end-held = Closed. The fix held
finding-end-held-text = Three audits in a row found this done as the manual says. Thank you to everybody who helped.
finding-end-broken = Closed. It was found again
finding-end-broken-text = The first fix did not hold. The newer finding stands under “Has it happened before?”.
finding-end-corrected = Put right on the spot
finding-end-corrected-text = It was put right on the spot, so it closed at once. It still counts, because it shows where the work can slip.
finding-together = { $n } of { $all } things seen under this question
finding-end-withdrawn = Withdrawn by the auditor
finding-end-withdrawn-text = The answer was changed in the minutes after it was sent. The number stays; nothing is to be done, and it counts nowhere.
finding-end-dismissed = Dismissed
finding-end-dismissed-text = A director set this finding aside. This is the reason:

# forms
finding-containment-label = What was done at once?
finding-containment-hint = For example: “Called the patron back and gave the case number. Checked the last three visits.”
finding-containment-button = Mark as contained
finding-containment-required = Write down what was done at once.
finding-whys-label = Ask “why?” up to five times
finding-whys-hint = Answer in a few words. Each answer is what the next “why?” asks about.
finding-why-n = Why { $n }
finding-root-cause-label = Root cause
finding-root-cause-hint = One sentence about the way of working: what was missing, unclear, or in the way?
finding-root-cause-required = Write the root cause in one sentence.
finding-category-label = Where does the cause lie?
finding-category-required = Choose where the cause lies.
finding-cause-button = Save the cause
finding-action-label = What will be done?
finding-action-hint = One thing that somebody can do and somebody else can see.
finding-action-required = Write down what will be done.
finding-action-owner = Who does it?
finding-owner-required = Choose a person who works here.
finding-action-due = By when?
finding-due-invalid = Enter a date, such as 2026-06-23.
finding-action-kind = What kind of action is it?
finding-kind = Kind
finding-kind-required = Choose what kind of action it is.
finding-decide = Your decision on the plan
finding-plan-sent = Plan sent by { $who }, { INSIDE($when) }
finding-plan-came-up = { $who } took the plan one layer up, with this reason:
finding-plan-accept = Accept plan
finding-plan-send-back = Send back
finding-plan-send-back-hint = Say what is missing. The owner reads it and plans anew.
finding-plan-take-up = Take it up: { $layer }
finding-plan-take-up-hint = Say why it has to be decided there: cost, another department, or a rule.
finding-plan-waits = The plan waits for a decision: { $layer }. Work may begin meanwhile.
finding-plan-is-sent-back = The plan was sent back
finding-plan-is-sent-back-text = Improve the cause or plan another action. Then the plan goes to a decision again. Until then the finding cannot close.
finding-plan-is-accepted = { $who } accepted the plan: { $when }
finding-decision-required = Choose what you decide.
finding-decision-reason-label = Why?
finding-decision-reason-required = Write down the reason.
finding-plan-accepted-done = The plan is accepted.
finding-plan-sent-back-done = Sent back. The owner gets a mail with your reason.
finding-plan-taken-up-done = Taken up. Those who decide now get a mail with your reason.
finding-others-later = Ask for a later date
finding-later-label = New date
finding-later-hint = A manager or director decides. The date that was promised first stays visible.
finding-later-required = Enter the new date.
finding-later-reason-label = Why does it take longer?
finding-later-reason-hint = For example: “The printer arrives on June 26.”
finding-later-reason-required = Write down why it takes longer.
finding-later-button = Ask for this date
finding-later-done = Asked. You get a mail with the answer. Until then the date stays as it is.
finding-first-promised = First promised: { $date }
finding-date-asked = A later date is asked for
finding-date-asked-finding = For the finding: { INSIDE($to) } instead of { INSIDE($from) }.
finding-date-asked-action = For “{ $action }”: { INSIDE($to) } instead of { INSIDE($from) }.
finding-date-waits = It waits for a manager or director who does not own it.
finding-date-answer-label = Your answer in a sentence
finding-date-answer-required = Grant the date or keep the present one.
finding-date-answer-reason-required = Write a sentence for whoever asked.
finding-date-grant = Grant { INSIDE($date) }
finding-date-refuse = Keep the date
finding-date-answered-done = Answered. Whoever asked gets a mail.
finding-due-off =
    Days off in between do not count: { $days }{ $more ->
        [0] .
       *[other] {" "}and { $more } more.
    }
finding-off-day = { $name } ({ INSIDE($from) })
finding-off-days = { $name } ({ INSIDE($from) } to { INSIDE($to) })
finding-strength = Strength of the fix
finding-strength-label = How strong is the fix?
finding-strength-hint = From the weakest to the strongest. Choose the strongest one you can do in time.
finding-strength-required = Choose how strong the fix is.
finding-cost = Cost
finding-cost-label = What does it cost?
finding-cost-hint = A whole amount, such as 1,200. Leave it blank if it costs nothing.
finding-cost-hint-in = A whole amount in { $currency }, such as 1,200. Leave it blank if it costs nothing.
finding-cost-invalid = Enter a whole amount, such as 1200.
finding-cost-is = Cost: { $cost }
finding-weak = This plan reminds or trains people. Such fixes fade after a few weeks. Can the form, the system, or the place be changed, too, so that it goes right by itself?
finding-action-button = Plan this action
finding-verify-undecided = Nobody has decided on the plan yet. You can verify and close all the same; the history says so.
finding-verification-label = What did you look at, and what did you see?
finding-verification-hint = For example: “Watched six visits at window 3. Each patron left with a number.”
finding-verification-required = Write down what you looked at and what you saw.
finding-layered-label = Will audits notice if it comes back?
finding-layered-hint = A fix holds longer when a question in the layered audit looks at it.
finding-layered-required = Choose whether audits will notice it.
finding-layered-note-label = Which question, or why not?
finding-layered-note-hint = Not needed when a new question is being drafted.
finding-layered-note-required = Name the question, or say why there is none.
finding-drafted-label = The new question
finding-drafted-hint = Used when a new question is being drafted: it goes into the draft of the checklist, where quality staff finish it.
finding-drafted-required = Write the new question.
finding-drafted-same = This question is in the checklist already. Choose that an existing question looks at it, or word a new one that sees what this one missed.
finding-drafted-too-long = Shorten the question to 300 characters.
finding-drafted-see = See the checklist
finding-drafted-open = See the draft
finding-verify-button = Verify and close
finding-severity-label = Raise the severity to
finding-severity-hint = A more severe finding is due sooner. Severity cannot be lowered again.
finding-severity-required = Choose how severe it is.
finding-severity-button = Raise severity
finding-owner-label = New owner
finding-owner-hint = The new owner gets the reminders from now on.
finding-owner-button = Hand over
finding-dismiss-text =
    { $count ->
        [0] A dismissed finding closes without a fix. It stays in the history with your name and reason.
        [one] A dismissed finding closes without a fix, and its open action is canceled. It stays in the history with your name and reason.
       *[other] A dismissed finding closes without a fix, and its { $count } open actions are canceled. It stays in the history with your name and reason.
    }
finding-reason-label = Why is no fix needed?
finding-reason-hint = For example: “Same as NC-2026-00031”, or “The rule changed on June 1.”
finding-reason-required = Write down the reason.
finding-dismiss-button = Dismiss this finding
finding-note-label = Add a note
finding-note-hint = Write “@” and a name to tell somebody who works here.
finding-note-tell = Tell somebody
finding-note-nobody = Nobody in particular
finding-note-button = Add note
finding-note-required = Write something first.

# a form that came back after its step was taken, or to somebody who cannot take it
finding-kept = What you wrote
finding-kept-text = It was not saved, because this step cannot be taken any more, or is not yours to take. Copy what is still needed, for example into a note.

finding-set-title = Settings of findings
finding-set-lead = How fast findings are due, what counts as a repeat, and where causes may lie.
finding-set-days = Days
finding-set-days-text = In how many working days a finding is due, by its severity. It counts for findings that are raised, opened again or made more severe from now on. Dates that are promised already stay as they are.
finding-set-repeat = Days of a repeat
finding-set-repeat-hint = Days, not working days. A finding on the same question at the same unit within this many days of the last one is marked as a repeat, from now on.
finding-set-button = Save the days
finding-set-done = The days are saved. They count for findings from now on.
finding-set-history-none = Nothing was changed yet.
finding-set-no-days = Enter a number of working days from 1 to { $count }.
finding-set-no-order = A more severe finding cannot be due later: the days may not get fewer from critical to major to minor.
finding-set-no-repeat = Enter a number of days from 1 to { $count }.
finding-set-no-name = Give it a name of at most { $count } characters.
finding-set-no-hint = Shorten the explanation to { $count } characters.
finding-set-taken = There is one with this name already. Choose another name.
finding-set-many = There are { $count }, which is as many as there may be. Rename one that is not in use.
finding-set-last = At least one has to be in use.
finding-causes = Where causes may lie
finding-causes-text = Whoever writes a cause down chooses one of these, in this order. What is not in use any more is not offered, and findings that have it keep it.
finding-cause-name = Name
finding-cause-hint = What belongs there
finding-cause-hint-hint = A few words that follow the name, such as “a form, a system, or a machine”.
finding-cause-count = Findings
finding-cause-order = Order
finding-cause-up = Up
finding-cause-new = Add a category
finding-cause-edit = Change a category of causes
finding-cause-active = In use
finding-cause-active-hint = Offered to whoever writes a cause down.
finding-cause-retired = Not in use
finding-cause-saved = Saved.
finding-cause-moved = Moved up.
finding-others = Other steps
finding-others-cause = Write down the cause
finding-others-cause-again = Improve the cause
finding-others-action = Plan an action now
finding-others-action-again = Plan another action
finding-others-severity = Raise the severity
finding-others-owner = Hand it over to somebody else
finding-others-dismiss = Dismiss it, with a reason

# evidence
finding-what = What was found
finding-origin = { $name }, { $date }
finding-why-asked = Why it is asked:
finding-clause = The manual:
finding-goal = The goal it serves:
finding-contained = Contained
finding-cause = Why it happened
finding-why-first = Why did it happen?
finding-why-next = And why was that?
finding-root-cause = Root cause: { $cause }
finding-category = The cause lies in: { $category }
finding-actions = Corrective actions
finding-actions-caption = Corrective actions for { $number }
finding-actions-what = Action
finding-actions-status = Status
story-title = What worked
story-tell-title = Tell others what worked
story-tell-text = The fix held. Units that do the same work can learn from it: the story stands on Today for two weeks.
story-name = Title
story-name-hint = For example: “A screen ended the long waits”
story-wrong = What was wrong:
story-wrong-label = What was wrong?
story-changed = What changed:
story-changed-label = What changed?
story-button = Tell it
story-done = The story stands on Today for two weeks.
story-take-back = Take the story back
story-take-back-text = It will not stand on Today any more.
story-taken-back = The story is taken back.
story-title-required = Give the story a title.
story-wrong-required = Say in a sentence what was wrong.
story-changed-required = Say in a sentence what changed.
story-not-held = The story can be told when the next audits have shown that the fix holds.
story-told = This story is told already.
raise-title = Raise a finding
raise-lead = You noticed that work is not done as it should be. Say what you saw, and somebody sees to it.
raise-unit = Where did you see it?
raise-unit-hint = The units of your part of the agency: there you see what becomes of it.
raise-process = Which process is it about?
raise-process-hint = The work that did not go as it should.
raise-choose = Choose one
raise-next = Continue
raise-elsewhere = Change
raise-no-units-title = No unit is open for you
raise-no-units-text = A finding is raised at a unit at which you hold a role. Ask your administrator.
raise-unit-required = Choose where you saw it.
raise-process-required = Choose the process it is about.
raise-seen = What did you see?
raise-seen-hint = Facts: what, when, how many. No names of staff or residents.
raise-seen-required = Say what you saw.
raise-severity = How serious is it?
raise-severity-critical = Danger to people, money, law, or trust. To be closed in { $days } working days.
raise-severity-major = A promise to customers was broken. To be closed in { $days } working days.
raise-severity-minor = A step was not done as written. To be closed in { $days } working days.
raise-severity-required = Choose how serious it is.
raise-question = Is it about a question of the checklist?
raise-question-hint = Then it is compared with what was found before, and the next audits watch whether the fix holds. It counts at least as serious as the question says.
raise-question-none = No, or I do not know
raise-no-question = This question is not in the checklist any more. Choose another one, or none.
raise-corrected = If it was put right on the spot: what was done?
raise-corrected-hint = Then the finding is closed at once. Leave it empty if something is still to be done.
raise-sensitive = It is sensitive
raise-sensitive-hint = It could soon harm people, property, or the reputation of the agency, or a council member or the media raised it. Directors are told at once.
raise-files = Photos or documents
raise-files-again = Choose your files once more: they are not kept while something is missing.
raise-only-pictures = Without a name only photos can be added: other files often tell who wrote them.
raise-unnamed = Do not say who raised it
raise-unnamed-hint = Kept: what you write here, your photos without their names, and the full hour. Not kept: who you are. Nobody can look it up later, nobody can ask you back, and you are not told what became of it. What you write may still tell who you are. At most { $count } in an hour.
raise-button = Raise the finding
raise-done = { $number } is raised. Thank you for telling.
raise-done-unnamed = { $number } is raised without a name. Thank you for telling.
raise-not-unnamed = The agency does not take findings without a name. Send it again with your name, or not at all.
raise-other = This form was sent before with something else in it. Open the form anew to raise another finding.
raise-too-many = Nobody raises more than { $count } findings without a name in an hour. Wait a while, or give your name.
group-title = At other units
group-elsewhere =
    { $count ->
        [one] The same question failed at one other unit in the last 90 days.
       *[other] The same question failed at { $count } other units in the last 90 days.
    }
group-lead-text = Is it one cause? Choose those that belong together. One systemic finding is raised above all of their units: the cause is found and the actions are done there, once for all of them.
group-common = What do they have in common?
group-common-hint = Facts, not names. The systemic finding begins with this.
group-common-required = Say what they have in common.
group-take-in = Lead the chosen ones, too
group-one-unit = All of them are at one unit. A systemic finding is about several.
group-outside = One of the findings is at a unit that does not lie below the unit of this one.
group-lead = Raise one systemic finding
group-leads =
    { $count ->
        [one] This finding leads one other. It is closed by itself.
       *[other] This finding leads { $count } others. Each is closed by itself.
    }
group-part-of = Part of
group-part-of-closed = The cause they have in common is repaired: that was verified and closed on { $date }. This finding is still closed by itself.
group-part-of-take = Take the cause and the finished actions, or find others of its own.
group-part-of-dismissed = It was dismissed, so nothing is done there any more. This finding needs a cause and actions of its own.
group-part-of-text = Its cause and actions are worked on there. This finding is still closed by itself.
group-take = Take its cause and finished actions
group-leave = Let it go its own way again
group-leave-text = What was taken stays here.
group-done = They are led by this finding now. Each keeps its number and is closed by itself.
group-left = This finding goes its own way again.
group-taken = The cause and the finished actions are here now.
group-nothing = Choose at least one finding at another unit.
group-closed = One of the findings is closed. Only open ones can be led.
group-other-question = One of the findings is about another question.
group-led = One of the findings is part of another one already, or leads others.
group-many = One finding can lead at most { $count } others.
group-alone = This finding is part of no other.
group-no-cause = The leading finding has no cause yet.
evidence-title = Files
evidence-none = No files yet. A photo, a new form, or an instruction shows others what was found and what changed.
evidence-add = Add files
evidence-hint = PDF, pictures, Word, Excel, or plain text, up to { $megabytes } MB each, and up to { $count } files. Leave out what names residents.
evidence-button = Add the files
evidence-by = { $who }, { $kilobytes } KB
evidence-by-nobody = { $kilobytes } KB
evidence-required = Choose a file first.
evidence-added =
    { $count ->
        [one] The file is added.
       *[other] { $count } files are added.
    }
evidence-remove = Remove
evidence-remove-text = It will not be shown here any more. The history keeps its name.
evidence-remove-button = Remove the file
evidence-removed = The file is removed.
evidence-many = This finding has { $count } files, which is as many as there may be. Remove one first.
evidence-twice = This file is here already.
evidence-closed = The finding is closed, so its files stay.
evidence-not-yours = Somebody else added this file. Whoever added it or leads the unit can remove it.
document-empty = { $name } is empty. Choose another file.
file-not-a-document = { $name } is none of the kinds that are taken: PDF, pictures, Word (.docx), Excel (.xlsx), or plain text. Save it as one of these.
file-with-macros = { $name } holds macros. Save it without them, as .docx or .xlsx.
file-infected = { $name } was not kept: the virus scanner found something in it. Tell whoever looks after your computers.
file-not-scanned = { $name } was not kept: the virus scanner cannot be reached. Try again later, or tell your administrator.
finding-proof = How we know it worked
finding-layered = In the layered audit now:
finding-watch-held = The fix held
finding-watch-broken = Found again
finding-watch-watching-text =
    { $done ->
        [0] None of the next three audits of this question has been done yet. They have to conform, and at least two people have to look.
        [1] 1 of 3 audits conformed so far. At least two people have to look.
        [2] 2 of 3 audits conformed so far. At least two people have to look.
       *[other] { $done } audits conformed so far, all by the same person. Somebody else has to look, too.
    }
finding-watch-held-text = Three audits by at least two people conformed.
finding-watch-broken-text = It was found again, so the fix did not hold.
finding-watch-before =
    { $count ->
        [one] One earlier check is not shown.
       *[other] { $count } earlier checks are not shown.
    }
finding-watch-slot = Audit { $n }
finding-rail = More about this finding
finding-who-when = Who and by when
finding-due-by-rule =
    { $days ->
        [one] One working day from { $from } on the calendar of { $unit }.
       *[other] { $days } working days from { $from } on the calendar of { $unit }.
    }
finding-due-picked = This date was picked by hand. It does not move with holidays.
finding-due-picked-paused = The date was picked by hand. Only a clock that stands still moves it.
finding-due-pause =
    { $days ->
        [one] The clock stood still from { $from } to { $until }, so one working day does not count: { $reason }
       *[other] The clock stood still from { $from } to { $until }, so { $days } working days do not count: { $reason }
    }
finding-due-pause-ended =
    { $days ->
        [one] The clock stood still from { $from } until it went on again on { $until }, so one working day does not count: { $reason }
       *[other] The clock stood still from { $from } until it went on again on { $until }, so { $days } working days do not count: { $reason }
    }
finding-due-pause-open =
    { $days ->
        [one] The clock stands still from { $from } to { $until } at the latest, so one working day does not count: { $reason }
       *[other] The clock stands still from { $from } to { $until } at the latest, so { $days } working days do not count: { $reason }
    }
finding-paused = Clock stands still
finding-paused-title = The clock stands still, up to the end of { INSIDE($until) }
finding-paused-text = Until then nobody is reminded, and nothing becomes late. Then it goes on by itself. The due date is as much later already.
finding-others-pause = Stop the clock for a while
finding-pause-text = For when nothing can be done but wait, for example for a supplier. Working days on which the clock stands still do not count. The date that was promised first stays visible.
finding-pause-until-label = Until the end of which day at the latest?
finding-pause-until-hint = At most { $count } days from today. You can let it go on earlier.
finding-pause-until-required = Enter the last day on which the clock stands still.
finding-pause-reason-label = What is waited for?
finding-pause-reason-hint = For example: “The supplier answers by June 12.”
finding-pause-reason-required = Write down what is waited for.
finding-pause-button = Stop the clock
finding-resume-button = Let the clock go on
finding-paused-done = The clock stands still. The owner gets a mail with your reason.
finding-resumed-done = The clock goes on. Check the due date.
finding-version = Version { $n } of the checklist
finding-clause-then = What it said then
finding-later-text =
    { $count ->
        [one] Found again since:
       *[other] Found again since. The last { $count }:
    }
finding-earlier = Has it happened before?
finding-earlier-text =
    { $count ->
        [one] The same question failed here one time before.
       *[other] The same question failed here before. The last { $count }:
    }
finding-earlier-no-question = It is about no question of a checklist, so it is compared with no other finding.
finding-earlier-none = No. This is the first finding on this question here.
finding-history = History

# why a step cannot be taken
finding-no-closed = This finding is closed already.
finding-no-contained = This finding is contained already.
finding-no-not-contained = First write down what was done at once, so that nobody else is affected.
finding-no-cause = Write the root cause down before you close the finding.
finding-no-action = At least one action has to be finished before the finding closes.
finding-no-actions-open =
    { $count ->
        [one] One action is still open. Finish or cancel it first.
       *[other] { $count } actions are still open. Finish or cancel them first.
    }
finding-no-not-independent = You own one of the actions. Somebody else has to verify the fix.
finding-no-own = You own this finding, so another director has to decide on dismissing it.
finding-no-not-raised = Choose a severity above the present one. Severity cannot be lowered.
finding-no-action-not-open = This action is finished or canceled already.
finding-no-due-past = This date has passed. Choose today or a later day.
finding-no-due-far = This date is too far away. Choose a day within the next ten years.
finding-no-own-plan = You own this finding, so another leader has to decide on its plan.
finding-no-higher-layer = A higher layer decides on this plan.
finding-no-plan = No plan waits for a decision. Somebody may have decided already.
finding-no-top-layer = Nobody is above your layer here. Accept the plan, or send it back.
finding-no-sent-back = The plan was sent back. Improve the cause or plan another action before you close the finding.
finding-no-not-later = Choose a date after the present due date.
finding-no-asked-already = A later date is asked for already, and waits for an answer.
finding-no-answered-already = Somebody has answered this already.
finding-no-reader = This person may not see this finding. Choose somebody from the list.
finding-no-own-date = The date is yours, so another leader has to decide on it.
finding-no-paused-already = The clock of this finding stands still already.
finding-no-not-paused = The clock of this finding is running already.
finding-no-pause-overdue = This finding is overdue, so there is no clock left to stop. Its owner can ask for a later date.
finding-no-pause-long = Choose a day within the next { $count } days. You can stop the clock again later.
finding-no-due-in-pause = The clock of this finding stands still on that day. Choose a day after the pause.
finding-no-not-yours = This step belongs to somebody else. The page says who can take it.

# what was just done
finding-contained-done = Contained. Next: find the cause.
finding-cause-done = The cause is saved.
finding-action-done-flash = The action is planned, and its owner will be told.
finding-action-planned-late = The action is planned, and its owner will be told. But it is due on { $date }, and the finding itself on { $due } already: whoever owns the finding can ask for a later date.
finding-action-planned-off = The action is planned, and its owner will be told. But it is due on { $date }, when nobody works at { $unit }.
finding-action-planned-late-off = The action is planned, and its owner will be told. But it is due on { $date }, when nobody works at { $unit }, and the finding itself on { $due } already: whoever owns the finding can ask for a later date.
finding-action-beyond = Later than the finding itself is due
finding-action-off = Nobody works there on that day
finding-closed-done = Closed. The page says how it is watched whether the fix holds.
finding-dismissed-done = The finding is dismissed.
finding-severity-done = The severity is raised. Check the due date.
finding-owner-done = Handed over. The new owner gets the reminders from now on.
finding-note-done = Your note is in the history.
finding-note-unknown =
    { $count ->
        [one] Your note is in the history, but { $names } told nobody: nobody of this name may see this finding. Write the whole name, or choose somebody from the list.
       *[other] Your note is in the history, but { $names } told nobody: nobody of these names may see this finding. Write whole names, or choose somebody from the list.
    }
action-finished-done = Done. Thank you!
action-cancelled-done = The action is canceled.

action-kind-immediate = Immediate: stops the effect now
action-kind-corrective = Corrective: removes the cause here
action-kind-preventive = Preventive: keeps it from happening elsewhere
strength-reminder = Reminder: people are told again
strength-training = Training: people are shown how
strength-instruction = Checklist or instruction: it stands where the work is done
strength-second-eyes = A second pair of eyes: somebody else looks first
strength-standardised = Simpler or the same everywhere: there is less to get wrong
strength-automatic = Impossible or automatic: it goes right by itself
layered-existing = Yes, an existing question looks at it
layered-draft = Soon, a new question is being drafted
layered-no = No

# actions
actions-title = My actions
actions-lead =
    { $count ->
        [0] You have no open actions.
        [one] You have one open action.
       *[other] You have { $count } open actions. The most urgent comes first.
    }
actions-file-action = Action
actions-file-finding = Finding
actions-file-unit = Office
actions-file-strength = Strength
actions-file-due = Due
actions-file-overdue = Overdue
actions-empty-title = All your actions are done
actions-empty-text = When somebody plans an action for you, it appears here, and a mail tells you.
actions-empty-link = See the findings
action-date-waits = A later date is asked for: { $date }. Whoever leads answers on the page of the finding.
action-date-granted = The later date was granted: { $date }. { $answer }
action-date-refused = A later date, { $date }, was not granted. { $answer }
action-eyebrow = Action { $n } for { $number }
action-back = Finding { $number }
action-state-open = Open
action-state-done = Done
action-state-cancelled = Canceled
action-next = Please do this. Due: { $date }
action-next-text = When it is done, say what you did. Whoever verifies the fix starts from there.
action-next-other = { $owner } does this. A manager can also mark it as done.
action-ended-done = This action is done
action-ended-done-text = What was done:
action-ended-cancelled = This action was canceled
action-ended-cancelled-text = The reason:
action-finding = What it repairs
action-finish-summary = Mark as done
action-note-label = What was done?
action-note-hint = One or two sentences, and where it can be seen.
action-note-required = Write down what was done.
action-finish-button = Mark as done
action-cancel-summary = Cancel it, because it is not needed
action-cancel-text = A canceled action stays in the record with the reason. If no other action is left, a new one has to be planned.
action-cancel-label = Why is it not needed?
action-cancel-button = Cancel this action

# The timeline shows a name before these; $due is a date, where there is one.
history-finding-raised = found this. Due: { $due }
history-finding-corrected = found this and put it right on the spot
history-finding-contained = contained it
history-finding-cause =
    { $category ->
        [nothing] wrote the cause down
       *[other] wrote the cause down ({ $category })
    }
history-finding-action-planned = planned an action. Due: { $due }
history-finding-action-done = finished an action
history-finding-action-cancelled = canceled an action
history-finding-closed =
    { $plan ->
        [waiting] verified the fix and closed the finding; nobody had decided on its plan
       *[other] verified the fix and closed the finding
    }
history-finding-reopened = found it again, so it is open again. Due: { $due }
history-finding-found-again = found it again; a newer finding on the same question is open again
history-finding-held = checked it again: the fix held
history-finding-dismissed = dismissed the finding
history-finding-withdrawn = changed the answer, and withdrew the finding
history-finding-amended = changed what was seen or done, minutes after the audit was sent
history-finding-closed-again = changed the answer, so it is closed again as it was
history-finding-watch-taken-back = changed the answer, and took the check back
history-finding-repeat-of = changed an earlier answer, so it repeats another finding or none
history-finding-plan-accepted = accepted the plan
history-finding-plan-sent-back = sent the plan back
history-finding-plan-taken-up = took the plan one layer up
history-finding-date-asked = asked for a later date: { $due }
history-finding-date-granted = granted the later date. Due: { $due }
history-finding-date-refused = kept the due date: { $due }
history-finding-action-date-asked = asked for a later date for an action: { $due }
history-finding-action-date-granted = granted the later date of an action. Due: { $due }
history-finding-action-date-refused = kept the due date of an action: { $due }
history-finding-due-moved = changed the working calendar, so the due date moves. Due: { $due }
history-finding-action-due-moved = changed the working calendar, so the date of an action moves. Due: { $due }
history-finding-question-drafted = put a question into the draft of the checklist
history-finding-severity =
    raised the severity from { $from ->
        [major] major
       *[minor] minor
    } to { $to ->
        [critical] critical
       *[major] major
    }{ $moved ->
        [yes] . Due: { $due }
       *[no] . The due date stays
    }
history-finding-paused = stopped the clock until { INSIDE($until) }. Due: { $due }
history-finding-resumed = let the clock go on. Due: { $due }
history-finding-went-on = let the clock go on, because the pause is over. Due: { $due }
history-finding-days-set =
    set the working days until findings are due to { $critical } (critical), { $major } (major) and { $minor } (minor), and the days of a repeat to { $repeat }. Before: { $from_critical }, { $from_major }, { $from_minor } and { $from_repeat }
history-cause-category-added = added a place where causes may lie
history-cause-category-changed = changed a place where causes may lie
history-cause-category-retired = took a place where causes may lie out of use
history-cause-category-used-again = took a place where causes may lie into use again
history-cause-category-moved = moved a place where causes may lie up in the list
history-finding-handed-over = handed it over to { $to }
history-finding-note-for = wrote a note for { $names }
history-finding-note = wrote a note

### mail

# $what is one thing to do, cut to a line; $days counts working days over the due date
mail-reminder-subject =
    { $step ->
        [planned] For you, by { $due }: { $what }
        [in-3-days] Due soon, { $due }: { $what }
        [tomorrow] Last working day before { $due }: { $what }
        [today] Due now, { $due }: { $what }
       *[overdue] { $days ->
            [one] One working day overdue: { $what }
           *[other] { $days } working days overdue: { $what }
        }
    }
mail-reminder-first-action =
    { $step ->
        [planned] Please do this by { $due }.
        [in-3-days] Please do this by { $due }. It is due soon.
        [tomorrow] Please do this by { $due }. One working day is left.
        [today] Please do this by { $due }. It is due now.
       *[overdue] { $days ->
            [one] Please do this as soon as you can. It was due { $due }, one working day ago.
           *[other] Please do this as soon as you can. It was due { $due }, { $days } working days ago.
        }
    }
mail-reminder-first-finding =
    { $step ->
        [planned] Please take the next step of this finding by { $due }.
        [in-3-days] Please take the next step of this finding by { $due }. It is due soon.
        [tomorrow] Please take the next step of this finding by { $due }. One working day is left.
        [today] Please take the next step of this finding by { $due }. It is due now.
       *[overdue] { $days ->
            [one] Please take the next step of this finding as soon as you can. It was due { $due }, one working day ago.
           *[other] Please take the next step of this finding as soon as you can. It was due { $due }, { $days } working days ago.
        }
    }
mail-reminder-next-action = Is it done? Open the action and say what you did:
mail-reminder-next-finding = The page shows the next step:
mail-reminder-why-action = You get this mail because the action is yours.
mail-reminder-why-finding = You get this mail because you own this finding.
mail-escalation-subject =
    { $days ->
        [one] Needs your help at { $unit }, one working day overdue: { $what }
       *[other] Needs your help at { $unit }, { $days } working days overdue: { $what }
    }
mail-escalation-first-action =
    { $days ->
        [one] An action at { $unit } is one working day overdue. Please ask today what is in the way.
       *[other] An action at { $unit } is { $days } working days overdue. Please ask today what is in the way.
    }
mail-escalation-first-finding =
    { $days ->
        [one] A finding at { $unit } is one working day overdue. Please ask today what is in the way.
       *[other] A finding at { $unit } is { $days } working days overdue. Please ask today what is in the way.
    }
mail-escalation-next = Often time, tools, or a decision is missing. You can help from this page:
mail-escalation-why = You get this mail because it was not done in time, and you lead the next layer up.
mail-waiting-subject-owner = Nobody sees to it at { $unit }: { $what }
mail-waiting-subject-decision = A plan for you to decide on at { $unit }: { $what }
mail-waiting-subject-verification = To be verified at { $unit }: { $what }
mail-waiting-first-owner =
    { $count ->
        [one] A finding at { $unit } has had no owner for one working day. Please give it to somebody.
       *[other] A finding at { $unit } has had no owner for { $count } working days. Please give it to somebody.
    }
mail-waiting-first-decision =
    { $count ->
        [0] The repair of a finding at { $unit } is planned. Please decide on the plan.
        [one] The plan for a finding at { $unit } has waited for a decision for one working day. Please decide on it.
       *[other] The plan for a finding at { $unit } has waited for a decision for { $count } working days. Please decide on it.
    }
mail-waiting-first-verification =
    { $count ->
        [one] The actions of a finding at { $unit } have been done for one working day. Please look whether the fix holds.
       *[other] The actions of a finding at { $unit } have been done for { $count } working days. Please look whether the fix holds.
    }
mail-waiting-next-owner = Open it and hand it over:
mail-waiting-next-decision = Accept it, send it back, or take it one layer up:
mail-waiting-next-verification = Go and look, then close it or say what is missing:
mail-waiting-why-owner = You get this mail because you lead this unit.
mail-waiting-why-decision = You get this mail because you lead this unit, and the plan is not yours.
mail-waiting-why-verification = You get this mail because you audit here and owned none of the actions.
mail-handed-over-subject = Yours now: { $what }
mail-handed-over-first = { $by } handed a finding at { $unit } over to you. Please see to it.
mail-raised-first = { $by } raised a finding at { $unit }. It is yours: please see to it.
mail-raised-first-unnamed = Somebody raised a finding at { $unit } without a name. It is yours: please see to it.
mail-found-subject = { $count } findings for you at { $unit }
mail-found-first =
    { $count ->
        [one] An audit found something at { $unit }. It is yours: please see to it.
       *[other] An audit found { $count } things at { $unit }. They are yours: please see to them.
    }
mail-found-more =
    { $count ->
        [one] One more is on the page.
       *[other] { $count } more are on the page.
    }
mail-found-open = Open the findings
mail-found-why =
    { $count ->
        [one] You get this mail because the finding is yours.
       *[other] You get this mail because these findings are yours.
    }
mail-handed-over-why = You get this mail because the finding is yours now.
mail-reopened-subject = Open again: { $what }
mail-reopened-first = { $number } was closed, and the same was found again at { $unit }: the fix did not hold. Please look for the cause once more.
mail-reopened-as = Found again as:
mail-reopened-why = You get this mail because the finding is yours.
mail-critical-subject = Critical finding at { $unit }: { $what }
mail-critical-first = Please make sure today that nobody else is affected: a critical finding at { $unit }.
mail-critical-next = See what was done already, and what is next:
mail-critical-why = You get this mail because you lead this unit, and critical findings are told at once.
mail-audit-amended-subject = Changed by the auditor: { $title }, { $unit }
mail-audit-amended-first = The auditor corrected what you were told about “{ $title }” at { $unit }.
mail-audit-amended-withdrawn = Withdrawn: nothing is to be done.
mail-audit-amended-now = It says now:
mail-audit-amended-next = The audit, as it is now:
mail-audit-amended-why = You get this mail because you were told of the finding.
mail-word-said = { $from }:
mail-word-cause = Root cause:
mail-word-actions = The plan:
mail-word-action = ({ $owner }, due { $due })
mail-word-subject-sent-back = Please plan anew: { $what }
mail-word-first-sent-back = { $from } sent the plan back. Please improve the cause, or plan another action.
mail-word-next-sent-back = The page shows the plan:
mail-word-why-sent-back = You get this mail because you own this finding.
mail-word-subject-taken-up = A plan for you to decide on: { $what }
mail-word-first-taken-up = { $from } took the plan of a finding up to you. Please decide on it.
mail-word-next-taken-up = Accept the plan or send it back:
mail-word-why-taken-up = You get this mail because you lead this unit, and the plan was taken one layer up.
mail-word-subject-mentioned = A note for you: { $what }
mail-word-first-mentioned = { $from } wrote a note for you.
mail-word-next-mentioned = Answer with a note on the page:
mail-word-why-mentioned = You get this mail because { $from } picked you in a note.
mail-word-date-date-asked = Asked for:
mail-word-date-date-granted = New date:
mail-word-date-date-refused = Due:
mail-word-subject-date-asked = A later date is asked for, { $date }: { $what }
mail-word-first-date-asked = { $from } asks for a later date. Please grant it, or keep the present one.
mail-word-next-date-asked = Answer on the page:
mail-word-why-date-asked = You get this mail because you lead this unit.
mail-word-subject-date-granted = Granted, due { $date }: { $what }
mail-word-first-date-granted = { $from } granted the later date.
mail-word-next-date-granted = The page shows the new date:
mail-word-why-date-granted = You get this mail because you asked for a later date.
mail-word-subject-date-refused = The date stays, { $date }: { $what }
mail-word-first-date-refused = { $from } kept the due date.
mail-word-next-date-refused = The page shows the next step:
mail-word-why-date-refused = You get this mail because you asked for a later date.
mail-word-subject-paused = The clock stands still: { $what }
mail-word-first-paused = { $from } stopped the clock of a finding that is yours.
mail-word-next-paused = Until then nobody is reminded. The page shows the due date:
mail-word-why-paused = You get this mail because you own this finding.
mail-word-subject-resumed = The clock goes on: { $what }
mail-word-first-resumed = { $from } let the clock of a finding that is yours go on.
mail-word-next-resumed = The page shows the next step:
mail-word-why-resumed = You get this mail because you own this finding.
mail-word-subject-went-on = The clock goes on: { $what }
mail-word-first-went-on = The pause is over for which { $from } had stopped the clock of a finding that is yours. The clock goes on.
mail-word-next-went-on = The page shows the next step:
mail-word-why-went-on = You get this mail because you own this finding.
mail-clock-paused = The clock stands still up to the end of { $until } at the latest: { $reason } Due after that: { $due }
mail-clock-resumed = It was waited for this: { $reason } Due: { $due }
mail-clock-went-on = It was waited for this: { $reason } Due: { $due }
mail-sensitive-subject = Sensitive finding at { $unit }: { $what }
mail-sensitive-first = Please see to it today: a sensitive finding at { $unit }.
mail-sensitive-said = Somebody who audits there says that this is sensitive: it could soon harm people, property or the agency’s reputation, or a council member or the media raised it.
mail-sensitive-critical = It is critical, too: please make sure today that nobody else is affected.
mail-sensitive-next = See what was done already, and decide what is said about it:
mail-sensitive-why = You get this mail because you lead this unit or the agency, and sensitive findings are told at once.
mail-finding = Finding:
mail-where = Where:
mail-due = Due:
mail-was-due = Was due:
mail-owner = Owner:
mail-seen = What was seen:
mail-open-action = Open the action
mail-open-finding = Open the finding
mail-digest-subject =
    { $count ->
        [one] { $first }
       *[other] { $count } things for you, first: { $first }
    }
mail-digest-first =
    { $count ->
        [one] One thing for you today:
       *[other] { $count } things for you today, the most urgent first:
    }
mail-digest-why = You get this mail once a day, because you chose to get what can wait together. Change that here:
mail-digest-choices = How mail comes
mail-instead-of = For { $name }, who is away. You stand in.
mail-stand-in-subject =
    { $step ->
        [begins] You stand in for { $name } from { $from }
        [changed] Other days: you stand in for { $name } from { $from }
       *[over] You do not stand in for { $name } any more
    }
mail-stand-in-first =
    { $step ->
        [begins] { $name } will be away, and you stand in.
        [changed] { $name } is away on other days than before. You still stand in.
       *[over] You do not stand in for { $name } any more.
    }
mail-stand-in-from = First day:
mail-stand-in-until = Last day:
mail-stand-in-note = Note:
mail-stand-in-next =
    { $step ->
        [over] Audits you had for { $name } and have not started go back. What you started stays yours.
       *[other] On these days you get the audits and the mail of { $name }, and see the findings. What is to be done stands on your page for the day:
    }
mail-stand-in-why =
    { $step ->
        [over] You get this mail because you were named as stand-in.
       *[other] You get this mail because you are named as stand-in.
    }
mail-stand-in-link = Open today
mail-sent-by = Sent by Plumbline. Opening the link changes nothing by itself.

### mission

mission-title = Mission and goals
mission-lead = { $goals ->
        [one] One goal
       *[other] { $goals } goals
    }, watched by { $questions ->
        [0] no question yet
        [one] one question
       *[other] { $questions } questions
    }.
mission-statement-of = Mission statement of { $agency }
mission-goal-target = Target: { $target }% right the first time
mission-objectives = Objectives of { $goal }
mission-target = Target:
mission-goal-questions = { $count ->
        [0] No question watches it yet
        [one] One question watches it
       *[other] { $count } questions watch it
    }
mission-goal-findings = Findings that hold it back
mission-empty-title = No mission yet
mission-empty-text = The mission statement, its goals and their objectives appear here once quality staff have written or loaded them.
mission-empty-write-text = Begin with the statement: what is promised to the people served. Goals and objectives come after it.
mission-empty-goals-title = No goals yet
mission-empty-goals-text = Goals are the aims that together make the mission. Each has a code, so that questions can name it.
mission-title-of = Mission of { $unit }
mission-statement-edit = Write the statement
mission-statement-title = Mission statement of { $unit }
mission-statement-lead = What is promised to the people served, in a few sentences that everybody can remember.
mission-statement-hint = Say who is served, what they get and how they are treated.
mission-statement-saved = The mission statement is saved.
mission-goal-add = Add a goal
mission-goal-edit = Change the goal
mission-goal-new-title = New goal of { $unit }
mission-goal-edit-title = Change goal { $code }
mission-goal-added = The goal is added. Give it objectives, so that it shows when it is reached.
mission-goal-saved = The goal is saved.
mission-goal-of = Goal of { $unit }
mission-goal-what = What is promised
mission-goal-tie = Works towards
mission-goal-tied = Goals of departments that work towards it
mission-goal-rests = What it rests on
mission-goal-services = Services that work towards it
mission-goal-services-none = No service names an objective of this goal yet.
mission-goal-title-hint = A few words that start with a verb, for example: Welcome everyone.
mission-goal-text-hint = What people can count on, in one sentence.
mission-goal-target-said = { $target }% right the first time
mission-goal-target-label = Target: percent right the first time
mission-goal-target-hint = Of all answers to the questions that serve this goal, so many are to be right the first time. The place says where the goal stands in the list.
mission-goal-end-summary = End this goal
mission-goal-end-text = The goal leaves the mission, and no new question can name it. Questions, findings and goals that point at it keep it, and you can take it up again at any time.
mission-goal-end = End the goal
mission-goal-ended = The goal has ended. What points at it keeps it.
mission-goal-ended-note = This goal has ended. It stays here for the questions and findings that point at it.
mission-goal-resume = Take it up again
mission-goal-resumed = The goal is part of the mission again.
mission-ended = { $count ->
        [one] One goal that has ended
       *[other] { $count } goals that have ended
    }
mission-code-hint = Capital letters and a number. It is unique in the whole agency and never changes, because questions name the goal by it.
mission-tie-hint = The goal of the agency that this goal helps to reach.
mission-tie-blank = Choose a goal of the agency
mission-objectives-title = Objectives
mission-objectives-none = No objectives yet. An objective says how you know that the goal is reached.
mission-objective-add = Add an objective
mission-objective-edit = Change
mission-objective-new-title = New objective of { $code }
mission-objective-edit-title = Change objective { $code }
mission-objective-added = The objective is added.
mission-objective-saved = The objective is saved.
mission-objective-title-hint = What is true once it is reached, for example: Nobody waits unseen.
mission-measure-hint = What is counted, and of what: the share of visits in which the person was greeted within 3 minutes.
mission-objective-drop-summary = Take this objective away
mission-objective-drop-text = The objective goes. The history keeps its words.
mission-objective-drop-services = These services will no longer work towards it:
mission-objective-drop = Take it away
mission-objective-dropped = The objective is taken away. The history keeps its words.
mission-target-label = Target in words
mission-target-hint = As people read it, for example: 95%.
mission-aim-legend = The same target in parts
mission-aim-hint = With the parts, boards can compare what was reached with what was aimed at.
mission-aim = { $direction } { $value } { $unit }
mission-aim-percent = { $direction } { $value }%
mission-aim-period = { $aim }, each { $period }
mission-blank = Not said
mission-direction-at-least = At least
mission-direction-at-most = At most
mission-period-week = week
mission-period-month = month
mission-period-quarter = quarter
mission-period-year = year
mission-units = Missions of departments and offices
mission-unit = Unit
mission-unit-kind = Kind
mission-unit-has = Mission
mission-unit-goals = { $count ->
        [0] A statement, no goals yet
        [one] One goal
       *[other] { $count } goals
    }
mission-unit-none = None yet
mission-save = Save
mission-cancel = Cancel
mission-back = Back to the mission
mission-back-goal = Back to the goal

# what changed, field by field
mission-changes = History of changes
mission-changes-none = Nothing was changed yet.
mission-changes-more = Details
mission-change-from = Before:
mission-change-to = Now:
mission-change-gone = Taken away:
mission-list-and = ; { "" }
mission-fact-statement = Statement
mission-fact-code = Code
mission-fact-title = Title
mission-fact-text = What is promised
mission-fact-measure = Measure
mission-fact-target = Target
mission-fact-value = Number
mission-fact-unit = What it counts
mission-fact-direction = Direction
mission-fact-period = Judged each
mission-fact-position = Place in the list
mission-fact-tied-to = Tied to the goal of the agency
mission-fact-wording = Promise, as the public reads it
mission-fact-since = Since
mission-fact-until = Last day
mission-fact-name = Name
mission-fact-description = What people get
mission-fact-kept-by = Unit that answers for it
mission-fact-direct = Direct customers
mission-fact-stakeholder = Stakeholders
mission-fact-beneficiary = Beneficiaries
mission-fact-objectives = Objectives
mission-fact-promises = Promises
mission-fact-active = Part of the mission
mission-active-true = yes
mission-active-false = no

# two people wrote at once
mission-conflict = { $who } saved this while you were writing ({ INSIDE($when) }).
mission-conflict-next = Nothing is lost: your words are in the form below. Compare, then save what is right. Saving again replaces what is saved now.
mission-conflict-same = What is saved now says the same as your form.
mission-conflict-saved = Saved now:
mission-conflict-typed = You wrote:
mission-conflict-nothing = nothing

mission-no-words = Write something here.
mission-no-room = Write at most { $count } characters here.
mission-no-code = Write 1 to 4 capital letters and a number, for example G1 or PW1.
mission-no-code-free = { $code } is already a goal of { $unit }. A code is unique in the whole agency, ended goals included: choose another one.
mission-no-percent = Enter a whole number from 1 to 100.
mission-no-place = Enter a whole number from 1 to 999.
mission-no-tie = Choose the goal of the agency that this goal is tied to.
mission-no-tie-of = Goal { $code } belongs to a department: say with tied-to which goal of the agency it is tied to.
mission-no-tie-of-agency = Goals of the agency itself are tied to no other goal.
mission-no-such-tie = Choose a goal of the agency that has not ended.
mission-no-ended = This has ended. Take it up again before you change it.
mission-no-active = This has not ended: there is nothing to take up again.
mission-no-number = Enter a number of at most nine digits.
mission-no-value = Enter the number to reach.
mission-no-direction = Choose at least or at most.
mission-no-unit = This unit is not there any more. Choose another one.

# services
services-title = Services
services-lead = What the agency provides, to whom, and what it promises in public.
services-tabs = Provided or ended
services-tab-active = Provided
services-tab-ended = Ended
services-filter = Find services
services-search = Search
services-search-hint = Name or id
services-unit = Unit
services-unit-all = The whole agency
services-col-service = Service
services-col-promises = Charter promises
services-promises = { $count ->
        [0] None yet
        [one] One promise
       *[other] { $count } promises
    }
services-no-customers = Not said yet
services-previous = Previous
services-next = Next
services-file-service = Service
services-file-code = Id
services-file-unit = Answers for it
services-file-customers = Direct customers
services-file-promises = Promises
services-file-state = State
services-empty-title = No services yet
services-empty-text = A service is something the agency provides to someone. Add the first one, with whom it is for and what you promise.
services-empty-read-text = Services appear here once quality staff have written them.
services-empty-filtered-title = No service fits
services-empty-filtered-text = Try other words or another unit.
services-empty-ended-title = No service has ended
services-empty-ended-text = A service that is no longer provided is kept here.
services-clear = Show all
services-see-active = See what is provided
services-back = Back
service-new = Add a service
service-new-title = New service
service-edit = Change the service
service-edit-title = Change { $name }
service-added = The service is added.
service-saved = The service is saved.
service-what = What people get
service-kept-by = { $unit } answers for it
service-code-said = Id in files: { $code }
service-promises = Charter promises
service-promises-none = Nothing is promised in public yet.
service-promises-former = { $count ->
        [one] One former promise
       *[other] { $count } former promises
    }
service-promises-hint = A promise that gets other words or another target stays as a former promise; the new one begins today, or on the day you give. To take a promise back, give its last day.
service-promise-n = Promise { $n }
service-promise-new = New promise
service-promise-unmeasured = Not measured yet
service-wording-hint = Short, so that a resident can check it: In line under 15 minutes.
service-measure-hint = What is measured to see whether it is kept.
service-until-label = Last day, if it is taken back
service-groups = Whom it is for
service-groups-none = Not said yet
service-group-direct = Direct customers
service-group-stakeholder = Stakeholders
service-group-beneficiary = Beneficiaries
service-group-meaning-direct = They come to us and use the service.
service-group-meaning-stakeholder = They affect the service, or are affected by it, without using it.
service-group-meaning-beneficiary = They gain by it without being there.
service-rows-hint = One group a line. Empty lines are left out; empty a line to take a group away.
service-rows-more = Add more rows
service-rests = What it rests on
service-objectives = Objectives it works towards
service-objectives-legend = Tick the objectives that this service helps to reach
service-objectives-none = It works towards no objective yet.
service-objectives-nothing = There are no objectives yet. Add them to the goals of the mission.
service-processes = Processes that deliver it
service-processes-none = No process names this service yet.
service-name-hint = As residents say it, for example: Service at our counters.
service-description-hint = What people get, from whom and where, in a few sentences.
service-unit-blank = Choose a unit
service-code-label = Id in files
service-code-hint = Lower-case words with hyphens. It never changes. Leave it empty, and it is made from the name.
service-end-summary = End this service
service-end-text = The service leaves the list. Its promises, objectives and processes stay with it, and you can take it up again at any time.
service-end = End the service
service-ended = The service has ended.
service-ended-note = This service is no longer provided. It stays here for what points at it.
service-resume = Take it up again
service-resumed = The service is provided again.
service-no-unit = Choose the unit that answers for it.
service-no-date = Enter a day as year-month-day.
service-no-early-end = A promise cannot end before it begins, and a new wording cannot begin before the old one. Check the two days.
service-no-promise-words = This promise has been in force. To take it back, keep its words and give its last day.
service-no-more-rows = Keep to { $count } groups and { $count } promises.
service-no-code = Write lower-case words with hyphens, for example counter-service.
service-no-code-free = Another service has the id { $code }. Choose another one.
service-no-objective = A service works towards objective { $code }, which is not there. Correct the file, or add the objective to the mission.

history-mission-stated = stated the mission
history-mission-changed = changed the mission statement
history-goal-added = added the goal
history-goal-changed = changed the goal
history-goal-ended = ended the goal
history-goal-resumed = took the goal up again
history-objective-added = added the objective
history-objective-changed = changed the objective
history-objective-dropped = took the objective away
history-service-added = added the service
history-service-changed = changed the service
history-service-ended = ended the service
history-service-resumed = took the service up again
history-promise-added = made the promise
history-promise-changed = put a new promise in the place of a former one:
history-promise-corrected = corrected the promise
history-promise-ended = gave a last day to the promise
history-promise-dropped = took away, before it was in force, the promise

### manuals

manuals-title = Procedures manuals
manuals-lead = How the work is to be done. Every question of a checklist points at a clause of a manual.
manuals-column-manual = Manual
manuals-column-edition = Edition
manuals-column-clauses = Clauses
manuals-column-questions = Questions that check it
manuals-edition = Edition { $edition }
manuals-edition-since = Edition { $edition }, since { INSIDE($day) }
manuals-edition-lead-in-force = Edition { $edition }, in force since { $day }.
manuals-edition-lead-draft = Edition { $edition }, a draft. It comes into force on { $day }.
manuals-edition-lead-superseded = Edition { $edition }, in force from { $day } until the next edition.
manuals-state-in-force = in force
manuals-state-draft = draft
manuals-state-superseded = superseded
manuals-none-in-force = No edition is in force yet.
manuals-none-in-force-short = None in force yet
manuals-warning-draft = This edition does not bind anybody yet. Work by the edition in force.
manuals-warning-superseded = This edition is kept for the record. Work by the edition in force.
manuals-search = Search this manual
manuals-search-hint = Words or a number
manuals-found = { $count ->
        [0] No clause has these words.
        [one] One clause has these words.
       *[other] { $count } clauses have these words.
    }
manuals-show-all = Show the whole manual
manuals-chapters = Chapters
manuals-editions = Editions
manuals-clause-questions = { $count ->
        [one] One question checks this
       *[other] { $count } questions check this
    }
manuals-nothing-title = Nothing found
manuals-nothing-text = No clause has all of these words. Try fewer words, or only the start of a word.
manuals-no-edition-title = Not in force yet
manuals-no-edition-text = This manual has no edition in force. Editions to come are listed beside this.
manuals-file-manual = Manual
manuals-file-code = Id
manuals-file-edition = Edition in force
manuals-file-since = Since
manuals-file-clauses = Clauses
manuals-file-questions = Questions that check it
manuals-empty-title = No manuals yet
manuals-empty-text = Procedures manuals appear here, clause by clause, once quality staff have brought them in.
manuals-search-all = Search all manuals
manuals-hits = Clauses with these words
manuals-show-manuals = Show the manuals
manuals-more = More clauses
manuals-contents = Contents
manuals-all-editions = All editions
manuals-compare-before = See what changed
manuals-download = Download
manuals-edit = Edit
manuals-edit-draft = Edit the draft
manuals-write-next = Write the next edition
manuals-back-to-manual = Manual
manuals-editions-of = Editions of { $manual }
manuals-edition-in-state = Edition { $edition }, { $state }
manuals-column-state = State
manuals-column-first-day = First day
manuals-column-saved = Saved
manuals-column-more = More
manuals-badge-in-force = In force
manuals-badge-draft = Draft
manuals-badge-superseded = Superseded
manuals-by-program = Loaded by the program
manuals-first-day-of = First day of draft edition { $edition }
manuals-first-day-hint = From this day on, everybody works by it. It cannot be changed any more then.
manuals-first-day-save = Save the first day
manuals-first-day-done = Edition { $edition } comes into force on { $day }.
manuals-first-day-changed = Somebody else saved edition { $edition } meanwhile. Look at it, then choose the day again.
manual-no-first-day = Choose a day after today.
manual-no-first-day-text = The text of this draft has mistakes. Edit the draft first.
manuals-compare = Compare two editions
manuals-compare-title = From edition { $from } to edition { $to }
manuals-compare-from = From
manuals-compare-to = To
manuals-compare-button = Compare
manuals-changes = What changed
manuals-changes-none = Both editions say the same.
manuals-count-new = { $count ->
        [one] 1 new
       *[other] { $count } new
    }
manuals-count-changed = { $count ->
        [one] 1 with new words
       *[other] { $count } with new words
    }
manuals-count-renumbered = { $count ->
        [one] 1 with another number
       *[other] { $count } with another number
    }
manuals-count-gone = { $count ->
        [one] 1 gone
       *[other] { $count } gone
    }
manuals-count-same = { $count ->
        [one] 1 as before
       *[other] { $count } as before
    }
manuals-kept = { $count ->
        [one] 1 clause as before
       *[other] { $count } clauses as before
    }
manuals-what-new = New
manuals-what-gone = Gone
manuals-what-changed = New words
manuals-what-renumbered = Was { $number }, same words
manuals-words-new = Show its words
manuals-words-gone = Show the words that are gone
manuals-new-button = Import a manual
manuals-new-title = Import a manual
manuals-new-lead = Bring in a manual you have: headings become clauses. You see what it will be before anything is saved.
manuals-new-text = The text
manuals-new-file = File
manuals-new-file-hint = Markdown (.md) or Word (.docx), at most { $megabytes } MB and { $clauses } clauses.
manuals-new-source = Or paste the text
manuals-new-source-hint = Markdown: each line that begins with # is a heading.
manuals-new-which = Which manual it is
manuals-new-which-hint = A file you downloaded here says this itself. Then leave these empty.
manuals-new-manual = Manual
manuals-new-manual-new = A new manual
manuals-new-code = Code of a new manual
manuals-new-code-hint = 1 to 8 capital letters and digits, for example CS
manuals-new-name = Title of a new manual
manuals-new-name-hint = Empty: the title in the document
manuals-new-edition = Number of the edition
manuals-new-edition-hint = Empty: the next one
manuals-new-day = First day in force
manuals-new-day-hint = Needed unless the file says it. Until then it is a draft that can be changed.
manuals-new-preview = Show what it will be
manuals-new-was-read = The file was read. Its text stands below as Markdown: it need not be chosen again.
manuals-new-effect = Nothing is saved yet.
manuals-new-required = Choose a file, or paste a text.
manuals-new-no-day = Choose the first day this edition is in force.
manuals-new-no-manual = Choose the manual, or give the code of a new one.
manuals-new-bad-code = The code has 1 to 8 capital letters and digits, for example CS.
manuals-new-no-title = Give the new manual a title.
manuals-new-long-title = A title has at most 200 characters.
manuals-notice-windows = This text was not in UTF-8. It was read as Windows-1252: check letters with accents, dashes and quotation marks.
manuals-notice-preface = The text before the first clause now stands at the start of "{ $heading }".
manuals-notice-left-out = Left out: { $pictures ->
        [one] one picture,
       *[other] { $pictures } pictures,
    } { $footnotes ->
        [one] one footnote.
       *[other] { $footnotes } footnotes.
    }
manuals-draft-title = What it will be
manuals-draft-title-of = { $manual }, edition { $edition }
manuals-draft-lead = { $title }. A draft until it comes into force on { $day }.
manuals-draft-lead-now = { $title }. Its first day, { $day }, has come: once it is saved it is in force and cannot be changed any more.
manuals-draft-text = The text of the edition
manuals-draft-text-hint = The block on top names the manual. Each heading is a clause: # for each level, its number, its title, and in {"{"}#…{"}"} the key that stays the same in every edition.
manuals-draft-check = Check again
manuals-draft-save = Save as draft edition
manuals-draft-save-now = Save and bring into force
manuals-draft-save-mine = Save my text over theirs
manuals-draft-effect = Nothing is saved until you press save.
manuals-draft-over = Edition { $edition } is a draft already. Saving writes over it.
manuals-draft-changes = Compared with edition { $edition }
manuals-draft-changes-saved = Your text compared with the saved one
manuals-draft-clauses = The clauses
manuals-draft-bad-front = Check the number of the edition and its first day: a day from 1900 to 2199.
manuals-edit-fixed = Edition { $edition } has been in force and never changes. Write the next edition.
manuals-mistakes = What is wrong with the text
manuals-mistakes-count = { $count ->
        [one] The text has one mistake. Correct it and check again.
       *[other] The text has { $count } mistakes. Correct them and check again.
    }
manuals-mistake-line = Line { $line }
manuals-theirs = { $who } saved this draft meanwhile ({ INSIDE($when) })
manuals-theirs-hint = Both texts are here, yours further down. Take over into yours what you need, then save yours. Or leave this page, and theirs stays.
manuals-theirs-text = The text as it is saved
manuals-save-draft = Edition { $edition } is saved as a draft. It comes into force on { $day }.
manuals-save-in-force = Edition { $edition } is saved. Its first day is { $day }.
manuals-save-unchanged = Edition { $edition } has these words already. Nothing was changed.
manual-no-draft-changed = Somebody else saved edition { $edition } while you were writing. Nothing of yours is saved yet, and nothing is lost.
manual-no-edition-old = Edition { $edition } of { $manual } is older than one that has been in force. Give the new text edition number { $next }.
manual-no-import-word = This is not a Word file (.docx), whatever its name says. Open it, and save it as Word or as plain text.
manual-no-import-old-word = This is a Word file of the old kind, or one with a password. Open it in Word and save it as .docx without a password.
manual-no-import-damaged = This Word file is damaged. Open it in Word, save it again, and choose that file.
manual-no-import-bomb = This Word file unpacks to more than { $megabytes } MB. Divide it into several manuals.
manual-no-import-entries = This Word file has more than { $most } parts. Save it again in Word, or divide it.
manual-no-import-text = This is neither a text nor a Word file. Choose a .md or .docx file.
manual-no-import-headings = There is no heading, and each clause begins with one. In Word, use the styles Heading 1 to Heading 3; in Markdown, begin the line with #.
manual-no-import-clauses = { $count } headings make { $count } clauses; an edition has at most { $most }. Divide the manual.
manual-no-import-long = The text has more than { $kilobytes } KB. Divide it into several manuals.
manual-no-edition-fixed = Edition { $edition } of { $manual } has been in force and has other words. An edition in force never changes: give the new text edition number { $next }.

history-edition-loaded = saved a new edition
history-edition-redrafted = saved a draft edition with other words
history-edition-in-force = brought an edition into force
history-edition-superseded = replaced an edition by a newer one

### processes

processes-title = Processes
processes-lead = What is done to deliver the services: by whom, by which manual, and what audits it.
processes-new = New process
processes-filter = Filter processes
processes-search = Search processes
processes-search-hint = Words of the name
processes-unit = Carried out in
processes-unit-all = All units
processes-col-process = Process
processes-col-departments = Departments
processes-col-owner = Owner
processes-col-checklist = Checklist in use
processes-more = More processes
processes-nothing-title = No process found
processes-nothing-text = No process has these words there. Try fewer words or another unit.
processes-show-all = Show all processes
processes-file-process = Process
processes-file-code = Id
processes-file-departments = Departments
processes-file-owner = Owner
processes-file-checklist = Checklist
processes-empty-title = No processes yet
processes-empty-text = Write the first one: what is done, who carries it out, which services it delivers.
processes-empty-read-text = Processes appear here once quality staff have written them.

process-crosses = { $count ->
        [one] In one department
       *[other] Crosses { $count } departments
    }
process-back = Back
process-edit = Edit
process-trace = See where it leads
process-facts = About this process
process-code = Id in the files
process-field-name = Name
process-field-description = What is done
process-field-owner = Owner
process-field-manual = Procedures manual
process-field-units = Units that carry it out
process-field-services = Services it delivers
process-units = Who carries it out
process-units-whole = the whole department
process-unit-closed = closed
process-units-none = No unit yet
process-units-none-text = Nobody is named yet. Quality staff can add the units that carry this out.
process-services = What it delivers
process-service-ended = not provided any more
process-services-none-text = No service is named yet. A process without a service serves no promise.
process-checklist = What is looked at
process-checklist-none = None in use
process-checklist-none-text = No checklist audits this process yet.
process-checklist-draft = The checklist is a draft. No audit asks it yet.
process-version = Version { $version }
process-version-since = in use since { $date }
process-version-under-way = { $count ->
        [one] replaced; one audit that had begun keeps it
       *[other] replaced; { $count } audits that had begun keep it
    }
process-plans = Who audits it
process-plan-paused = Paused
process-plans-none = No plan of your units audits this process.
process-owner-none = No owner
process-owner-left = has left
process-manual-none = None named
process-history = History
process-history-none = Nothing was changed here yet.
process-new-title = New process
process-edit-title = Edit { $name }
process-form-what = What it is
process-form-where = Who carries it out
process-form-services = What it delivers
process-description-hint = A few sentences: where it begins, what is done, where it ends.
process-owner-hint = Who keeps the process and its checklist in order.
process-owner-blank = Nobody yet
process-manual-blank = No manual
process-units-hint = Units may lie in several departments. A unit stands for everything below it.
process-services-nothing = No services are written down yet. Add them under Services first.
process-save = Save process
process-cancel = Cancel
process-saved = The process is saved.
process-stale = Somebody else saved this process while you were writing. Nothing of yours is saved yet.
process-saved-by = Saved meanwhile by { $who }. Where it differs from your text, it says now:
process-saved-choose = Save again to put your text in its place, or change your text first.
process-saved-keep = Keep what is saved and leave mine
process-saved-nothing = nothing
process-no-name = Write a name.
process-no-long-name = Write a name of at most { $count } characters.
process-no-long-description = Write at most { $count } characters.
process-no-owner = Choose an owner from the list. This person is not there any more.
process-no-manual = Choose a manual from the list.
process-no-unit = Choose units from the list, each once. One of them is closed or not there any more.
process-no-service = Choose services from the list. One of them is not provided any more.
process-no-file-manual = The process { $process } names the manual { $manual }, which is not loaded. Load the manual first.
process-no-file-service = The process { $process } names the service { $service }, which is not loaded. Add it to mission.yaml.

history-process-added = added the process
history-process-changed = changed the process

### checklists

checklists-title = Checklists
checklists-lead = What audits ask, one checklist for each process.
checklists-filter = Find checklists
checklists-search = Search checklists
checklists-search-hint = Title or process
checklists-for-goal = Checklists with questions for goal { $goal }.
checklists-show-all = Show all checklists
checklists-column-checklist = Checklist
checklists-column-layers = Asked by
checklists-column-questions = Questions
checklists-column-version = Version
checklists-layer-questions = { $count ->
        [one] one question
       *[other] { $count } questions
    }
checklists-state-published = Version { $version } in use
checklists-state-draft = Draft
checklists-state-retired = Version { $version } retired
checklists-draft-waits = Draft { $version } waits
checklists-more = More checklists
checklists-nothing-title = Nothing found
checklists-nothing-text = No checklist fits. Try fewer words.
checklists-file-checklist = Checklist
checklists-file-code = Id
checklists-file-process = Process
checklists-file-layers = Layers
checklists-file-questions = Questions
checklists-file-version = Version
checklists-file-state = State
checklists-file-draft = Draft waiting
bank-file-question = Question
bank-file-code = Id
bank-file-checklist = Checklist
bank-file-look-for = Look for
bank-file-severity = Severity
bank-file-answer = Answer
bank-file-goal = Goal
bank-file-clause = Clause
bank-file-tags = Tags
reviews-file-question = Question
reviews-file-checklist = Checklist
reviews-file-clause = Clause
reviews-file-edition = Edition
reviews-file-from = In force from
reviews-file-what = What became of the clause
checklists-empty-title = No checklists yet
checklists-empty-text = A checklist says what an audit asks about one process. Quality staff write it as a file and bring it in here.

checklists-version-lead-published = Version { $version }, in use since { $day }. { $questions ->
        [one] One question.
       *[other] { $questions } questions.
    }
checklists-version-lead-draft = Draft of version { $version }, begun on { $day }. Nobody is asked by it yet.
checklists-version-lead-retired = Version { $version }, published on { $day } and replaced since.
checklists-file = As a checklist file
checklists-has-draft = A new version is being written.
checklists-see-draft = See what it changes
checklists-is-retired = This version is kept for the audits that asked it. A newer one is in use.
checklists-see-published = Go to the version in use
checklists-unresolved = Some questions point at a clause or a goal that does not exist (yet). The draft cannot be published until they do.
checklists-changes = Changes against version { $version }
checklists-count-added = { $count } added
checklists-count-changed = { $count } changed
checklists-count-removed = { $count } removed
checklists-count-same = { $count ->
        [0] no question stays the same
        [one] one question stays the same
       *[other] { $count } questions stay the same
    }
checklists-diff-added = Added
checklists-diff-changed = Changed
checklists-diff-removed = Removed
checklists-diff-whole = The whole checklist
checklists-questions = Questions
checklists-measure = Conforms when { $limits }
checklists-always-yes = Asked every time
checklists-always-no = Takes part in the draw
checklists-at-least = Asked at least every { $days } days
checklists-answer-conformance = Conforms or not
checklists-answer-text = In words, recorded and not judged
checklists-answer-date = A date
checklists-answer-days-ago = days ago
checklists-answer-days-ahead = days ahead
checklists-note-optional = Words only when nonconforming
checklists-note-required = Words with every answer
checklists-photo-never = No photos
checklists-photo-allowed = Photo allowed
checklists-photo-required = Photo needed when nonconforming
checklists-reaction = When it does not conform
checklists-no-such-clause = The clause in the file does not exist.
checklists-no-such-goal = The goal in the file does not exist.
checklists-part-title = Title
checklists-part-intro = Introduction
checklists-part-ask = Questions asked at layer { $number }
checklists-part-text = Question
checklists-part-look-for = Look for
checklists-part-why = Why
checklists-part-reaction = Reaction plan, step { $number }
checklists-part-clause = Manual
checklists-part-goal = Goal
checklists-part-section = Section
checklists-part-severity = Severity
checklists-part-answer = Answer
checklists-part-layers = Layers
checklists-part-always = How often
checklists-part-max-age = Days it may go unasked
checklists-part-photo = Photo
checklists-part-note = Words
checklists-part-tags = Tags
checklists-who-asks = Who asks, and how much
checklists-asks-all = { $count ->
        [one] one question
       *[other] all { $count } questions
    }, about { $minutes } min
checklists-asks-some = { $asks } of { $count } questions, about { $minutes } min
checklists-versions = Versions
checklists-version = Version { $version }
checklists-version-published = in use
checklists-version-draft = draft
checklists-version-retired = retired
checklists-by = by { $who }
checklists-published-by = published by { $who }
checklists-publish = Publish version { $version }
checklists-publish-reason = What changed and why, in one sentence
checklists-publish-reason-hint = Everybody who reads the list of versions sees this.
checklists-publish-confirm = I have read the changes
checklists-publish-confirm-required = Read the changes, then tick the box.
checklists-publish-button = Publish version { $version }
checklists-publish-effect = Audits that open from now on ask this version. Audits that are open or under way keep the one they have. A published version never changes; it can only be replaced.
checklists-publish-done = Version { $version } is in use now.

checklists-new-button = Bring in a file
checklists-new-title = Bring in a checklist
checklists-new-lead = Choose the file or paste its text. It is checked first and becomes a draft; nobody is asked by it until you publish it.
checklists-new-file = Checklist file (.yaml)
checklists-new-file-hint = When you choose a file, it takes the place of the text below.
checklists-new-source = Text of the file
checklists-new-source-hint = To change a checklist, get its file from the checklist's page, change it and bring it in again. Ids of questions stay as they are.
checklists-new-note = What is new, in one sentence
checklists-new-note-hint = It stands in the list of versions. You can change it when you publish.
checklists-too-long = Shorten this text to 1,000 characters.
checklists-new-check = Check and save as draft
checklists-new-required = Choose a file, or paste its text.
checklists-new-not-text = { $name } is not a text file. Save it as UTF-8 text and try again.
checklists-new-mistakes = { $count ->
        [one] The file has a mistake; it is shown with its line.
       *[other] The file has { $count } mistakes; each is shown with its line.
    }
checklists-new-unchanged = Nothing to do: this file is version { $version } already.
checklists-new-done = The file is saved as the draft of version { $version }.
checklists-mistakes = Mistakes in the file
checklists-mistake-place = Line { $line }, column { $column }:
checklists-mistake-source = Line { $line } of the file
checklists-mistake-hint = Hint: { $hint }

checklist-no-process-taken = The process { $process } has a checklist already: { $template }. There is one for each process.
checklist-no-other-process = The checklist { $template } is about the process { $process }. That never changes; a checklist for another process needs an id of its own.
checklist-no-draft = Version { $version } is published already.
checklist-no-reason = Say in a sentence what changed and why.
checklist-no-clause = No manual in force has these clauses: { $clauses }. Correct the file, or load the edition that has them.
checklist-no-goal = The mission does not have these goals: { $goals }. Correct the file, or add them to the mission.

lint-vague = “{ $word }” can mean something else to everybody, so two auditors give two answers. { $kind ->
        [right] Right by which rule?
        [enough] How much is that?
        [good] Who is to judge, and by what?
        [soon] By when?
        [often] How often is that?
        [manner] What would you see or hear?
        [state] What would be there, and what not?
        [clear] For whom, and how would you know?
       *[some] How many, and which?
    }
lint-vague-better = { $kind ->
        [right] Instead of “{ $word }”, name what you can see: the fields that are filled in, the date, the stamp, the page of the manual it agrees with.
        [enough] Instead of “{ $word }”, give the number: how many, how long, how far at least or at most.
        [good] Instead of “{ $word }”, name the one sign that shows it, such as what the visitor leaves with.
        [soon] Instead of “{ $word }”, give the time: within 3 minutes, by 11:00, on the same day.
        [often] Instead of “{ $word }”, say when: each day, before opening, after every 10th visitor.
        [manner] Instead of “{ $word }”, name an act: looks up, says hello within 10 seconds, uses the name the person gave.
        [state] Instead of “{ $word }”, name what is there or is not: no papers on the desk, the edition of this year.
        [clear] Instead of “{ $word }”, name a test: it can be read from the line; a visitor finds it in ten seconds.
       *[some] Instead of “{ $word }”, give a number, or list what belongs to it.
    }
lint-two-questions = { $joint ->
        [mark] There are two questions here.
       *[other] “{ $joint }” joins two questions.
    } When one is true and the other is not, nobody knows what to answer, and the figures cannot say which of the two failed.
lint-two-questions-better = Ask them one by one: “{ $first }” and “{ $second }”
lint-two-questions-split = Make a question of each part, and keep the one that matters most if there is no room for both.
lint-negation = With “{ $word }” in the question, “yes” and “no” are easily mixed up, and a finding may come from a slip.
lint-negation-better = Ask for what should be there or be done instead, so that yes means it conforms.
lint-yes-is-bad = With “{ $word }”, a yes means that something is wrong. Here yes always means that the work conforms, and a hurried auditor taps the wrong answer.
lint-yes-is-bad-better = Turn it round: ask for what should be there instead of “{ $word }”.
lint-wording-better = Ask “{ $wording }”
lint-not-yes-no = A question that begins with “{ $word }” cannot be answered with conforms or not.
lint-not-yes-no-better = Begin with Is, Does, Did or Was, and put in what you expect; or choose a measured value, a list, a date or a text as its answer.
lint-no-criterion = Nothing says what to look at, so each auditor decides for themselves what counts.
lint-no-criterion-better = Name what can be seen, heard or counted: where to stand, which paper to take, what has to be on it, what does not count.
lint-no-clause = No clause of a manual says how this is done. People who fail it cannot look up what was expected.
lint-no-clause-better = Choose the clause it checks. If there is none, the manual may lack it, or the question may ask for something nobody agreed on.
lint-no-goal = It serves no goal of the mission, so nobody sees why it matters.
lint-no-goal-better = Choose the goal it serves. If it serves none, think about leaving it out.
lint-no-reaction = Nothing says what to do at once when it does not conform.
lint-no-reaction-better = Write two or three steps: help the person who is there, find what got in the way, look at the places next to it.
lint-no-why = Nothing says why it is asked. People answer with more care when they know whom it helps.
lint-no-why-better = Add one sentence: what happens to whom when this fails.
lint-no-question-mark = There is no question mark, so it may read as an order.
lint-no-question-mark-better = Turn it into a question: “Is …?”, “Did …?”, “How many …?”
lint-too-long = { $count } words are too many to read at the counter; { $most } are enough.
lint-too-long-better = Keep what is asked, and move examples and exceptions to “Look for”, or leave them out.
lint-grade = It reads at school grade { $grade }. Plain words end at grade 8, and people read this standing up, with somebody waiting.
lint-grade-better = Use shorter sentences and everyday words. Start by replacing “{ $word }”.
lint-grade-shorter = Use shorter sentences, with one thing in each.
lint-one-sided = Every answer of the list is nonconforming, so each audit would raise a finding.
lint-one-sided-better = Take the mark “Does not conform” away from the answers that are as they should be, or add one that is.
lint-too-many = Layer { $layer } is asked { $count } questions. After { $most } people stop looking and start ticking.
lint-too-many-better = Ask at most { $most } at a time and let the draw take turns, or leave out what never fails.
lint-too-long-time = An audit of layer { $layer } takes about { $count } minutes. Over { $most }, it is put off or rushed on a busy day.
lint-too-long-time-better = Ask fewer questions at a time and let the draw take turns, or measure fewer things by hand.
lint-layer-four = Layer { $layer } is asked { $count } questions. The board has time for { $most }.
lint-layer-four-better = Keep the { $most } that tell whether the promise is kept and whether the layers below do their audits.
lint-pass-one-thing = Asks one thing
lint-pass-yes-conforms = Yes means it conforms
lint-pass-plain-words = Plain words, grade { $grade }

import-title = Bring in a check sheet
import-limits = Up to { $mb } MB, { $rows } rows and { $questions } questions.
import-lead = A check sheet you have as a spreadsheet becomes a draft in three steps: choose the file, say what each column holds, make the draft. Nothing is saved before the last step.
import-file = Check sheet (.xlsx or .csv)
import-file-hint = One row for each question, with the question in a column of its own. Headings such as “Check item”, “Why”, “Reaction plan” and “Standard” are recognized.
import-read = Read the file
import-no-file = Choose a file first.
import-other-way = Is it a checklist file (.yaml)? Bring in a checklist file
import-from-sheet = Is it a spreadsheet? Bring in a check sheet
import-columns-title = What does each column hold?
import-columns-lead = From { $name }. Look at the columns and at the questions they make, then make the draft. Nothing is saved yet.
import-notes = About the file
import-note-windows = The text was not UTF-8, so it was read in the older encoding of Windows. Look whether letters such as é and ñ are right.
import-note-formulas = These cells hold a formula without a value and were read as empty: { $cells }. Open the file in your spreadsheet program, save it and bring it in again.
import-note-left-out = Sheet “{ $name }” was left out. { $why }
import-sheet = Sheet
import-header = Row with the headings
import-header-hint = As your spreadsheet counts rows. Leave it empty if there are none.
import-columns = Columns
import-column = Column { $number }
import-column-empty = Leave out
import-column-label = { $label } holds
import-about = About the checklist
import-field-title = Title
import-field-template = Id
import-field-template-hint = Small letters, digits and hyphens, such as walk-in-counter. It never changes.
import-field-target = What it is for
import-target-new = A new process
import-target-process = The process “{ $name }”, which has no checklist yet
import-target-template = A new version of the checklist “{ $name }”
import-field-process = Name of the new process
import-field-process-hint = Only for a new process.
import-field-manual = Manual that the clauses are in
import-field-manual-hint = For clauses such as 4.3 that name no manual.
import-manual-none = None
import-field-severity = Severity where the sheet names none
import-field-layers = Layers that ask, where the sheet names none
import-field-layers-hint = Such as 1, 2.
import-check = Check again
import-make = Make the draft
import-result = What it makes
import-counted = { $questions ->
        [0] No question
        [one] One question
       *[other] { $questions } questions
    } in { $sections ->
        [one] one section
       *[other] { $sections } sections
    }. { $wrong ->
        [0] Every row could be read.
        [one] One mistake has to be put right first.
       *[other] { $wrong } mistakes have to be put right first.
    }
import-warnings = { $count ->
        [0] The linter has nothing against them.
        [one] There is one piece of advice worth following before you publish.
       *[other] There are { $count } pieces of advice worth following before you publish.
    }
import-wrong = Rows to put right
import-wrong-lead = Change them in your spreadsheet and bring it in again, or take another column above.
import-wrong-more = { $count ->
        [one] And one more.
       *[other] And { $count } more.
    }
import-place-sheet = The sheet
import-place-row = Row { $row }
import-place = Row { $row }, { $column }
import-questions = Questions
import-question-row = Row { $row }
import-question-id = Id { $id }
import-question-fine = No advice
import-question-advice = { $count ->
        [one] One piece of advice
       *[other] { $count } pieces of advice
    }
import-whole = About the whole checklist
import-layers = Layers { $layers }
import-steps = { $count ->
        [one] one step
       *[other] { $count } steps
    }
import-section = Questions
import-note = Brought in from { $name }
import-done = The check sheet is the draft of version { $version } now. Nobody is asked by it until you publish it.
import-no-title = Give the checklist a title.
import-title-too-long = Shorten the title to 200 characters.
import-no-id = Write the id with small letters, digits and single hyphens, such as walk-in-counter.
import-no-process = Give the new process a name with letters from a to z, of at most 200 characters.
import-no-layers = Name the layers that ask, such as 1, 2.
import-no-new-id = A checklist with this id is there already. Choose another id, or choose “A new version of the checklist” above.
import-no-second-draft = Somebody began a draft of this checklist. Publish it or give it up first.
import-no-header = Write the number of a row from 1 to { $rows }, or leave it empty.
import-look-again = The columns were read anew, because the sheet or the row of the headings is another one. Look at them, then make the draft.
import-no-question-column = Say which column holds the question.
import-column-twice = Two columns are “{ $name }”. Choose one of them and leave the other out.
import-rows-wrong = { $count ->
        [one] One mistake in the rows has to be put right first; it is listed below.
       *[other] { $count } mistakes in the rows have to be put right first; they are listed below.
    }
import-mistake = The checklist cannot be written: { $mistake }.
import-clause-missing = No manual in force has clause { $clause }. The draft can be made, but not published before the clause is there.
import-goal-missing = The mission has no goal { $goal }. The draft can be made, but not published before the goal is there.
import-export = As an Excel file
import-export-csv = As a CSV file

sheet-empty = The file is empty. Choose the one with your questions.
sheet-too-large = The file is larger than { $most } MB. Take out pictures and other sheets, or divide it.
sheet-not-a-sheet = This is no spreadsheet that can be read. Save it as .xlsx or .csv and try again.
sheet-old-or-locked = This workbook is in the format of before 2007 or has a password. Save it as .xlsx without a password and try again.
sheet-template = This is a checklist file, not a spreadsheet. Use “Bring in a checklist file” below.
sheet-damaged = The workbook is damaged and cannot be opened. Open it in your spreadsheet program, save it again as .xlsx and try once more.
sheet-unpacks = The workbook unpacks to more than { $most } MB. Take out pictures and other sheets.
sheet-too-many-parts = The workbook is made of more than { $most } parts. Copy the sheet with your questions into a new workbook.
sheet-too-many-rows = There are more than { $most } rows. Divide the sheet, or delete the rows that are no questions.
sheet-too-many-columns = There are more than { $most } columns. Delete those that are no part of the questions.
sheet-long-cell = Row { $row } has a cell with more than { $most } characters. Shorten it.
sheet-too-much-text = There are more than { $most } KB of text. Divide the sheet.

sheet-row-no-text = Several cells are filled, but not the question. Write the question, or clear the row. A row with a single cell is read as a heading.
sheet-row-id = “{ $value }” is no id. Write small letters, digits and single hyphens, such as wait-time, or leave it empty.
sheet-row-id-twice = The id { $value } stands in an earlier row already. Give this question another one.
sheet-row-clause = “{ $value }” is not the number of a clause. Write it like 4.3, or CS 4.3 with its manual.
sheet-row-goal = “{ $value }” is not the code of a goal. Write it like G1, or G1.2 for an objective.
sheet-row-severity = “{ $value }” is no severity. Write critical, major or minor.
sheet-row-layers = “{ $value }” does not name layers. Write their numbers from 1 to 9, such as 1, 2.
sheet-row-answer = “{ $value }” is no kind of answer. Write conformance, measure, choice, date or text.
sheet-row-number = “{ $value }” is not a number. Write it like 15 or 2.5, and what is counted into the column of the unit.
sheet-row-no-unit = There is a limit, but nothing says what is counted. Write the unit, such as minutes.
sheet-row-no-limit = A measured value needs a limit. Write the lowest or the highest value that conforms.
sheet-row-limits = With { $value }, the lowest value is above the highest, so nothing could conform.
sheet-row-choices = There { $value ->
        [one] is one answer
       *[other] are { $value } answers
    } in the list. Write from 2 to 12, each in a line of its own.
sheet-row-always = “{ $value }” is neither yes nor no.
sheet-row-max-age = “{ $value }” is no number of days. Write a number from 1 to 3650, or weekly, monthly, quarterly, yearly.
sheet-row-photo = “{ $value }” is no rule for photos. Write never, allowed or required.
sheet-row-note = “{ $value }” is no rule for words. Write optional or required.
sheet-row-tags = There are { $value } tags. Keep at most 8.
sheet-row-steps = The reaction plan has { $value } steps. Keep at most 4, or put two into one.
sheet-row-too-many = There are { $value } questions; a checklist takes at most 200. Divide it into checklists of several processes.
sheet-row-nothing = No row has a question. Look at which column holds it, and at the row of the headings.

sheet-field-section = Section
sheet-field-id = Id
sheet-field-text = Question
sheet-field-look-for = Look for
sheet-field-why = Why
sheet-field-clause = Clause
sheet-field-goal = Goal
sheet-field-severity = Severity
sheet-field-answer = Answer
sheet-field-unit = Unit
sheet-field-min = Min
sheet-field-max = Max
sheet-field-choices = Choices
sheet-field-layers = Layers
sheet-field-always = Always asked
sheet-field-max-age = Max age (days)
sheet-field-photo = Photo
sheet-field-note = Note
sheet-field-tags = Tags
sheet-field-reaction = Reaction plan

## The editor, the question bank, clauses that changed

checklists-saved = Saved
checklists-unsaved = Not saved yet
checklists-compare-with = Compare with version { $version }
checklists-try = Try it
checklists-review-publish = Review and publish
checklists-locked = This draft will be published on { $day }. Until then it cannot be changed.
checklists-locked-see = See the draft, or take the day off it
checklists-language = Language of the words
language-en = English
language-es = Spanish
checklists-head = About this checklist
checklists-head-edit = Change title, intro and number of questions
checklists-field-title = Title
checklists-field-intro = What the auditor reads first
checklists-field-intro-hint = One or two sentences: where to start, what to have at hand.
checklists-field-manual = Procedures manual
checklists-no-manual = No manual
checklists-field-ask = Questions asked at each layer
checklists-field-ask-hint = Empty: all of them. With a number, the others are drawn by risk, and each comes up in its turn.
checklists-ask-of = { $layer }: of { $count ->
    [one] 1 question
   *[other] { $count } questions
}
checklists-ask-wrong = Write a whole number from 1 to 200, or leave it empty to ask all questions.
checklists-save = Save
checklists-done = Done
checklists-questions-from-to = Questions { $from }–{ $to }
checklists-section-more = Change this section
checklists-section-title = Section title
checklists-rename = Rename
checklists-section-up = Move section up
checklists-section-down = Move section down
checklists-section-required = Write a title for the section, 120 characters at most.
checklists-up = Move question { $number } up
checklists-down = Move question { $number } down
checklists-copy = Copy this question
checklists-warnings = { $count ->
    [one] 1 warning
   *[other] { $count } warnings
}
checklists-add = Add a question
checklists-from-bank = From the question bank
checklists-add-own = Write a new one
checklists-add-to = Section
checklists-add-new-section = A new section
checklists-add-section = Title of the new section
checklists-add-button = Add question
checklists-discard = Give this draft up
checklists-discard-text = The draft goes into the list of old versions; you can take it up again from there. What is published stays as it is.
checklists-discard-yes = Yes, give it up
checklists-discard-button = Give the draft up
checklists-discard-confirm = Tick the box to give the draft up.
checklists-discarded = Draft { $version } is given up. You find it among the versions.
checklists-preview = What auditors see
checklists-preview-none = Open a question to see it as it stands on the phone.
checklists-used = { $plans ->
    [0] No plan uses this checklist yet.
    [one] Used by 1 plan at { $units ->
        [one] 1 unit
       *[other] { $units } units
    }.
   *[other] Used by { $plans } plans at { $units ->
        [one] 1 unit
       *[other] { $units } units
    }.
}
checklists-field-text = Question
checklists-field-text-hint = One thing that can be seen. Yes means that the work conforms.
checklists-field-look-for = Look for
checklists-field-look-for-hint = Where to look, and from when on it counts as conforming.
checklists-field-why = Why we ask
checklists-field-why-hint = What it means for the person served.
checklists-field-clause = Clause of the manual
checklists-field-goal = Goal it serves
checklists-choose-clause = No clause
checklists-choose-goal = No goal
checklists-field-steps = What to do when it does not conform
checklists-field-steps-hint = Up to 4 steps: help the person first, find what got in the way, look whether there is more of it.
checklists-field-step = Step
checklists-field-step-n = Step { $n }
checklists-field-kind = How it is answered
checklists-kind-conformance = Conforms or not
checklists-kind-measure = A measured value
checklists-kind-choice = One of a list
checklists-kind-date = A date
checklists-kind-text = Free text, recorded only
checklists-field-unit = Unit
checklists-field-unit-hint = minutes, people, forms
checklists-field-min = At least
checklists-field-max = At most
checklists-unit-required = Write what is counted, for example minutes.
checklists-limit-wrong = Write a number, for example 15 or 2.5.
checklists-limits-required = Write at least one limit: without one nothing could be nonconforming.
checklists-limits-crossed = The lower limit is above the upper one. Change one of them.
checklists-field-choices = Answers to choose from
checklists-field-choices-hint = One a line. When none is marked, the answer is recorded and not judged. Save to get more lines.
checklists-field-choice = Answer
checklists-field-choice-n = Answer { $n }
checklists-field-bad = Does not conform
checklists-choices-required = Write at least two answers to choose from.
checklists-field-ago = At most this many days ago
checklists-field-ahead = At least this many days ahead
checklists-days-wrong = Write a whole number of days, 0 to 3650.
checklists-field-severity = Severity
checklists-field-photo = Photo
checklists-field-layer = Layers that ask it
checklists-layers-required = Choose at least one layer that asks this question.
checklists-rules = Rules
checklists-field-always = Ask it every time
checklists-field-always-hint = Otherwise it is drawn by risk. Critical questions are always asked.
checklists-field-note = Ask for words with every answer
checklists-field-max-age = Days it may go unasked
checklists-field-max-age-hint = After that it is asked, whatever is drawn.
checklists-max-age-wrong = Write a whole number of days, 1 to 3650.
checklists-field-tags = Tags
checklists-field-tags-hint = Words for the question bank, with commas between them.
checklists-tags-wrong = Write at most 8 tags of plain letters and digits, for example: greeting, lobby.
checklists-field-base = Version
checklists-question-required = Write the question.
checklists-title-required = Write a title.
checklists-title-long = The title is too long: 120 characters at most.
checklists-nothing = (nothing)
checklists-remove = Remove this question
checklists-remove-text = It leaves this draft. Answers and findings it had stay, and audits under way still ask it.
checklists-remove-button = Remove it
checklists-conflict = Somebody else saved other words meanwhile
checklists-conflict-text = Nothing of yours is lost: it stands in the form below. This is what they saved where it differs:
checklists-conflict-mine = Keep mine
checklists-conflict-theirs = Take theirs
checklist-edit-gone = The question { $question } is not in the draft any more: somebody removed it.
checklist-edit-changed = Somebody else changed this meanwhile. Look at both and choose.
checklist-edit-last = A checklist has at least one question. Add another one before you remove this one.
checklist-edit-too-many = A checklist holds at most { $most } questions.
checklist-no-scheduled = This draft will be published on { $day } and cannot be changed until then. Take the day off it first.
checklist-no-such-day = Choose a day from tomorrow on, within a year.
checklist-nothing-published = Nothing of this checklist is published.
checklist-in-use = { $count ->
    [one] 1 plan still asks this checklist. End it first.
   *[other] { $count } plans still ask this checklist. End them first.
}

checklists-import = Import from Excel or CSV
checklists-blank-title = New checklist
checklists-blank-lead = A title, the process it looks at, and one question. The editor opens with it.
checklists-blank-process = Process
checklists-blank-process-hint = Each process has one checklist; those that have one already are not listed.
checklists-blank-new-process = A new process
checklists-blank-process-name = Name of the new process
checklists-blank-first = The first question
checklists-blank-button = Make the draft
checklists-process-required = Choose a process, or write the name of a new one.
checklists-bank = Question bank
checklists-bank-title = Question bank
checklists-bank-lead = Every question that is in use. Find one that works, and copy it into your checklist.
checklists-bank-to = Questions you can copy into “{ $title }”.
checklists-bank-back = Back to the draft
checklists-bank-filter = Find questions
checklists-bank-search = Search questions
checklists-bank-all-tags = All tags
checklists-bank-add = Copy into the draft
checklists-bank-none = No question matches
checklists-bank-none-text = Try fewer words or another tag.
checklists-bank-empty = No questions yet
checklists-bank-empty-text = As soon as a checklist is published, its questions are found here.
checklists-bank-drafts = Copy questions into a draft

checklists-reviews = Changed clauses
checklists-reviews-title = Questions whose clause changed
checklists-reviews-lead = { $count ->
    [0] Every question says what its clause says.
    [one] 1 question cites a clause that changed or went. Does it still ask the right thing?
   *[other] { $count } questions cite a clause that changed or went. Do they still ask the right thing?
}
checklists-reviews-none = Nothing to look at
checklists-reviews-none-text = When a clause changes or goes in a new edition, the questions that cite it stand here.
checklists-clause-changed = Clause changed
checklists-clause-gone = Clause gone
checklists-clause-gone-text = The newest edition does not have this clause any more. Point the question at another one, or take it out.
checklists-clause-from = Edition { $edition } changes it from { $day } on.
checklists-clause-since = Changed by edition { $edition }, in force since { $day }.
checklists-review-note = Why does the question stay as it is?
checklists-review-note-hint = One sentence; it is kept in the history.
checklists-review-note-required = Write why the question stays as it is.
checklists-review-stays = It still asks the right thing
checklists-review-edit = Change the checklist
checklists-review-done = Noted. The question stays as it is.
checklists-reviews-here = { $count ->
    [one] 1 question of this checklist cites a clause that changed.
   *[other] { $count } questions of this checklist cite a clause that changed.
}
checklists-reviews-look = Look at them

checklists-edit = Edit
checklists-edit-draft = Go on editing
checklists-restore = Take it up as a new draft
checklists-restore-replaces = This replaces the draft there is now.
checklists-restore-confirm = Replace the draft
checklists-advice = Before you publish
checklists-advice-none = The checks found nothing. Well asked.
checklists-advice-some = None of this stops you. Each makes the answers more alike, whoever audits.
checklists-in-use = Where it is used
checklists-impact = What publishing touches
checklists-impact-ahead = { $count ->
    [0] No audit is waiting to open.
    [one] 1 audit that has not opened yet will ask the new version.
   *[other] { $count } audits that have not opened yet will ask the new version.
}
checklists-impact-open = { $count ->
    [0] No audit is open now.
    [one] 1 audit is open now and keeps the questions it has.
   *[other] { $count } audits are open now and keep the questions they have.
}
checklists-impact-plan = { $units ->
    [one] 1 unit
   *[other] { $units } units
}
checklists-impact-empty = asks nothing at this layer
checklists-publish-on = Use from
checklists-publish-on-hint = Empty: at once. With a day: from its first hour on; until then the draft cannot be changed.
checklists-scheduled = This draft will be published on { $day }.
checklists-unschedule = Take the day off it
checklists-schedule-done = Draft { $version } will be published on { $day }.
checklists-unschedule-done = Draft { $version } can be changed again.
checklists-retire = Retire this checklist
checklists-retire-text = No audits of it are made any more. Answers and findings stay. You can take it up again later.
checklists-retire-why = Why is it not needed any more?
checklists-retire-button = Retire
checklists-retired = The checklist is retired.
checklists-paper = Paper sheet
history-template-discarded = gave a draft up
history-template-scheduled = set a day for publishing
history-template-unscheduled = took the day off a draft
history-template-retired = retired the checklist
history-template-reviewed = looked at a question whose clause changed
mail-clause-changed-subject = Clauses changed: { $title }
mail-clause-changed-first = Edition { $edition } of the manual, in force from { $from }, changes clauses that “{ $title }” cites.
mail-clause-changed-next = Please look at these questions: do they still ask the right thing?
mail-clause-fate-changed = changed
mail-clause-fate-gone = gone
mail-open-reviews = Look at the questions
mail-clause-changed-why = You get this mail because you keep this checklist.
mail-not-published-subject = Not published: { $title }, version { $version }
mail-not-published-first = Draft { $version } of “{ $title }” was to be published today, and could not be.
mail-not-published-next = Change the draft and publish it again.
mail-open-draft = Open the draft
mail-not-published-why = You get this mail because you set the day, or keep this checklist.
history-template-drafted = brought in a draft
history-template-published = published a version

desk-mail-lead-failed =
    { $count ->
        [one] One mail could not be delivered. Look at what the mail server said, then send it again.
       *[other] { $count } mails could not be delivered. Look at what the mail server said, then send them again.
    }
desk-mail-lead-stopped =
    { $count ->
        [one] One mail waits, because the mail server does not know its address. Correct the address of the person, or start it again.
       *[other] { $count } mails wait, because the mail server does not know their addresses. Correct the addresses of the people, or start them again.
    }
desk-mail-tabs = State of the mails
desk-mail-file-subject = Subject
desk-mail-file-recipient = Recipient
desk-mail-file-composed = Written
desk-mail-file-state = State
desk-mail-file-attempts = Tries
desk-mail-file-error = Last error
desk-mail-tab-all = All
desk-mail-tab-waiting = Waiting
desk-mail-tab-sent = Sent
desk-mail-tab-failed = Not delivered
desk-mail-tab-stopped = Stopped
desk-mail-filter = Filter mails
desk-mail-search-hint = Name, address or subject
desk-mail-subject = Mail
desk-mail-composed = Written
desk-mail-sent = Sent
desk-mail-next = Next try
desk-mail-tries = Tries
desk-mail-error = The mail server said
desk-mail-id = Message-ID
desk-mail-what = What became of it
desk-mail-text = Text
desk-mail-secret = One-time links are cut short here: only the recipient may use them.
desk-mail-state-waiting = Waiting
desk-mail-state-sent = Sent
desk-mail-state-failed = Not delivered
desk-mail-state-stopped = Stopped
desk-mail-send-again = Send again
desk-mail-start = Start this address again
desk-mail-again = It is tried again within a minute.
desk-mail-not-failed = This mail was not given up: it waits or has left.
desk-mail-empty-title = No mail here
desk-mail-empty-text = Reminders, invitations and digests are listed here as soon as they are written.
desk-mail-empty-filtered-title = No mail fits
desk-mail-empty-filtered-text = Try fewer letters, or another state.
desk-jobs-title = Timed jobs
desk-jobs-lead =
    { $count ->
        [0] Everything runs as planned.
        [one] One job fails. It is tried again by itself; what went wrong stands beside it.
       *[other] { $count } jobs fail. They are tried again by themselves; what went wrong stands beside them.
    }
desk-jobs-empty-title = Nothing ran yet
desk-jobs-empty-text = The server looks every few seconds what is due.
desk-job = Job
desk-job-last = Last ended well
desk-job-next = Next
desk-job-never = Not yet
desk-job-well = Well
desk-job-failing =
    { $count ->
        [one] Failed once
       *[other] Failed { $count } times
    }
desk-job-plan = Makes the audits of the coming two weeks
desk-job-remind = Reminds of due audits, actions and findings; ends missed audits
desk-job-stand-ins = Gives audits to stand-ins, and back
desk-job-chase = Tells who a finding, a plan or a repair waits for
desk-job-links = Sends one-time links to people without an account
desk-job-checklists = Publishes checklists on their day
desk-job-editions = Brings editions of manuals into force on their first day
desk-job-forget = Forgets old sessions and used links
desk-job-digest = Writes the one mail a day of those who wish it
desk-job-mail = Hands mail to the mail server
desk-job-figures = Sums what was counted, for figures of long periods
desk-job-seal = Seals the day's history


### paper
paper-back = Back
paper-layers = Sheets for each layer
paper-layer = Layer { $number }, { $name }
paper-print = Print
paper-hint = A4 or Letter. Fill it in by hand, and enter the answers when the network is back.
paper-version = Version { $version }
paper-questions =
    { $count ->
        [one] 1 question
       *[other] { $count } questions
    }
paper-code = Scan to open today's audit
paper-code-audit = Scan to open this audit
paper-unit = Unit
paper-date = Date
paper-auditor = Auditor
paper-time = From, to
paper-asks = The audit asks { $asks } of these { $count } questions. Which ones is drawn when it is started. Answer what you can.
paper-words = In words
paper-nonconforming = nonconforming
paper-react = When it does not conform:
paper-note = What did you see, and what was done about it?
paper-note-required = What did you see? This question needs words with every answer.
paper-photo = A photo is needed when it does not conform.
paper-end = Please leave out names. Enter the answers as soon as you can, and keep this sheet until they are sent.
paper-no-layer = No question of this version is asked at this layer. Go back to the checklist and choose another layer.

### audits

audit-event-title = Audit: { $title }, { $unit }
audit-event-title-who = { $who }: { $title }, { $unit }
audit-event-title-nobody = Nobody yet: { $title }, { $unit }
audit-event-layer = Layer { $number }: { $name }
audit-event-due =
    { $grace ->
        [0] Due { $due }.
       *[other] Due { $due }. Late, it can be sent until { $closes }.
    }

answers-file-title = Answers as one file
answers-file-lead = One row for each answer of the audits that were sent, for your own analyses. The file names nobody and holds none of the words people typed.
answers-file-filter = What the file holds
answers-file-of-process = Process
answers-file-all-processes = All processes
answers-file-download = Download the answers (CSV)
answers-file-columns = The columns
answers-file-column = Column
answers-file-meaning = What it says
answers-file-format = UTF-8 with a comma between cells; dates are written 2026-06-09; yes is 1 and no is 0. Names of columns and codes are the same in every language. New columns come at the end.
answers-file-date = The day the audit counts on: the local date its window opened
answers-file-submitted-at = When the audit was done, on the clock of its office
answers-file-unit = The office that was audited
answers-file-unit-path = The office with all units above it, the highest first
answers-file-process = Code of the process
answers-file-process-name = Name of the process
answers-file-checklist = Code of the checklist
answers-file-version = Number of the checklist’s version that was asked
answers-file-layer = The layer that audited: 1 is nearest to the counter
answers-file-question = Code of the question in its checklist; the same in every version
answers-file-question-text = The question as it was asked
answers-file-kind = What is asked for: conformance, measure, choice, date or text
answers-file-result = conforms, nonconforming, corrected (on the spot), not_applicable or recorded (kept, not judged)
answers-file-value = The measured value, the number of the choice, or the date; what was typed as text is left out
answers-file-value-unit = Unit of the measured value
answers-file-severity = How serious a failure of the question is: critical, major or minor
answers-file-findings = Numbers of the findings the answer raised, with a space between; those that were withdrawn are left out
answers-file-finding-severity = The gravest of these findings, which may have been raised since
answers-file-repeat = 1 when one of them was found again within the days your agency sets
answers-file-late = 1 when the audit was done after its due time
answers-file-arrived-later = 1 when the audit was done in time and arrived later
answers-file-from-paper = 1 when the audit was entered from paper
answers-file-amended = 1 when the audit was changed within five minutes after it was sent; the row says what holds
answers-file-asked = How many questions the audit asked
answers-file-audit-id = The audit, the same in every file
answers-file-question-id = The question, the same in every file and version
audits-file-audit = Audit
audits-file-unit = Unit
audits-file-layer = Layer
audits-file-date = Date
audits-file-due = Due
audits-file-done = Done
audits-file-who = Auditor
audits-file-standing = Standing
audits-file-arrived-later = Arrived later
audits-file-reason = Reason
audits-file-asked = Questions asked
audits-file-conforms = Conforming
audits-file-nonconforming = Nonconforming
audits-file-corrected = Corrected on the spot
audits-file-not-applicable = Not applicable
audits-file-findings = Findings
audits-answers = Answers as one file, for analysts
audits-title = Audits
audits-lead =
    { $open ->
        [0] No audit is open now.
        [one] One audit is open now.
       *[other] { $open } audits are open now.
    } { $late ->
        [0] None is late.
        [one] One is late.
       *[other] { $late } are late.
    }
audits-filter = Filter audits
audits-search = Search audits
audits-search-hint = Words of the checklist
audits-state = State
audits-state-all = All states
audits-unit = Unit
audits-unit-all = All units
audits-process = Process
audits-process-all = All processes
audits-layer = Layer
audits-layer-all = All layers
audits-person = Person
audits-person-all = Everybody
audits-count =
    { $count ->
        [0] No audit fits.
        [one] One audit fits.
       *[other] { $count } audits fit.
    }
audits-days-on = Shown are audits that began on { $date }.
audits-days-between = Shown are audits that began from { $from } to { $to }.
audits-days-since = Shown are audits that began on { $from } or later.
audits-days-until = Shown are audits that began on { $to } or earlier.
audits-of-goal = Only audits of checklists that ask about one goal are shown.
audits-of-objective = Only audits of processes that work towards one objective are shown.
audits-of-promise = Only audits of processes that deliver one promise are shown.
audits-partly = Of this unit you see only what lies in your units or is yours.
audits-clear = Clear filters
audits-col-audit = Audit
audits-col-due = Due
audits-col-who = Who
audits-col-standing = State
audits-col-result = Result
audits-empty-filtered-title = Nothing fits these filters
audits-empty-filtered-text = Try other words or another unit, or show every audit.
audits-empty-title = No audit has opened yet
audits-empty-text = An audit comes here when its time begins. What it found stays here.
audits-go-today = Go to Today
audits-matching-several = These audits of the checklist are yours today. Choose the one you filled in.
audits-matching-others = None of today's audits of this checklist is yours. These are open at your units.
audits-matching-none = No audit of this checklist is open for you today.
audits-matching-none-title = Nothing to fill in
audits-matching-none-text = Perhaps it was sent already, or it opens on another day. What you wrote on paper is not lost: ask your manager where it goes.
audits-matching-list = See all audits of this checklist
audits-matching-incomplete = The address of this page is not complete. Scan the code on the sheet again, or open the audit from Today.
audit-state-scheduled = Not started
audit-state-in-progress = In progress
audit-state-late = Late, still possible
audit-state-submitted = Submitted
audit-state-on-time = Submitted in time
audit-state-sent-late = Submitted late
audit-state-missed = Missed
audit-state-expected = Submitted or missed
audit-state-excused = Excused
audit-nobody = Not assigned
audit-result =
    { $of ->
        [0] Nothing could be judged
       *[other] { $conforms } of { $of } conform
    }
audit-share = { $part } of { $of }
audit-findings-count =
    { $count ->
        [one] 1 finding
       *[other] { $count } findings
    }

# before the start
audit-late-until = Late. It can be sent until { INSIDE($closes) }
audit-begin-title = Ready when you are
audit-questions = Questions
audit-questions-text =
    { $count ->
        [one] About 1 question, { $minutes } min.
       *[other] About { $count } questions, { $minutes } min.
    }
audit-begin-instead-of = You do this audit for { $name }, who is away.
audit-begin-anybody = Nobody has this audit yet. Whoever starts it does it.
audit-begin-promise = Each answer is saved as you give it. You can stop and come back until it closes.
audit-start = Start the audit
audit-paper = Print on paper
audit-last = Last time
audit-last-none = This is the first audit of its kind here.
audit-last-nothing = Nothing was found.

# the checklist
audit-back = Back to Today
audit-answered = Answered
audit-version = Checklist
audit-version-n = Version { $n }
audit-question-n = Question { $n } of { $all }
audit-look-for = Look for:
audit-why = Why it matters:
audit-more = More about this question
audit-why-today = Why today:
audit-goal = Goal:
audit-manual = Manual:
audit-chosen-always = It is asked every time.
audit-chosen-critical = It is asked every time: a failure here is critical.
audit-chosen-age =
    { $days ->
        [one] Not asked here for one day; it may wait { $most }.
       *[other] Not asked here for { $days } days; it may wait { $most }.
    }
audit-chosen-never = Never asked here before.
audit-chosen-failed-here =
    { $count ->
        [one] It failed here once lately, on { $on }.
        [2] It failed here twice lately, last on { $on }.
       *[other] It failed here { $count } times lately, last on { $on }.
    }
audit-chosen-failed =
    { $count ->
        [one] It failed elsewhere once lately, on { $on }.
        [2] It failed elsewhere twice lately, last on { $on }.
       *[other] It failed elsewhere { $count } times lately, last on { $on }.
    }
audit-chosen-risk = It failed here or elsewhere lately.
audit-chosen-lot = Drawn by lot, so that every question has its turn.
audit-chosen-lot-chance = Drawn by lot, with a chance of 1 in { $of }.
audit-chosen-lot-likely = Drawn by lot; its chance was good.
audit-chosen-all = This layer asks all of its questions.
audit-recent =
    { $count ->
        [one] Found here once in the last { $days } days.
       *[other] Found here { $count } times in the last { $days } days.
    }
anonymous-badge = Answers without a name
anonymous-lead = You can answer this without your name. It takes some minutes.
anonymous-lead-done = You have answered. Thank you.
anonymous-lead-scheduled = It can be answered from { INSIDE($opens) } on.
anonymous-lead-open = Whoever holds the layer’s role here can answer now, without a name.
anonymous-lead-over = It is over. What was said is told in groups.
anonymous-promise = Nobody can see who answered what: not your manager, not an administrator. It is kept that you took part, so that nobody answers twice, and apart from that what was said, without person, office or time. An office’s completion shows whether anybody there took part. Answers are told together, from { $least } people on.
anonymous-words-promise = Your words are shown as you write them. Leave out names and whatever tells who you are.
anonymous-words = In your words
anonymous-once = It is sent once and cannot be changed. You can answer until { INSIDE($closes) }.
anonymous-send = Send without my name
anonymous-thanks = Thank you. Your answers have arrived without your name.
anonymous-how = How this is kept apart from you
anonymous-results = What was said so far
reverse-facts = What is known: { $layer }
reverse-fact-done = Their last audit here was on { $on }, and was done.
reverse-fact-missed = Their last audit here was on { $on }, and was missed.
reverse-fact-none = They have audited nothing here so far.
reverse-fact-share = In the last { $days } days { $part } of their { $whole } audits here were done.
reverse-fact-findings =
    { $count ->
        [0] Every finding here has been answered; { $late ->
            [0] none is past its date.
            [one] one is past its date.
           *[other] { $late } are past their date.
        }
        [one] One finding here has not been answered yet; { $late ->
            [0] none is past its date.
            [one] one is past its date.
           *[other] { $late } are past their date.
        }
       *[other] { $count } findings here have not been answered yet; { $late ->
            [0] none is past its date.
            [one] one is past its date.
           *[other] { $late } are past their date.
        }
    }
audit-recent-last = Last:
audit-value = Measured value
audit-limits = Conforms: { $limits }.
audit-limits-between = { $low } to { $high } { $unit }
audit-limits-low = at least { $low } { $unit }
audit-limits-high = at most { $high } { $unit }
audit-date = Date
audit-date-ago =
    { $days ->
        [0] today or later
        [one] within the last day
       *[other] within the last { $days } days
    }
audit-date-ahead =
    { $days ->
        [0] today or later
        [one] at least 1 day ahead
       *[other] at least { $days } days ahead
    }
audit-date-both = { $ago } and { $ahead }
audit-text = Your answer
audit-text-hint = It is recorded as you write it and counted in no figure. Please leave out names.
audit-recorded-only = It is recorded and counted in no figure.
audit-value-means = How the answer counts
audit-as-measured = As measured
audit-as-entered = As entered
audit-react = What to do now
audit-repeat = It was found here lately. Sent again, it is marked as a repeat finding.
audit-seen = What did you see?
audit-seen-hint = Facts: what, where, when. No names of visitors or colleagues.
audit-also = Something else here, too?
audit-also-hint = Each further thing becomes a finding of its own, with its own number. Leave it blank if there was nothing else.
audit-also-n = Thing { $n }
audit-also-seen = What else did you see? (thing { $n })
audit-also-done = What was done about thing { $n }?
audit-also-room = Save, and make room for one more
audit-sensitive = This is sensitive
audit-sensitive-hint = It could soon harm people, property or the agency’s reputation, or a council member or the media raised it. Managers and directors are told at once.
audit-note-hint = This question needs words with every answer, also when it conforms. Facts: what, where, when. No names of visitors or colleagues.
audit-done = What was done about it?
audit-done-hint = What you or somebody else put right on the spot.
audit-photo-hint = No faces and no documents with personal details.
audit-photo-hint-required = A photo is needed here. No faces and no documents with personal details.
audit-save = Save
audit-save-later = Save and come back later
audit-saved = Saved. You can go on until the audit closes.
audit-send = Send answers
audit-missing-answer = Question { $n }: choose an answer.
audit-missing-value = Question { $n }: enter the measured value, or choose Not applicable.
audit-missing-given = Question { $n }: give an answer, or choose Not applicable.
audit-missing-seen = Question { $n }: write down what you saw.
audit-missing-note = Question { $n }: write down what you saw. This question needs words with every answer.
audit-missing-done = Question { $n }: write down what was done about it.
audit-missing-photo = Question { $n }: add a photo.
audit-missing-seen-too = Question { $n }, thing { $thing }: write down what you saw.
audit-missing-done-too = Question { $n }, thing { $thing }: write down what was done about it.
audit-no-too-much-seen = One answer takes { $most } things that were seen. Please put the rest together.
audit-thanks =
    Thank you. { $of ->
        [0] Nothing could be judged;
       *[other] { $conforms } of { $of } conform;
    } { $count ->
        [0] nothing was found.
        [one] 1 finding was raised: { $numbers }.
       *[other] { $count } findings were raised: { $numbers }.
    }
audit-contested = Question { $n }: another answer was saved meanwhile, on another device or in another window. Choose which one counts.
audit-other = Which answer counts?
audit-other-saved = Saved elsewhere:
audit-keep-saved = The one saved elsewhere
audit-keep-mine = The one on this page, below
audit-amend-no-not-sent = This audit was not sent yet: its answers are changed in the checklist.
audit-amend-no-not-yours = Only whoever sent this audit can change its answers.
audit-amend-no-too-late = The { $minutes } minutes are over: these answers stay as they were sent. Nothing of what you typed below was taken. Write a note at the finding, or talk to whoever has it.
audit-amend-no-from-paper = This audit came from paper: its answers are not changed here.
audit-amend-no-from-below = This audit looks at a duty of a layer above: its answers are not changed here.
audit-amend-worked-on = Question { $n }: somebody works on { $number } already, so this answer is not changed here. { $owner ->
        [nobody] Ask whoever leads the unit.
       *[other] Ask { $owner }.
    }
audit-amend-link = Change your answers (until { $until })
audit-next-title = What happens next
audit-next-now = Now
audit-next-by = By { INSIDE($date) }
audit-next-later = After that
audit-next-told = Told at once: { $who }.
audit-next-corrected = { $count ->
        [one] What you put right is recorded and closed. Found again within { $days ->
            [one] one day
           *[other] { $days } days
        }, it is marked as a repeat.
       *[other] { $count } things that were put right are recorded and closed. Found again within { $days ->
            [one] one day
           *[other] { $days } days
        }, they are marked as repeats.
    }
audit-next-decides = { $owner } finds the cause and decides what changes: { $numbers }.
audit-next-decides-nobody = Nobody has { $numbers } yet. Whoever leads the unit is told, and decides what changes.
audit-next-watch = When it is repaired, the question comes back in the next three audits, also of other people, to see whether the repair holds.
audit-next-nothing = Nothing has to be done. Your answers count from now on.
audit-finding-has = { $owner } has it, due { INSIDE($due) }
audit-finding-has-nobody = Nobody has it yet, due { INSIDE($due) }
audit-took = How long it took: { $minutes ->
        [0] less than a minute
        [one] 1 minute
       *[other] { $minutes } minutes
    } from start to end
audit-took-text = Facts as the device told them. Nobody is graded by them, and a phone that was put away counts, too.
audit-took-question = Question { $n }: { $what }
audit-took-seconds = { $seconds ->
        [1] 1 second
       *[other] { $seconds } seconds
    }
audit-took-nth = answered as number { $nth }
audit-took-changes = changed { $count } times
audit-took-pasted = { $count ->
        [one] 1 letter pasted
       *[other] { $count } letters pasted
    }
audit-recorded-facts = We record how long an audit took and in which order questions were answered.
audit-recorded-facts-more = Nobody is graded by it. For each question the device notes how long it was open, how often its answer changed and whether text was pasted. You see it on the audit’s page after sending, and so do those who lead there: it helps to make checklists shorter and to talk about audits that were done in a hurry. What is unusual beside your own audits and those of others is told there as a reason for a talk, in the same words to you and to whoever leads you, and to nobody else.
audit-talk = Reasons for a talk
audit-talk-text = Reasons for a talk, never a verdict: nothing follows from them, and there may be a good one for each. Whoever did this audit and whoever leads them see this, in the same words; nobody else does.
audit-hint-faster-than-usual =
    { $value ->
        [one] 1 second a question.
       *[other] { $value } seconds a question.
    } In the same person’s { $audits } audits of this checklist in the { $days } days before, the median is { $usual } seconds.
audit-hint-faster-than-peers =
    { $value ->
        [one] 1 second a question.
       *[other] { $value } seconds a question.
    } In others’ { $audits } audits of this checklist in the { $days } days before, the median is { $usual } seconds.
audit-hint-straight-line = { $value } questions in a row have the same answer. By how others answer them, fewer than 1 in 100 audits have a row as long; { $usual } is usual.
audit-hint-batch = { $value } audits were finished within ten minutes, this one among them. At half of the usual time { $usual } would fit.
audit-hint-last-minutes = Done in the last tenth of its window, as { $value } of the same person’s { $audits } audits of this checklist in { $days } days; of others’ { $usual }.
audit-hint-copied-notes = A note of this audit stands in the same letters in { $value } audits of the same person in { $days } days.
audit-hint-nothing-found = { $value } answers of the same person to these questions in { $days } days, and nothing found; of others’ answers { $usual } failed. By chance that comes about in fewer than 1 in 100 cases.
audit-amend-title = Change your answers
audit-amend-until = You can change what you sent until { INSIDE($until) }. Findings keep their numbers, and the history keeps what you said before.
audit-amend-over = The time for changes is over.
audit-amend-send = Send the changes
audit-amend-back = Leave it as it is
audit-amended = Your changes are in. The history keeps what you said before.
audit-amended-nothing = Nothing was changed: this is what you sent before.
audit-sent-before = This audit was sent before, with other answers. What you see here is what counts.
audit-other-keeper = These answers belong to somebody else, who has to sign in on this device to send them.
audit-no-contested = { $count ->
    [one] Another answer to one question was saved meanwhile, on another device. Open the audit and choose which one counts.
   *[other] Other answers to { $count } questions were saved meanwhile, on another device. Open the audit and choose which ones count.
  }
audit-no-photos-yet = { $count ->
    [one] A photo has not arrived yet. It is sent again.
   *[other] { $count } photos have not arrived yet. They are sent again.
  }

# what came of it, or where it stands
audit-lead-submitted =
    { $of ->
        [0] Nothing could be judged.
       *[other] { $conforms } of { $of } conform.
    } { $count ->
        [0] Nothing was found.
        [one] 1 finding was raised.
       *[other] { $count } findings were raised.
    }
audit-lead-scheduled = It opens { INSIDE($opens) } and is due { INSIDE($due) }.
audit-lead-open = { $who } does this audit. Due: { $due }.
audit-lead-nobody = Nobody has this audit yet. Due: { $due }.
audit-lead-in-progress = { $who } is at it: { $done } of { $all } answered.
audit-lead-missed = Nobody sent it until { INSIDE($closes) }.
audit-lead-excused = The unit was closed, so this audit was not expected.
audit-on-time = On time
audit-not-on-time = Late
audit-counts = How it counts
audit-first-time = First-time conformance: { $share }
audit-first-time-how = Answers that conform, of all that could be judged. What was corrected on the spot counts as not conforming the first time.
audit-count-conforms =
    { $count ->
        [one] 1 conforms
       *[other] { $count } conform
    }
audit-count-nonconforming = { $count } nonconforming
audit-count-corrected = { $count } corrected on the spot
audit-count-not-applicable = { $count } not applicable
audit-count-recorded = { $count } recorded
audit-recorded-how = What nothing judges is recorded as it was given, and counted in no figure.
audit-findings = What was found
audit-findings-next = Each finding has an owner and a due date. The question comes back in the next audits, also of other layers, to see if the fix holds.
audit-answers =
    { $count ->
        [one] 1 answer
       *[other] { $count } answers
    }
audit-measured = Measured: { $value }.
audit-given = Answer:
audit-done-told = Done on the spot:
audit-steps-told = Done at once:
audit-standing-scheduled = Not open yet
audit-standing-scheduled-text = It can be started when it opens. Its questions are chosen then, so that nobody knows them before.
audit-standing-open = Open
audit-standing-open-text = What comes of it appears here as soon as it is sent.
audit-standing-in-progress = Under way
audit-standing-in-progress-text = What comes of it appears here as soon as it is sent.
audit-standing-late = Past its due time
audit-standing-late-text = It can still be sent until it closes. Ask if something is in the way.
audit-standing-missed = It was missed
audit-standing-missed-text = That happens. A missed audit stays missed, and nobody can fill it in later. The next layer up is told, to ask what was in the way.
audit-standing-excused = Not expected
audit-standing-excused-text = A closed unit has nothing to audit. This audit is left out of every figure.
audit-reason = The reason:
audit-rail = More about this audit
audit-facts = Who and when
audit-opens = Opens
audit-closes = Closes
audit-arrived = Arrived
audit-device = On the device
audit-receipt = Receipt
audit-next = Next: { $title }
audit-next-due = Due: { $due }

# why it cannot be done
audit-no-not-open-yet = This audit is not open yet. Come back when it opens.
audit-no-over = This audit has closed. Nobody can fill it in any more.
audit-no-submitted = This audit was sent already. Its answers do not change any more.
audit-no-started = This audit was started already, so it stays with whoever started it.
audit-no-excused = The unit was closed, so this audit is not expected.
audit-no-not-yours = This audit belongs to somebody else. You can look at it, but not answer it.
today-away = You are away until { $until }. { $name } stands in for you.
today-away-alone = You are away until { $until }. Nobody stands in for you.
today-away-change = Change this
today-stands-in = You stand in for { $name } until { $until }.
today-takes = To be taken
today-takes-say = Nobody has these yet. Whoever takes one first has it.
today-take = I take it
today-answer = Answer
audit-instead-of = for { $name }
audit-no-taken = Somebody else took this audit a moment ago. There is nothing left to do here.
audit-no-not-started = Start the audit first.
audit-no-unknown-question = This question is not one of this audit. Reload the page.
audit-no-incomplete =
    { $count ->
        [one] One answer still needs something.
       *[other] { $count } answers still need something.
    }
audit-no-anonymous = Answers of this audit are without a name: it is given to nobody and started by nobody.
audit-no-took-part = You have answered this audit already. Thank you.
audit-no-questions = This checklist has no question for this layer. Tell quality staff.
audit-no-photo-here = No photo goes with this question, because people or their papers would be on it.
audit-photo-taken-back = This photo was taken back after it had been sent. Take it again if it belongs here.
audit-no-more-photos = This audit has as many photos as it can hold. Remove one first.

# one-time links
audit-link-for = This one-time link is for { $person }. It opens this audit, without an account.
audit-link-where = Where
audit-link-until = Works until
audit-link-binds = When you begin, the link belongs to this device. Stop and come back here as often as you like, until you have sent the answers.
audit-link-begin = Begin on this device
audit-link-not-open = This audit is not open yet. Open the link again when it is.
audit-link-closed = Nothing opens here
audit-link-no-unknown = This link is not known. Copy all of it from the mail, or ask for a new one.
audit-link-no-revoked = This link was withdrawn. If you got a newer mail, use the link there. Otherwise ask whoever plans your audits.
audit-link-no-expired = The time of this link is over. If you still want to help, ask whoever plans your audits.
audit-link-no-elsewhere = This link is being used on another device. Go on there. If that is not you, or you want to change devices, ask whoever plans your audits for a new link.
audit-link-no-sent = This link was used, and the answers were sent. Nothing is left to do.
audit-link-no-not-yours = This audit was given to somebody else. Nothing is left for you to do.
audit-link-no-nobody = Nobody has this audit yet. Give it to somebody first, then send the link.
audit-link-no-left = Whoever has this audit has left. Give it to somebody else first.
audit-link-no-done = This audit is over, so no link is needed any more.
audit-no-not-leading = Links are sent by those who lead the auditor, and by whoever plans.
audit-saved-by-link = Saved. Come back to this page on this device until the audit closes.
audit-link-sent-title = Your answers have arrived
audit-link-thanks = Thank you, { $person }. You will hear what became of it from those you work with.
audit-link-close = You can close this page. On this device the link keeps showing this receipt.
audit-link-over-title = This audit is over
audit-link-over = It closed before answers were sent. If you did it in time, on paper, tell whoever plans your audits: it can be entered for some days.
audit-link-title = One-time link
audit-link-lead = A link by mail opens this audit for { $who } without an account, and nothing else, on the first device that begins.
audit-link-send = Send a one-time link
audit-link-send-new = Send a new link
audit-link-send-new-note = A new link ends the one before. Answers that were saved stay.
audit-link-revoke = Withdraw the link
audit-link-sent = The link is on its way.
audit-link-revoked = The link opens nothing any more.
audit-link-state-sent = Sent to { $who }, { INSIDE($at) }. Not begun yet; it works until { INSIDE($until) }.
audit-link-state-begun = { $who } began by the link, { INSIDE($at) }.
audit-link-state-ended = The link to { $who } ended { INSIDE($at) } without being used.
audit-link-state-revoked = The link to { $who } was withdrawn, { INSIDE($at) }.
audit-link-elsewhere =
    { $count ->
        [one] Opened elsewhere 1 time, { INSIDE($at) }. It showed nothing there.
       *[other] Opened elsewhere { $count } times, the last time { INSIDE($at) }. It showed nothing there.
    }
audit-by-link = { $what } (by one-time link)

# handing over
audit-hand-over = Hand over
audit-reassign = Give to somebody else
audit-assignment-back = Back to the audit
audit-assignment-lead = { $who } has this audit.
audit-assignment-lead-nobody = Nobody has this audit yet.
audit-assignment-title = Give it to somebody else
audit-assignment-to = Who does it?
audit-assignment-near = People who hold the same role here or nearby.
audit-assignment-anybody = Anybody who holds the role here
audit-assignment-word = A word with it
audit-assignment-word-hint = It goes into the mail and stays with the audit.
audit-assignment-next = Whoever gets it is told by mail.
audit-assignment-started = The audit was started. The answers stay, and somebody else goes on with them.
audit-assignment-give = Hand over
audit-assignment-missing = Choose who does it.
audit-assignment-nobody = Nobody else holds this role here or nearby. Ask an administrator to give somebody the role, or ask your manager.
audit-handed-over = { $who } has the audit now, and is told by mail.
audit-handed-back = Anybody who holds the role here can take it now. They are told by mail.
audit-hand-no-not-yours = This audit belongs to somebody else. Whoever has it can hand it over, and so can their manager.
audit-hand-no-started = You started this audit, so it stays with you. If you cannot go on, ask your manager to give it to somebody.
audit-hand-no-started-by-nobody = The audit was started. Choose who goes on with it.
audit-hand-no-over = This audit has closed, so nobody can take it any more.
audit-hand-no-not-holder = This person does not hold the role here or nearby. Choose one of the list.
audit-hand-no-nobody-else = Nobody else holds the role here. Choose a person, or ask your manager.
audit-hand-no-same = That is who has it already. Choose somebody else.
audit-hand-no-word =
    { $count ->
       *[other] Use { $count } characters at most.
    }

# submitted, arrived later
audit-late-no-window = That is outside the time in which this audit was open, so it stays missed.
audit-late-no-days =
    { $count ->
        [one] This audit closed more than 1 day ago. It stays missed.
       *[other] This audit closed more than { $count } days ago. It stays missed.
    }
audit-late-no-start = This audit was not started before it closed, so it stays missed. If it was done on paper, enter it from its page.
audit-late-no-end = This audit is still open. Enter the answers in the checklist itself.
audit-late-no-holder = This person did not hold the role here. Choose who did the audit.
audit-arrived-later = Arrived later
audit-done-at = Done
audit-from-paper = From paper
audit-entered-by = Entered by
audit-clock = Its clock
audit-clock-ahead = { $minutes } min ahead. The times here are corrected.
audit-clock-behind = { $minutes } min behind. The times here are corrected.
audit-paper-enter-text = Was it done in time, on paper? Then it can be entered until { INSIDE($until) }, and counts as done when it was.
audit-paper-enter = Enter it from paper
audit-paper-band = From paper: nothing is saved before it is sent.
audit-paper-text = It was open from { INSIDE($opens) } to { INSIDE($closes) }. What was written on paper then can be entered until { INSIDE($until) }.
audit-paper-when = When it was done
audit-paper-who = { $who } did it.
audit-paper-date = Date
audit-paper-time = Time
audit-paper-time-hint = When the last question was answered, by the clock of the unit.
audit-paper-by = Who did it?
audit-paper-by-choose = Choose a person
audit-paper-send = Send answers
audit-paper-no-date = Enter the date it was done.
audit-paper-no-time = Enter the time it was done.
audit-paper-no-person = Choose who did the audit.

# a version tried out
trial-band = Trial: nothing is recorded.
trial-text = Answer as an auditor would. No audit, no answer and no finding comes of it, and no photo is asked for.
trial-layers = Layers
trial-layer = Layer { $number }, { $name }
trial-asks =
    { $asks ->
        [one] 1 question
       *[other] { $asks } questions
    } of { $of }, about { $minutes } min.
trial-draw = Draw again
trial-finish = Show the result
trial-back = Back to the checklist
trial-back-draft = Back to the draft
trial-result = What it would have come to
trial-lead =
    { $of ->
        [0] Nothing could be judged.
       *[other] { $conforms } of { $of } conform ({ $percent }%).
    } { $count ->
        [0] No finding would be raised.
        [one] 1 finding would be raised.
       *[other] { $count } findings would be raised.
    }
trial-missing = It could not be sent like this: the answers named above still need something.
trial-complete = It could be sent like this.
trial-minutes =
    { $minutes ->
        [one] Reading and looking takes about 1 minute.
       *[other] Reading and looking takes about { $minutes } minutes.
    }
trial-no-answer = No answer
trial-finding =
    { $days ->
        [one] A finding, due in 1 working day.
       *[other] A finding, due in { $days } working days.
    }
trial-finding-corrected = A finding that is closed at once.
trial-again = Try again
trial-questions = The questions
trial-no-layer = No question of this version is asked at this layer. Go back to the checklist and choose another layer.

history-audit-scheduled = planned this audit
history-audit-assigned = gave it to somebody else
history-audit-stood-in = gave it to somebody else, because the auditor is away
history-audit-given-back = gave it back, because the auditor is here
history-audit-started = started it
history-audit-started-without-network = started it, without a network
history-audit-prepared = fetched the questions, to be able to do it without a network
history-audit-amended = changed the answers in the minutes after sending
history-audit-submitted = sent the answers
history-audit-reason-given = said what is in the way
history-audit-collected = closed it with the answers that came without names
history-audit-missed = closed it, because nobody had sent it
history-audit-moved = moved this audit
history-audit-cancelled = took this audit away
history-audit-expected = expects it again, because the closure was taken back
history-audit-excused = took it out, because the unit was closed
history-board-meeting-entered = entered the meeting
history-board-meeting-removed = took the meeting away
history-packet-made = made the packet
history-packet-link-sent = sent a one-time link
history-packet-link-opened = opened the packet by the link
history-audit-handed-over = handed it over
history-audit-link-sent = sent a one-time link
history-audit-link-revoked = withdrew the one-time link
history-audit-link-begun = began on a device
history-audit-arrived-later = sent the answers, which arrived later
history-audit-entered-from-paper = entered the answers from paper

mail-audit-due-subject = Due now at { $unit }, open until { $closes }: { $title }
mail-audit-due-first = Please finish this audit: { $title }, { $unit }.
mail-audit-due-next = Open it here. Answers you gave before are still there.
mail-audit-due-why = You get this mail because the audit is yours.
mail-audit-missed-subject = Missed at { $unit }: { $title }
mail-audit-missed-first = An audit was missed: { $title }, { $unit }.
mail-audit-missed-next = Please ask what was in the way. A missed audit stays missed; the next one can be made easier:
mail-audit-missed-why = You get this mail because you lead the next layer up.
audit-reason-title = What is in the way?
audit-reason-lead = Belongs to: { $who }. Due: { $due }.
audit-reason-lead-late = Belongs to: { $who }. It was due { INSIDE($due) } and can be sent until { INSIDE($closes) }.
audit-reason-lead-missed = Belongs to: { $who }. Nobody sent it until { INSIDE($closes) }.
audit-reason-back = The audit
audit-reason-say = Say what is in the way
audit-reason-expected = One tap is enough. The audit stays expected; the reason is shown beside it.
audit-reason-words = More about it
audit-reason-words-hint = Facts only. Please leave out names.
audit-reason-hand-over-title = Can somebody else do it?
audit-reason-hand-over-text = There is still time. Whoever gets it hears of it at once.
audit-reason-hand-over = Give it to somebody else
audit-reason-kept = Thank you. The reason is shown beside the audit.
audit-reason-choose = Tap what is in the way.
audit-reason-no-words = Write a few words about what is in the way.
audit-reason-no-leader = Whoever leads these auditors says what is in the way. You can look at the audit.
audit-why-sick = Somebody is ill.
audit-why-away = Somebody is away.
audit-why-short-staffed = Too few people are here.
audit-why-busy = Other work could not wait.
audit-why-system-down = A system does not work.
audit-why-nothing-to-see = There is nothing to look at.
audit-why-other = Something else
mail-audit-opens-subject = Today at { $unit }, until { $due }: { $title }
mail-audit-opens-first = This audit is yours today: { $title }, { $unit }.
mail-audit-opens-next = It takes a few minutes. Start it here:
mail-audit-opens-why = You get this mail because the audit is yours.
mail-audit-soon-subject = Due soon at { $unit }, { $due }: { $title }
mail-audit-soon-first = Please do this audit in time: { $title }, { $unit }.
mail-audit-soon-next = Open it here. Answers you gave before are still there.
mail-audit-soon-why = You get this mail because the audit is yours.
mail-audit-late-subject = Not started at { $unit }, open until { $closes }: { $title }
mail-audit-late-first = An audit is due and was not started: { $title }, { $unit }.
mail-audit-late-next = It can still be done. Give it to somebody else, or say what is in the way:
mail-audit-late-why = You get this mail because you lead the next layer up, and it can still be helped.
mail-audit-opens = Opens:
mail-audit-reason = In the way:
mail-open-audit-reason = Help with this audit
mail-outlook-subject =
    { $count ->
        [0] The week from { $week }: { $missed } missed last week
        [one] The week from { $week }: one audit of yours
       *[other] The week from { $week }: { $count } audits of yours
    }
mail-outlook-first =
    { $count ->
        [one] One audit is yours in the week from { $week }:
       *[other] { $count } audits are yours in the week from { $week }:
    }
mail-outlook-until = until { $due }
mail-outlook-more = and { $count } more
mail-outlook-next = Your day shows what is next:
mail-outlook-open = Open your day
mail-outlook-missed =
    { $count ->
        [one] One audit was missed last week at your units:
       *[other] { $count } audits were missed last week at your units:
    }
mail-outlook-missed-link = See what was missed
mail-outlook-why = You get this mail at the beginning of each week.
mail-audit-until = Open until:
mail-audit-closed = Closed:
mail-audit-assignee = Belongs to:
mail-audit-link-subject = Your audit at { $unit }, until { $until }: { $title }
mail-audit-link-first = Please do this audit: { $title }, { $unit }.
mail-audit-link-long = How long:
mail-audit-link-opens = Opens:
mail-audit-link-next = You need no account. This link opens the audit and nothing else:
mail-audit-link-keep = The link belongs to the first device that begins. Please do not forward this mail.
mail-audit-link-why = You get this mail because the audit is yours.
mail-audit-due-at = Due:
mail-audit-word = { $by } writes:
mail-audit-handed-over-subject = From { $by }, due { $due }: { $title }, { $unit }
mail-audit-handed-over-first = { $by } gave you an audit: { $title }, { $unit }.
mail-audit-handed-over-started = It was started; the answers given so far are there.
mail-audit-handed-over-next = It is on your page Today when it is open. You can see it here:
mail-audit-handed-over-why = You get this mail because the audit is yours now.
mail-audit-taken-over-subject = No longer yours: { $title }, { $unit }
mail-audit-taken-over-first = { $by } gave an audit of yours to somebody else: { $title }, { $unit }.
mail-audit-taken-over-next = Nothing is left for you to do.
mail-audit-taken-over-why = You get this mail because the audit was yours.
mail-audit-arrived-subject = Done in time after all at { $unit }: { $title }
mail-audit-arrived-first = An audit that you were told was missed was done in time: { $title }, { $unit }.
mail-audit-done = Done:
mail-audit-came = Arrived:
mail-audit-arrived-device = The device had no network.
mail-audit-arrived-paper = It was done on paper and entered afterwards.
mail-audit-arrived-next = The figures count it as done. See what it found:
mail-audit-arrived-why = You get this mail because you were told that it was missed.
mail-open-audit = Open the audit

### boards

board-percent = { $number }%

# Board packets

packets-title = Board packets
packets-lead = The next meeting is on { $date }, { $unit }.
packets-lead-none = No meeting is entered. Enter the next one, and its packet is made in time.
packets-meetings = Meetings ahead
packets-meetings-label = Meetings of the board
packets-meetings-all = All meetings, also those that are over
packets-meetings-none = Meetings appear here, each with its packet.
packets-meetings-text = A packet tells the last three full months. The board gets it by mail, each member with a one-time link.
packets-col-packet = Packet
packets-col-do = What can be done
packets-on =
    { $days ->
        [0] Comes on the day of the meeting
        [one] Comes { INSIDE($date) }, one day before
       *[other] Comes { INSIDE($date) }, { $days } days before
    }
meetings-title = Meetings of the board
meetings-tabs = Meetings by time
meetings-over = Over
meetings-more = More meetings
meetings-no-packet = No packet was made
meetings-none-title = No meeting is entered
meetings-over-none-title = No meeting is over yet
meetings-over-none-text = Meetings stand here once their day has passed.
meetings-file-day = Meeting
meetings-file-unit = Office
meetings-file-packet-on = Packet made from
meetings-file-packet = Packet
packets-file-number = Number
packets-file-unit = Office
packets-file-meeting = Meeting
packets-file-from = From
packets-file-to = To
packets-file-made = Made
packets-file-sha256 = SHA-256
packets-unit-blank = Choose
packets-all = Packets
packets-filter = Search the packets
packets-search-hint = Number, office or day, such as 2026-06-18
packets-empty-filtered-title = No packet matches
packets-empty-filtered-text = Try fewer words, or the number alone.
packets-empty-title = No packets yet
packets-empty-text = A packet keeps what the summary told at a moment, with a number and a signature. It is made before each meeting, or from the summary by one click.
packets-empty-link = See the summary
packets-new = Enter a meeting
packets-new-text = The packet is made by itself before the meeting and mailed to the board.
packets-unit = Whose board meets?
packets-day = Day of the meeting
packets-days-before = Days before it for the packet
packets-days-hint = 7 unless you say otherwise.
packets-enter = Enter the meeting
packet-title = Board packet No. { $number }
packet-make = Make the packet
packet-make-anew = Make a new packet
packet-days = { $from }, to { $to }
packet-by-itself = Plumbline, by the meeting’s date
packet-number = Number
packet-about = About
packet-meeting = Meeting
packet-period = Period
packet-made = Made
packet-made-by = Made by
packet-replaces = It replaces No. { $number }, which stays as it was made.
packet-replaced-by = A newer packet for this meeting replaces it:
packet-done = The packet is made. It does not change any more.
packet-done-mailed = The packet is made and on its way to the board. It does not change any more.
packet-meeting-entered = The meeting is entered.
packet-meeting-removed = The meeting is taken away. Packets that were made for it stay.
packet-removal-title = Take the meeting away?
packet-removal-sentence = { $date }, { $unit }. No packet is made for it any more; those that were made stay.
packet-removal-link = Take away
packet-removal-button = Take the meeting away
packet-no-day = Enter the day of the meeting.
packet-no-past = This day is over. Choose today or a later day.
packet-no-far = A meeting can be entered up to two years ahead. Choose an earlier day.
packet-no-days = Choose 0 to { $most } days before the meeting.
packet-no-twice = This board has a meeting on that day already.
packet-no-removed = This meeting was taken away. Enter it again to make a packet for it.
packet-no-over = This meeting is over. Make a packet from the summary instead.
packet-no-unit = Choose whose board it is.
packet-no-number = Enter a whole number of days.
packet-no-right = Packets of this office are made by its directors, its board, quality staff and administrators.
packet-goals-now = Open and overdue findings are those of the moment the packet was made.
packet-heat-hint = Percent of checks that did not conform, in the last 12 weeks of the period, at the offices where surely most failed in the period or in the months of these weeks, the worst first. Few answers make a share that jumps.
packet-pareto-hint = Numbers on the right are the running total.
packet-tables = All figures as tables
packet-tables-text = The same figures that the pages above show and draw, with what each was counted from.
packet-table-figures = The three figures
packet-goal = { $code }. { $title }
packet-col-figure = Figure
packet-col-part = Counted for it
packet-col-whole = Of
packet-col-made = How it is made
packet-col-target = Target
packet-col-to-decide = To do
packet-col-under-way = Under way
packet-col-expected = Expected
packet-col-missed = Missed
packet-col-times = Times
packet-col-after-fix = After a verified fix
packet-col-table = Table
packet-col-row = Row
packet-col-column = Column
packet-col-percent = Percent
packet-col-value = Value
packet-file = Save as a file
packet-pdf = Save as PDF
packet-pdf-no = The PDF could not be made; the server’s log says why. Save the packet as a file instead, or print its page.
packet-pdf-page = { $page } of { $pages }
packet-pdf-seal = This PDF was made from the packet’s file, which is stored with the hash below and the agency’s signature of it. Save that file from the packet’s page to check it, or ask whoever runs Plumbline for the check below.
packet-pdf-lost = Letters for which no typeface is at hand are shown as □. The packet’s page has them.
packet-counted-today = Count the same days again, with what came in since
packet-seal = Unchanged since it was made
packet-seal-text = What you read above is stored as one file. Its hash is signed with the agency’s key: whoever changes a letter of it breaks the seal.
packet-hash = SHA-256
packet-key = Key
packet-check = To check it
packet-check-file = The same checks a file that was saved: plumbline packet verify { $file }
packet-sent-to = Mailed to
packet-link-for = This one-time link is for { $person }. It opens this packet, without an account.
packet-link-works = Link works until
packet-link-binds = When you open it, the link belongs to this device, and you can read here for { $hours } hours. You can also save the packet as a file or print it.
packet-link-open = Open the packet
packet-link-until = You can read here until { $until }.
packet-link-closed = Nothing opens here
packet-link-renew = Mail me a new link
packet-link-renew-text = It goes to the address this link was sent to.
packet-link-renewed = A new link is on its way
packet-link-renewed-text = Look in your mail. The links before it open nothing any more.
packet-link-no-unknown = This link is not known. Copy all of it from the mail, or ask whoever prepares your meetings.
packet-link-no-expired = The time of this link is over, or a newer one was sent.
packet-link-no-elsewhere = This link was opened on another device. Read on there, or get a new link for this one.
packet-link-no-read = The { $hours } hours of reading on this device are over.
packet-link-no-not-yours = This packet is for members of the board. Ask whoever prepares your meetings.
packet-link-no-sent = A link was mailed to you a few minutes ago. Look in your mail, also among the unwanted.
mail-packet-subject = Board packet No. { $number }: { $unit }, { $date }
mail-packet-figures = The figures in short
mail-packet-next = Read the whole packet here:
mail-packet-open = Read the packet
mail-packet-until = The link works until { $until }, without an account. The device that opens it reads for { $hours } hours; the packet can be saved or printed.
mail-packet-why = You get this mail because you are on the board.

# Today
today-good-morning = Good morning, { $name }
today-good-afternoon = Good afternoon, { $name }
today-good-evening = Good evening, { $name }
today-all-done = All done, { $name }
today-day = Your day
today-line-none = No audit is due today.
today-line-some =
    { $all ->
        [one] { $done } of { $all } audit done
       *[other] { $done } of { $all } audits done
    }{ $missed ->
        [0] .
       *[other] , { $missed } missed.
    }
today-line-all =
    { $count ->
        [one] Your audit for today is done.
       *[other] All { $count } audits for today are done.
    }
today-line-minutes =
    { $count ->
        [one] About 1 minute of checking left today.
       *[other] About { $count } minutes of checking left today.
    }
today-ahead-line =
    { $count ->
        [one] 1 more is open and due on a later day.
       *[other] { $count } more are open and due on later days.
    }
today-hand-over = Hand over
today-schedule = Schedule
today-see-next = See what is next
today-todo = To do
today-start = Start
today-continue = Continue
today-task-due-at = Due { $when }
today-task-due = Due: { $when }
today-task-was-due = Was due: { $when }
today-task-opens = Opens { $when }
today-task-started = Started { INSIDE($when) }
today-task-questions =
    { $count ->
        [one] 1 question
       *[other] { $count } questions
    }
today-task-minutes = about { $count } min
today-task-answered = Answered
today-task-progress = { $done } of { $all }
today-last-good = Last time everything conformed.
today-last-found =
    { $more ->
        [0] Last time: { $what }
        [one] Last time: { $what } And 1 more finding.
       *[other] Last time: { $what } And { $more } more findings.
    }
today-done = Done today
today-done-conform =
    { $conforms } of { $judged } conform{ $corrected ->
        [0] { "" }
       *[other] , { $corrected } corrected on the spot
    }
today-missed = Missed today
today-missed-ended = its time ended at { $when }
today-missed-say = Some days are too full. What was missed stays missed, and the next one comes as planned. Your manager sees it too, to help you find the time.
today-ahead = Open, due later
today-next = Coming next
today-next-due = due { INSIDE($when) }
today-empty-done-title = Nothing more is due today
today-empty-done-text =
    { $audits ->
        [one] You made 1 audit
       *[other] You made { $audits } audits
    } today with { $checks ->
        [one] 1 check.
       *[other] { $checks } checks.
    } { $nonconforming ->
        [0] { $corrected ->
            [0] Everything conformed.
            [one] One thing was put right on the spot.
           *[other] { $corrected } things were put right on the spot.
        }
        [one] { $corrected ->
            [0] One finding is on its way to be fixed.
            [one] One thing was put right on the spot, one finding is on its way to be fixed.
           *[other] { $corrected } things were put right on the spot, one finding is on its way to be fixed.
        }
       *[other] { $corrected ->
            [0] { $nonconforming } findings are on their way to be fixed.
            [one] One thing was put right on the spot, { $nonconforming } findings are on their way to be fixed.
           *[other] { $corrected } things were put right on the spot, { $nonconforming } findings are on their way to be fixed.
        }
    }
today-empty-next-title = Nothing is due today
today-empty-next-text = Below is what comes next. It opens by itself when its time comes.
today-empty-plan-title = No audit is planned for you yet
today-empty-plan-text = When one is planned, it appears here with the time it takes. You will also get a mail.
today-empty-none-title = You have no audits to do
today-empty-none-text = Here you see your actions, what was found in your office, and what became of it.
today-rail = Follow-up
today-actions = Your open actions
today-actions-all = All of them
today-actions-none = No open actions.
today-findings = Your open findings
today-findings-all = All of yours ({ $count })
today-due-over-yesterday = overdue since yesterday
today-due-over = overdue since { INSIDE($date) }
today-due-today = due today
today-due-tomorrow = due tomorrow
today-due-weekday = due { $weekday }
today-due-days = due in { $count } days
today-raise-text = Did you notice something outside of an audit?
today-fixed = Because you told us
today-fixed-found = { $date }, you found: { $seen }
today-fixed-raised = { $date }, you raised: { $seen }
today-fixed-by = { $date }: closed by { $name }
today-fixed-on = { $date }: closed
today-week-of = { $unit } this week
today-week-offices = Your offices this week
today-week-conform = Checks that conform
today-week-percent = { $percent } of { $count }
today-week-corrected = Corrected on the spot
today-week-opened = Findings opened
today-week-none = No checks yet this week. After the first audit you see here how the week goes.
today-decide = Decisions
today-decide-count =
    { $count ->
        [0] No finding waits for its next step
        [one] 1 finding waits for its next step
       *[other] { $count } findings wait for their next step
    }
today-offices = Your offices today
today-offices-all = The whole day
today-offices-more =
    { $count ->
        [one] 1 more office
       *[other] { $count } more offices
    }
today-col-office = Office
today-col-done = Done
today-col-late = Late
today-col-missed = Missed
today-col-nonconforming = Nonconforming
today-done-of = { $done } of { $all }
today-none-yet = none due yet
today-to-come = { $count } to come

# The result of a day
day-title = { $date }
day-back = Today
day-previous = The day before
day-next = The day after
day-filter = Choose a day and an office
day-date = Day
day-unit = Office
day-unit-all = All offices
day-line-none = No audits on this day.
day-line-to-come =
    { $count ->
        [one] 1 audit is still to come.
       *[other] { $count } audits are still to come.
    }
day-line =
    { $done } of { $expected ->
        [one] 1 audit
       *[other] { $expected } audits
    } done{ $late ->
        [0] { "" }
       *[other] , { $late } late
    }{ $missed ->
        [0] { "" }
       *[other] , { $missed } missed
    }. { $nonconforming ->
        [0] { $done ->
            [0] { "" }
           *[other] No answer was nonconforming.
        }
        [one] 1 answer was nonconforming.
       *[other] { $nonconforming } answers were nonconforming.
    } { $to-come ->
        [0] { "" }
        [one] 1 more to come.
       *[other] { $to-come } more to come.
    }
day-col-audit = Audit
day-col-standing = State
day-col-who = Who
day-col-result = Result
day-col-findings = Findings
day-nobody = Nobody assigned
day-sent = Sent { INSIDE($when) }
day-sent-late = Sent late, { INSIDE($when) }
day-due = Due { INSIDE($when) }
day-result =
    { $conforms } of { $judged } conform{ $nonconforming ->
        [0] { "" }
       *[other] , { $nonconforming } nonconforming
    }{ $corrected ->
        [0] { "" }
       *[other] , { $corrected } corrected on the spot
    }
day-file-unit = Office
day-file-audit = Audit
day-file-layer = Layer
day-file-who = Who
day-file-instead-of = Stands in for
day-file-standing = State
day-file-due = Due
day-file-sent = Sent
day-file-conforms = Conforming
day-file-nonconforming = Nonconforming
day-file-corrected = Corrected on the spot
day-file-not-applicable = Not applicable
day-file-findings = Findings
day-cut = There are more audits on this day. Choose an office to see all of its audits.
day-empty-title = No audits on this day
day-empty-text = Audits appear on the day their time begins. Weekends and holidays often have none.

# The summary
summary-file-code = Id
summary-file-goal = Goal
summary-file-verdict = Delivered?
summary-file-target = Target, %
summary-file-closed = Closed by the due date
summary-file-due = Closed, or open past due
summary-file-closure = Closed on time, %
summary-file-again = Found again
summary-file-after-fix = Found again after a fix
summary-file-to-decide = Findings to do
summary-file-under-way = Findings under way
summary-file-overdue = Findings overdue
summary-file-layer = Layer
summary-file-layer-name = Name of the layer
summary-file-week = Week of (Monday)
summary-file-failed = Failed, %
summary-file-low = Expected from, %
summary-file-high = Expected to, %
summary-file-question = Question
summary-file-running = Running total, %
summary-file-unit = Unit
summary-file-from = From
summary-file-to = To
summary-file-judged = Answers that judged
summary-file-conforms = Conforming
summary-file-nonconforming = Nonconforming
summary-file-corrected = Corrected on the spot
summary-file-not-applicable = Not applicable
summary-file-conformance = First-time conformance, %
summary-file-findings = Findings
summary-file-expected = Audits expected
summary-file-submitted = Done
summary-file-on-time = On time
summary-file-missed = Missed
summary-file-excused = Excused
summary-file-completion = Completion, %
summary-file-on-time-completion = On-time completion, %
summary-title = Is the mission delivered?
summary-eyebrow = { $unit }, { $days }
summary-days =
    { $same-year ->
        [1] { $from-month } { $from-day } to { $to-month } { $to-day }, { $to-year }
       *[other] { $from-month } { $from-day }, { $from-year } to { $to-month } { $to-day }, { $to-year }
    }
summary-all-units = All your offices
summary-filter = Choose period, office, process and promise
summary-period = Period
summary-period-this-month = This month
summary-period-last-month = Last month
summary-period-3-months = Last 3 months
summary-period-12-months = Last 12 months
summary-unit = Office
summary-on = As of
summary-goal-residents = Residents’ cases and satisfaction: not measured here yet.
summary-process = Process
summary-all-processes = Every process
summary-serves = Goal or promise
summary-serves-all = Every goal and promise
summary-serves-goal = Goal { $code }: { $title }
summary-serves-objective = Objective { $code }: { $title }
summary-serves-promise = Promise: { $promise } ({ $service })
summary-only-process = All figures are of one process: { $process }.
summary-only-serves = All figures are of what serves one thing: { $name }.
summary-only-goal = Answers and findings are those on its questions; audits are those whose checklist asks one of them, so they may look at other goals, too.
summary-only-processes = It is delivered by: { $processes }.
summary-only-nobody = No process delivers it, so nobody audits it.
summary-only-clear = Show everything
summary-top-today = As of today:
figures-unknown = The address asks for a period, an office or a part of the work that is not there. Open the summary or process health, and choose again.
summary-filter-fold = Period, office, part of the work
summary-print = Print
summary-head-no-goals = Nobody can say yet: there are no goals.
summary-head-no-data = Not known yet: no audit looked at a goal in this period.
summary-head-part = { $met ->
        [one] 1
       *[other] { $met }
    } of { $known ->
        [one] 1 goal that this part of the work serves is met.
       *[other] { $known } goals that this part of the work serves are met.
    }
summary-head-by = So far as audits tell; residents’ cases and satisfaction are not measured here yet.
summary-head-by-part = So far as audits of this part tell. Whether it keeps what it is there for is not measured here yet.
summary-how = How it is made
summary-head-yes =
    Yes. { $unknown ->
        [0] { $all ->
            [one] The one goal is met.
           *[other] All { $all } goals are met.
        }
        [one] { $met } of { $all } goals are met; on 1 there are no answers yet.
       *[other] { $met } of { $all } goals are met; on { $unknown } there are no answers yet.
    }
summary-head-mostly =
    Mostly. { $met } of { $all } goals { $met ->
        [one] is
       *[other] are
    } met{ $near ->
        [0] .
        [one] , 1 is close.
       *[other] , { $near } are close.
    }{ $unknown ->
        [0] { "" }
        [one] { " " }On 1 there are no answers yet.
       *[other] { " " }On { $unknown } there are no answers yet.
    }
summary-head-not-yet =
    Not yet. { $met ->
        [0] { $all ->
            [one] The one goal is not met
           *[other] None of { $all } goals is met
        }
        [one] 1 of { $all } goals is met
       *[other] { $met } of { $all } goals are met
    }{ $near ->
        [0] .
        [one] , 1 is close.
       *[other] , { $near } are close.
    }{ $unknown ->
        [0] { "" }
        [one] { " " }On 1 there are no answers yet.
       *[other] { " " }On { $unknown } there are no answers yet.
    }
summary-goals-say = Furthest from its target: { $code }, { $title }. It is { $points } points short.
summary-followed = Procedures followed
summary-followed-made = { $part } of { $whole } answers found the work done as the manual says, at the first look.
summary-on-time = Audits done on time
summary-on-time-made =
    { $part } of { $whole } expected audits were sent inside their time{ $late ->
        [0] { "" }
       *[other] , { $late } later
    }{ $missed ->
        [0] { "" }
       *[other] , { $missed } not at all
    }.
summary-closed = Findings closed on time
summary-closed-made =
    { $part } of { $whole } due findings were fixed by their due date{ $open ->
        [0] .
        [one] ; 1 was open when the period ended.
       *[other] ; { $open } were open when the period ended.
    }
summary-no-figure = Nothing to count in this period.
summary-change-up = Up { $points } points on { $before }.
summary-change-down = Down { $points } points on { $before }.
summary-change-chance = No change beyond chance against { $before }.
summary-before-this-month = last month
summary-before-last-month = the month before
summary-before-3-months = the 3 months before
summary-before-12-months = the 12 months before
summary-empty = No audit was done in this period. Choose another period, or come back when the first audits are in.
summary-goals = Goal by goal
summary-goals-mark = The mark shows the target
summary-goals-caption = Each goal with its conformance against the target, its audits by layer and its findings
summary-judged-link = How this is judged
summary-judged = A goal is met when the share of answers that conform, as shown, reaches its target; it is close when at most { $close } points are missing. The answer is “yes” when all goals with answers are met, “mostly” when at least half of them are met and more than half are met or close, and “not yet” otherwise. Goals without answers are told apart and decide nothing.
summary-asked = Asked of the board
summary-asked-none = Nothing waits: no late finding has climbed up here, every promise is audited, and the audits of the highest layer are planned and done. Thank you.
summary-asked-none-below = Nothing waits: no late finding has climbed up here, and the audits of the highest layer are planned and done.
summary-asked-none-part = No late finding of this part of the work has climbed up here. Whether promises and plans lack something is told where all work is shown.
summary-asked-earlier = What is asked of the board stands on the summary of today: it does not go by an earlier day.
summary-asked-critical =
    { $count ->
        [one] 1 critical finding is past its due date. Ask who frees what it needs.
       *[other] { $count } critical findings are past their due date. Ask who frees what they need.
    }
summary-asked-climbed =
    { $count ->
        [one] 1 late finding has been told all the way up. Nobody below could settle it.
       *[other] { $count } late findings have been told all the way up. Nobody below could settle them.
    }
summary-asked-unowned =
    { $count ->
        [one] 1 systemic finding has no owner. Name somebody who leads all the offices concerned.
       *[other] { $count } systemic findings have no owner. Name somebody who leads all the offices concerned.
    }
summary-asked-promises =
    { $count ->
        [one] 1 promise is audited by nobody: “{ $name }”. Have its process written down, or take the promise back.
       *[other] { $count } promises are audited by nobody, “{ $name }” first of all. Have their processes written down, or take the promises back.
    }
summary-asked-goals =
    { $count ->
        [one] 1 goal has no question in any checklist: { $name }. Nobody can say whether it is met.
       *[other] { $count } goals have no question in any checklist, { $name } first of all. Nobody can say whether they are met.
    }
summary-asked-missed =
    { $count ->
        [one] 1 audit of the highest layer ({ $name }) was missed in this period. Others look at whether it looks.
       *[other] { $count } audits of the highest layer ({ $name }) were missed in this period. Others look at whether it looks.
    }
summary-asked-gaps =
    { $count ->
        [one] 1 process at an office is not looked at by the highest layer ({ $name }) in { $month }, although its checklist asks for it.
       *[other] { $count } times a process at an office is not looked at by the highest layer ({ $name }) in { $month }, although the checklists ask for it.
    }
summary-since = Since the period before
summary-since-some =
    { $count ->
        [one] Against { $days } one figure changed by more than chance. Every other difference is chance: do not react to it.
       *[other] Against { $days } { $count } figures changed by more than chance. Every other difference is chance: do not react to it.
    }
summary-since-none = Against { $days } nothing changed beyond chance.
summary-since-unknown = There is nothing to compare with: { $days } has no figures.
summary-since-up = { $name }: { $now }, before { $before }. Up { $points } points (the true rise lies between { $low } and { $high } in 95% of cases).
summary-since-down = { $name }: { $now }, before { $before }. Down { $points } points (the true fall lies between { $low } and { $high } in 95% of cases).
summary-met = Since the last meeting
summary-met-some =
    { $count ->
        [one] The board met on { $date } and read of { $days }. One figure differs from that by more than chance. What was read:
       *[other] The board met on { $date } and read of { $days }. { $count } figures differ from that by more than chance. What was read:
    }
summary-met-none = The board met on { $date } and read of { $days }. No figure differs from that by more than chance. What was read:
summary-col-open = Open findings
summary-col-overdue = Overdue
summary-col-audits = Audits by layer
summary-col-repair = Findings
summary-goal-done = { $percent } done
summary-goal-on-time = { $percent } on time
summary-goal-closed = { $percent } closed on time
summary-goal-again = { $count } found again
summary-goal-overdue = { $count } overdue
summary-goal-nothing = none
summary-goals-now = Findings to do, under way and overdue are those of today, whatever the period. Audits are those whose checklist asks about the goal.
health-now = Findings to do, under way and overdue are those of today, whatever the period.
summary-goals-none = There are no goals yet. Quality staff load the mission with its goals; then every question shows which goal it serves.
summary-go-mission = See the mission
summary-col-goal = Goal
summary-col-delivered = Delivered?
summary-target-of =
    { $count ->
        [one] target { $target }, 1 answer
       *[other] target { $target }, { $count } answers
    }
summary-bullet = { $percent }, target { $target }
summary-no-answers = no answers yet
summary-to-decide = { $count } to do
summary-under-way = { $count } under way
summary-layers = Is every layer looking?
summary-layers-none = No layer had an audit to do in this period.
summary-layers-all = Yes: every layer did at least nine of ten expected audits.
summary-layers-leaders = Leaders did { $percent } of their audits ({ $done } of { $expected }).
summary-layers-behind =
    { $count ->
        [one] Behind: { $layers } did fewer than nine of ten expected audits.
       *[other] Behind, with fewer than nine of ten expected audits done: { $layers }.
    }
summary-layers-silent = No audit fell due for: { $layers }.
summary-layers-more = { $layer } find { $points } points more than { $lower } on the same questions; chance alone hardly does that. Look together at why.
summary-layers-fewer = { $layer } find { $points } points less than { $lower } on the same questions; chance alone hardly does that. Look together at why.
summary-layers-mix = More than half of it comes from how often each asked which question.
summary-layers-nothing =
    { $count ->
        [one] { $layer } found nothing in 1 answer; chance alone hardly does that. Look together at why.
       *[other] { $layer } found nothing in { $count } answers; chance alone hardly does that. Look together at why.
    }
summary-layer-gap =
    { $count ->
        [one] { $here } failed here, { $there } at layer { $layer }, on 1 question. Difference in points: { $points } (from { $low } to { $high }).
       *[other] { $here } failed here, { $there } at layer { $layer }, on { $count } questions. Difference in points: { $points } (from { $low } to { $high }).
    }
summary-layer-nothing =
    { $count ->
        [one] Nothing found in 1 answer. The other layers find { $percent } on the same questions; so often, chance alone finds nothing in { $chance } of such cases, at most in { $most }.
       *[other] Nothing found in { $count } answers. The other layers find { $percent } on the same questions; so often, chance alone finds nothing in { $chance } of such cases, at most in { $most }.
    }
summary-col-layer = Layer
summary-col-done = Audits done
summary-col-on-time = Done on time
summary-col-same = On the same questions
summary-missed = { $count } missed
summary-no-audits = none expected
summary-of-answers =
    { $count ->
        [one] of 1 answer
       *[other] of { $count } answers
    }
summary-week = { $month } { $day }
summary-week-year = { $month } { $day }, { $year }
summary-weeks = Share of checks that did not conform, by week
summary-weeks-numbers = Failed answers by week
summary-weeks-none = No week has answers yet.
summary-weeks-few =
    { $count ->
        [one] Only 1 week has answers{ $since ->
            [1] { " " }since the last change
           *[other] { "" }
        }. Chance and change can be told apart from { $needed } weeks on, so no expected range is drawn yet.
       *[other] Only { $count } weeks have answers{ $since ->
            [1] { " " }since the last change
           *[other] { "" }
        }. Chance and change can be told apart from { $needed } weeks on, so no expected range is drawn yet.
    }
summary-weeks-change = { $what }, { $day }
summary-weeks-changed-up = Since “{ $what }” { $after } fail, before { $before }: more, beyond chance.
summary-weeks-changed-down = Since “{ $what }” { $after } fail, before { $before }: fewer, beyond chance.
summary-weeks-changed-chance = Since “{ $what }” { $after } fail, before { $before }: no change beyond chance.
summary-weeks-changes-label = Before and after each change
summary-weeks-changes-link = What changed, and when: change points of this chart
summary-weeks-usual =
    No week stands out. On average { $mean } failed, and the differences between the weeks are chance: do not react to a single week.{ $trial ->
        [1] { " " }The expected range holds for now; it is firm from { $firm } weeks on.
       *[other] { "" }
    }
summary-weeks-signals =
    { $count ->
        [one] On average { $mean } failed. One signal is more than chance and is told below; every other difference between weeks is chance: do not react to it.
       *[other] On average { $mean } failed. { $count } signals are more than chance and are told below; every other difference between weeks is chance: do not react to it.
    }{ $trial ->
        [1] { " " }The expected range holds for now; it is firm from { $firm } weeks on.
       *[other] { "" }
    }
summary-weeks-signals-label = What is more than chance
summary-weeks-worse = Worse:
summary-weeks-better = Better:
summary-weeks-beyond-up = in the week of { $week } { $percent } failed, above the { $limit } at which the expected range ends. Look for what happened.
summary-weeks-beyond-down = in the week of { $week } { $percent } failed, below the { $limit } at which the expected range begins. Look for what helped.
summary-weeks-side-up = { $count } weeks in a row, from { $from } to { $week }, lie above the mean of { $limit }. Something lasting has changed.
summary-weeks-side-down = { $count } weeks in a row, from { $from } to { $week }, lie below the mean of { $limit }. Something lasting has changed.
summary-weeks-trend-up = { $count } weeks in a row, from { $from } to { $week }, each higher than the one before: from { $limit } to { $percent }.
summary-weeks-trend-down = { $count } weeks in a row, from { $from } to { $week }, each lower than the one before: from { $limit } to { $percent }.
summary-weeks-earlier =
    { $count ->
        [one] One earlier signal is in the numbers.
       *[other] { $count } earlier signals are in the numbers.
    }
summary-weeks-upper = Upper
summary-weeks-mean = Mean
summary-weeks-lower = Lower
summary-weeks-dot = Usual week
summary-weeks-diamond = Outside the expected range: look for what happened
summary-weeks-ring = Part of a run or a trend
summary-weeks-range = Expected range for that week’s number of answers
summary-weeks-trial = Expected range for now, from fewer than 20 weeks
summary-col-week = Week of
summary-col-failing = Failed
summary-col-share = Share
summary-col-low = Range from
summary-col-high = Range to
summary-col-signal = What stands out
summary-heat = Office by office, week by week
summary-heat-numbers = Share of checks that did not conform, by office and week
summary-heat-hint = Percent of checks that did not conform, in the last 12 weeks, at the offices where surely most failed in the period or in the months of these weeks, the worst first. Each number leads to the findings of that office and week. Few answers make a share that jumps.
summary-heat-say =
    { $count ->
        [one] Most failed at { $unit } in the week of { $week }: { $percent } of 1 answer.
       *[other] Most failed at { $unit } in the week of { $week }: { $percent } of { $count } answers.
    }
summary-heat-none = No week of an office with answers enough to compare has failed ones.
summary-heat-cell =
    { $count ->
        [one] { $unit }, week of { $week }: { $percent } of 1 answer failed
       *[other] { $unit }, week of { $week }: { $percent } of { $count } answers failed
    }
summary-heat-nothing = no audit
summary-heat-more =
    { $count ->
        [one] 1 more office is not shown. Choose an office above to see it.
       *[other] { $count } more offices are not shown. Choose an office above to see one.
    }
summary-pareto = Which questions fail most?
summary-pareto-say =
    { $vital ->
        [one] 1 question of { $all } makes 80% of the findings in this period ({ $count }).
       *[other] { $vital } questions of { $all } make 80% of the findings in this period ({ $count }).
    }
summary-pareto-spread =
    { $all ->
        [one] All findings in this period ({ $count }) are on one question.
       *[other] The findings in this period ({ $count }) are spread over { $all } questions: no few of them make most.
    }
summary-pareto-hint = Each bar leads to its findings. Numbers on the right are the running total.
summary-pareto-none = No question has a finding in this period.
summary-pareto-cut = Those above make 80% of all findings.
summary-pareto-numbers = Findings by question
summary-pareto-bar =
    { $count ->
        [one] 1 finding: { $question }
       *[other] { $count } findings: { $question }
    }
summary-pareto-more =
    { $count ->
        [one] 1 more question has fewer findings and is not shown.
       *[other] { $count } more questions have as many or fewer findings and are not shown.
    }
summary-col-question = Question
summary-col-running = With those above
summary-trend = Month by month
summary-month = { $month } { $year }
summary-trend-table = Conformance and audits by month
summary-col-month = Month
summary-col-answers = Answers
summary-help = Where is help needed?
summary-help-say =
    { $count ->
        [one] Look first at { $unit }: { $percent } of 1 answer conforms.
       *[other] Look first at { $unit }: { $percent } of { $count } answers conform. What surely fails most stands first, so that few answers do not decide.
    }
summary-help-none = No office has { $enough } answers in this period: too few to compare.
summary-help-more =
    { $count ->
        [one] 1 more office does better.
       *[other] { $count } more offices do better.
    }
summary-help-few =
    { $count ->
        [one] 1 office with fewer than 5 answers is left out.
       *[other] { $count } offices with fewer than 5 answers are left out.
    }
summary-col-failed = Findings
summary-again = Found again
summary-again-after =
    { $count ->
        [one] 1 after a verified fix
       *[other] { $count } after a verified fix
    }
summary-again-times = { $count }×
summary-again-say = The same question failed again at the same office within { $days ->
        [one] one day
       *[other] { $days } days
    }. The last fix did not hold, or there was none.
summary-again-none = Nothing was found a second time in this period.
summary-top = Late, and told all the way up
summary-top-due = due { INSIDE($date) }
summary-top-say = These are past their due date, and every layer that is reminded has been told. They need your help.
summary-top-none = No late finding has climbed this far.
summary-basis =
    { $unit }: based on { $audits ->
        [one] 1 audit
       *[other] { $audits } audits
    } with { $answers ->
        [one] 1 answer
       *[other] { $answers } answers
    }, { $days }.
summary-made = How these figures are made
summary-made-followed = Procedures followed
summary-made-followed-text = Answers that conform, divided by answers that conform, do not conform, or were corrected on the spot. "Not applicable" is left out.
summary-made-done = Audits done
summary-made-done-text = Audits sent, divided by audits expected. Only a closed office takes an audit out of what is expected.
summary-made-on-time = Done on time
summary-made-on-time-text = Audits sent by their due time, divided by audits expected. Audits sent in the grace time count as done, not as on time.
summary-made-closed = Findings closed on time
summary-made-closed-text = Findings fixed by their due date, divided by all that were fixed plus those still open past their due date. Dismissed findings and those corrected on the spot are left out.
summary-made-goal = A goal is met
summary-made-goal-text = Its conformance reaches its target. Close means at most 3 points below. The answer is "mostly" when at least half of the goals are met and more than half are met or close.
summary-made-weeks = The control chart
summary-made-weeks-text = Failed answers (not conforming, or corrected on the spot) divided by all that judged something, from Monday to Sunday; the last week ends with the period. The expected range is the mean plus and minus 3 standard deviations for the week’s number of answers, widened by how much weeks next to each other differ: the p′ chart of D. B. Laney (2002). More than chance is a week outside its range, 8 weeks in a row on one side of the mean, or 6 in a row that each go further. From 12 weeks on there is a range, from 20 on it is firm (Provost and Murray, 2011). From the first whole week after a change point on, mean and range begin anew.
summary-made-heat = Office by office
summary-made-heat-text = The same share for each office and week, without the offices below it. Hatched: nobody answered a question there in that week.
summary-made-pareto = Which questions fail most
summary-made-pareto-text = Findings of the period by question, dismissed ones with them. The fewest questions that make 80% of all findings together stand first (J. M. Juran).
summary-made-layer = On the same questions
summary-made-layer-text = Only questions that both layers answered in the period: failed answers divided by answers, the share of this layer less that of the nearest layer below. The true difference lies between the two numbers in brackets in 95 of 100 cases (R. G. Newcombe, 1998). Chance alone hardly does it when it would make so large a gap in fewer than 5 of 100 cases (Fisher’s exact test); since several pairs of layers are looked at together, the smallest probability has to pass a stricter mark than the next (S. Holm, 1979).
summary-made-nothing = A layer that finds nothing
summary-made-nothing-text = How probable it is that none of its answers failed, if each failed as often as at the other layers on the same questions: (1 − share) to the power of its answers. “At most” takes the lower end of the share’s 95% interval (E. B. Wilson, 1927).
summary-made-repeat = Found again
summary-made-repeat-text = A finding on the same question at the same office within { $days ->
        [one] one day
       *[other] { $days } days
    } of the one before. “After a verified fix” are those of them that were found when the fix of the one before had been verified.
summary-made-since = Since the period before
summary-made-since-text = The three figures at the top and the share of each goal against the period before, which is as long. More than chance is a difference whose 95% interval leaves out 0 (R. G. Newcombe, 1998). Of twenty such comparisons one may be told although it is chance. Since the last meeting of the board: the same figures against those of the packet it read, by the same rule.
summary-made-asked = Asked of the board
summary-made-asked-text = Critical findings past their due date; late ones that every layer was told of; systemic ones without an owner; promises and goals that no checklist looks at; and missed or missing audits of the highest layer. Promises, goals and missing audits are told where all work of the agency is shown.
summary-made-frozen = Closed periods
summary-made-frozen-text = A packet of the board closes its period: what it tells is kept as it was told, and never changes. This page counts the days as they are known at this moment, with audits that arrived later, answers that were amended, and findings that were closed, reopened or dismissed since. Where a packet closed the same days of the same office, both are compared, and what is different is said.
packet-made-frozen-text = A packet of the board closes its period: what it tells is kept as it was told, and never changes. What came in later (audits that arrived late, answers that were amended, findings that were closed, reopened or dismissed) is counted by the summary of the same days, which says what is different.
closed-with = Closed with packet { $number } on { $date }.
closed-partly = { $from } to { $to } was closed with packet { $number } on { $date }.
closed-today = The packet keeps what was told then; this page counts what is known now.
closed-same = Nothing has changed since.
closed-changed = Since then audits arrived later, answers were amended, or findings went on. What is different now:
closed-figure = { $figure }: { $then } in the packet ({ $then-part } of { $then-whole }), { $now } now ({ $now-part } of { $now-whole }).
closed-cell = { $table }, { $row }, { $column }: { $then } in the packet, { $now } now.
closed-none = nothing to count
closed-more =
    { $count ->
        [one] One more number differs.
       *[other] { $count } more numbers differ.
    }
closed-compare = Compare the days of the packet with now
summary-made-days = Which day counts
summary-made-days-text = An audit and its answers count on the local date its time began.

changes-title = What changed in the work
changes-lead = Other printers, a new form, more staff: from the first whole week after a change on, control charts expect what is seen since then, at its unit and below. So a lasting change is told from chance.
changes-back = Back to the summary
changes-new = Enter a change
changes-what = What changed
changes-what-hint = In a few words, as charts name it: New printers
changes-what-required = Say in at most { $count } letters what changed.
changes-on = Since
changes-on-hint = The day it began
changes-on-required = Enter the day it began.
changes-on-ahead = This day has not come yet. Enter the change when it has happened.
changes-on-long-ago = Nobody remembers a day so long ago. Check the year.
changes-again = There is a change of this day at this unit already. One is enough for charts to begin anew.
changes-unit = Unit
changes-unit-choose = Choose a unit
changes-unit-hint = It counts there and at every unit below.
changes-unit-required = Choose the unit at which it changed.
changes-process = Process
changes-process-all = All work
changes-process-hint = With a process, only charts of that process begin anew.
changes-why = Why, or what you expect of it
changes-why-hint = Others read it years later: what was the reason?
changes-why-required = Say why it changed, in at most { $count } letters.
changes-enter = Enter the change
changes-forbidden = Directors, quality staff and administrators enter changes for the units they lead. Ask one of them.
changes-filter = Filter changes
changes-search = Search changes
changes-search-hint = Words of what or why
changes-at = Counts at
changes-at-all = All your units
changes-state = State
changes-state-counting = Counting
changes-state-removed = Taken back
changes-where = Where
changes-who = Entered by
changes-entered = { $who }, { INSIDE($when) }
changes-removed = Taken back by { $who }, { INSIDE($when) }
changes-removed-already = This change was taken back already.
changes-from-week = counts from the week of { $date }
changes-remove = Take back
changes-remove-text = Charts will expect again what they did without it. It stays in the list of what was taken back.
changes-remove-button = Take this change back
changes-done = The change is entered. Control charts begin anew with it.
changes-done-removed = The change is taken back.
changes-file-what = What changed
changes-file-why = Why
changes-file-on = Since
changes-file-first-week = Counts from the week of
changes-file-unit = Unit
changes-file-process = Process
changes-file-by = Entered by
changes-file-entered = Entered
changes-file-removed = Taken back
changes-none-filtered-title = No change matches
changes-none-filtered-text = Try other words, or clear the filters.
changes-clear = Clear filters
changes-none-title = No change entered yet
changes-none-text = When something in the work changes for good, it stands here, with who entered it and why.

# Process health: how each process does

health-title = Process health
health-lead = How well each process is followed. What is surely worst stands first; a change is told only where it is more than chance.
health-filter = Search processes, choose a period and an office
health-range = { $low } to { $high }
health-col-process = Process
health-col-direction = Change
health-col-not-applicable = Not applicable
health-col-office = Office
health-col-failed = Failed
health-col-answers = Answers
health-col-share = Share
health-col-low = From
health-col-high = To
health-direction-worse = Getting worse
health-direction-better = Getting better
health-direction-mixed = Signals both ways
health-direction-steady = No change beyond chance
health-direction-too-few = Too few weeks to tell
health-empty-title = No process to show
health-empty-text = A process appears here once it is carried out in your offices or audited there.
health-about = About this process
health-followed-made = { $part } of { $whole } answers conform at the first look. The true share lies at { $range } in 95 of 100 cases.
health-done-made = { $part } of { $whole } expected audits; { $on-time } on time.
health-to-decide = Findings to do
health-to-decide-made =
    { $count ->
        [0] Nothing else is under way.
        [one] 1 more is under way.
       *[other] { $count } more are under way.
    }
health-overdue = Findings overdue
health-overdue-made = Open today, past their due date.
health-overdue-count = { $count } overdue
health-again-made = The same question failed again at the same office within { $days ->
        [one] 1 day
       *[other] { $days } days
    }.
health-agree = Do two layers see the same?
health-agree-short = Where two layers looked at the same question at the same office within { $days ->
        [one] 1 day
       *[other] { $days } days
    }, their answers are compared: how far do they agree beyond what chance would do?
health-agree-look = Compare the layers
health-agree-say = Where two layers looked at the same question at the same office within { $days ->
        [one] 1 day
       *[other] { $days } days
    }, two people: how far do they agree beyond what chance would do? Where they do not, do an audit together and talk about what the question asks. The work itself may also have changed between the two looks.
health-col-pair = Layers
health-col-agreement = Agreement
health-col-pairs = Pairs
health-col-both = Both say the same
health-col-differ = Only one found something
health-pair = { $lower } and { $upper }
health-both-conform = { $count } conform
health-both-fail = { $count } failed
health-agreed = { $percent } alike
health-only-found = { $layer }: { $count }
health-kappa-of = Kappa { $kappa } ({ $range })
health-band-poor = Less than by chance
health-band-slight = Slight
health-band-fair = Fair
health-band-moderate = Moderate
health-band-substantial = Substantial
health-band-almost-perfect = Almost perfect
health-kappa-poor = They agree less often than two who guess. They probably read the question differently: look together.
health-kappa-slight = They agree hardly more often than two who guess. They may read the question differently: look together.
health-kappa-fair = They agree somewhat more often than two who guess. Look together at what they see differently.
health-kappa-moderate = They agree clearly more often than two who guess, and still often differ.
health-kappa-substantial = They mostly see the same.
health-kappa-almost-perfect = They see the same.
health-kappa-perhaps = It may be chance all the same: the range reaches 0. More pairs will tell.
health-kappa-rare = { $same } of { $count } pairs say the same. Too little failed to tell that from chance: each of the two has to find something { $needed } times.
health-kappa-few =
    { $count ->
        [one] 1 pair is too few to say; it takes { $needed }.
       *[other] { $count } pairs are too few to say; it takes { $needed }.
    }
health-kappa-one-answer = Both always said the same one thing, so nothing tells agreement from chance.
health-kappa-no-pairs = No two layers looked at the same question at the same office close enough in time.
health-questions = Question by question
health-questions-say = What surely fails most stands first. Few answers make a wide range: there, look at the work before you act.
health-questions-none = No question of this process was answered in this period.
health-questions-more = More questions
health-questions-start = From the first question
health-units = Office by office
health-units-say = What surely fails most stands first. Where two ranges overlap widely, the offices may well be alike; few answers make a wide range.
health-units-chart = Share of checks that did not conform, by office
health-units-chart-say = A bar for each office, with a line for the range in which its true share lies. Long lines come from few answers.
health-units-key = In 95 of 100 cases the true share lies in this range
health-units-undrawn =
    { $count ->
        [one] One more office is in the table and not drawn.
       *[other] { $count } more offices are in the table and not drawn.
    }
health-units-more = More offices
health-units-start = From the first office
health-file-process = Process
health-file-code = Id
health-file-week = Week of (Monday)
health-file-layer = Layer
health-file-layer-name = Name of the layer
health-file-office = Office
health-file-question = Question
health-file-answers = Answers
health-file-conform = Conform at the first look
health-file-percent = Procedures followed, %
health-file-low = Range from, %
health-file-high = Range to, %
health-file-expected = Audits expected
health-file-done = Audits done
health-file-on-time = Audits on time
health-file-missed = Audits missed
health-file-completion = Audits done, %
health-file-to-decide = Findings to do
health-file-under-way = Findings under way
health-file-overdue = Findings overdue
health-file-again = Found again
health-file-direction = Change
health-file-not-applicable = Not applicable
health-made-range = The range after a share
health-made-range-text = In 95 of 100 cases the true share lies in it (Wilson’s score interval). Few answers make it wide.
health-made-direction = Change
health-made-direction-text = Said only when a signal of the control chart of failed answers by week reaches into its last 4 weeks: a week outside the expected range, 8 weeks in a row on one side of the mean, or 6 that each go further. Every other difference is chance.
health-made-agree = Agreement
health-made-agree-text = Cohen’s kappa: how much more often the two say the same than chance would, divided by how much more they could; 1 is always, 0 is chance. Each answer of the upper layer is paired with the nearest answer of the lower layer, by somebody else, at most { $days ->
        [one] 1 day
       *[other] { $days } days
    } apart, and each answer is used once. Corrected on the spot counts as failed, “not applicable” is left out. The words for it are those of J. R. Landis and G. G. Koch (1977). The range holds the true value in 95 of 100 cases. Where hardly anything fails, kappa is low although nearly all pairs are alike: read both numbers. Of each upper layer the newest { $newest } audits are looked at, each beside the two nearest of every layer below.
health-made-order = The order
health-made-order-text = By how much surely fails: the lower end of the range of failed answers. So an office with two answers does not stand before one with two hundred.

# Where two layers answered the same question

pairs-title = Two layers, one question
pairs-lead =
    { $count ->
        [0] No pair of answers: { $process }.
        [one] One pair of answers: { $process }.
       *[other] { $count } pairs of answers: { $process }.
    }
pairs-filter = Choose layers, what they say, period and office
pairs-layers-all = All layers
pairs-saying = What they say
pairs-saying-all = Anything
pairs-saying-both-conform = Both: conforms
pairs-saying-both-fail = Both: failed
pairs-saying-lower-only = Only the lower layer found something
pairs-saying-upper-only = Only the upper layer found something
pairs-col-lower = Lower layer
pairs-col-upper = Upper layer
pairs-failed = Failed
pairs-more = More pairs
pairs-none-title = No pair matches
pairs-none-text = No two layers answered so about the same question at the same office close enough in time. Choose other layers or a longer period.
pairs-show-all = Show all pairs
pairs-file-question = Question
pairs-file-unit = Office
pairs-file-lower-layer = Lower layer
pairs-file-lower-date = Its date
pairs-file-lower-conforms = Lower layer: conforms
pairs-file-upper-layer = Upper layer
pairs-file-upper-date = Its date (upper)
pairs-file-upper-conforms = Upper layer: conforms
pairs-file-saying = What they say

# Question health: what stands out of published questions

question-health-title = Question health
question-health-lead =
    { $count ->
        [0] Nothing stands out of the { $all } published questions.
        [one] Of { $all } published questions one stands out. A suggestion is no rule: look at the question first.
       *[other] Of { $all } published questions { $count } stand out. A suggestion is no rule: look at the question first.
    }
question-health-filter = Search questions and filter by what stands out
question-health-search = Search questions
question-health-search-hint = Words of the question
question-health-sign = What stands out
question-health-choice = { $sign } ({ $count })
question-health-all = Anything
question-health-do = What to do
question-health-found = Findings so far
question-health-edit = Edit
question-health-more = More questions
question-health-nothing-title = No question found
question-health-nothing-text = No question has these words and stands out in this way.
question-health-show-all = Show all that stand out
question-health-well-title = Every question does its work
question-health-well-text = All are asked, some fail and some do not, and their clauses have not changed.
question-health-empty-title = No published questions yet
question-health-empty-text = What stands out of questions appears here once a checklist is published and audits ask it.
question-health-made = What stands out, and from when on
question-sign-never-failed = Never failed
question-sign-never-failed-text = 0 of { $count } answers failed in a year: with 95% certainty at most { $most } truly fail.
question-sign-never-failed-advice = Ask it less often, or sharpen it so that it would tell; retire it where nothing can go wrong.
question-sign-never-failed-rule = None of at least { $never } answers of { $year } days failed. How much may truly fail all the same is 3 divided by the answers, the rule of three (Hanley and Lippman-Hand, 1983).
question-sign-always-fails = Always fails
question-sign-always-fails-text = All { $count } answers of a year failed: with 95% certainty at most { $most } truly conform.
question-sign-always-fails-advice = Asking again changes nothing: work on the cause, or check whether the clause can be followed at all and the question asks for it.
question-sign-always-fails-rule = All of at least { $always } answers of { $year } days failed. How much may truly conform all the same is the upper end of Wilson’s interval.
question-sign-always-not-applicable = Always not applicable
question-sign-always-not-applicable-text = All { $count } answers of a year were “not applicable”.
question-sign-always-not-applicable-advice = Check the kind of answer and which layers and offices it is asked at; retire it where it never applies.
question-sign-always-not-applicable-rule = At least { $always } answers of { $year } days were “not applicable”, and none was anything else.
question-sign-clause-changed = Clause changed
question-sign-clause-changed-text = Its clause has other words in the newest edition, or is gone.
question-sign-clause-changed-advice = Compare it with the clause, under “Changed clauses”, and change it or say that it stays.
question-sign-clause-changed-rule = The newest edition of the manual words the clause differently, and nobody has said yet that the question stays as it is.
question-sign-stale = Old
question-sign-stale-text = Nobody has changed it or looked at it beside its clause since { $day }.
question-sign-stale-advice = Read it again with those who do the work: sharpen it, or publish it anew as it is.
question-sign-stale-rule = Its words are older than { $stale } days, and nobody looked at it beside its clause since.
question-sign-unaudited = Not asked
question-sign-unaudited-text = No audit has asked it since { $day }.
question-sign-unaudited-year = No audit has asked it in the last { $days } days.
question-sign-unaudited-advice = See whether a plan covers its layers and tags; retire it where nobody needs it.
question-sign-unaudited-rule = It is published and no submitted audit asked it for { $unasked } days, or for as long as it may wait at an office, if that is longer.
question-file-question = Question
question-file-code = Id
question-file-checklist = Checklist
question-file-sign = What stands out
question-file-text = From which numbers
question-file-advice = Suggestion
question-file-answers = Answers in a year
question-file-failed = Failed in a year
question-file-not-applicable = Not applicable in a year
question-file-address = Address

trace-title = From the mission to the questions
trace-tabs = Tree or table
trace-tab-tree = Tree
trace-tab-table = Table
trace-lead = { $goals ->
        [0] No goals yet.
        [one] One goal
       *[other] { $goals } goals
    }{ $goals ->
        [0] {""}
       *[other] , { $gaps ->
            [0] none has a gap.
            [one] one has a gap.
           *[other] { $gaps } have a gap.
        }
    }
trace-lead-part = { $goals ->
        [one] One goal
       *[other] { $goals } goals
    }, { $promises ->
        [one] one promise
       *[other] { $promises } promises
    }, { $questions ->
        [one] one question
       *[other] { $questions } questions
    }.
trace-only-goal = Only what hangs on the goal “{ $text }”.
trace-only-service = Only what hangs on the service “{ $text }”.
trace-only-promise = Only what hangs on the promise “{ $text }”.
trace-only-process = Only what hangs on the process “{ $text }”.
trace-only-question = Only why this is asked: “{ $text }”
trace-only-clause = Only what hangs on the clause “{ $text }”.
trace-only-this = Only what hangs on this
trace-only-nothing = Nothing hangs on it yet: no goal, no service and no question.
trace-show-all = Show everything
trace-counts = { $services ->
        [0] no service
        [one] one service
       *[other] { $services } services
    }, { $questions ->
        [0] no question
        [one] one question
       *[other] { $questions } questions
    }
trace-gaps-here = { $count ->
        [one] one gap
       *[other] { $count } gaps
    }
trace-no-gaps = No gap
trace-towards = Works towards { $goal }
trace-loose = Tied to no goal
trace-loose-text = Services that work towards no objective, and processes and questions that serve no goal.
trace-promised = What is promised
trace-checked = How it is checked
trace-kind-objective = Objective
trace-kind-service = Service
trace-kind-promise = Promise
trace-kind-process = Process
trace-kind-clause = Clause
trace-delivered-by = Delivered by
trace-questions = { $count ->
        [one] One question
       *[other] { $count } questions
    }
trace-checklist = Open { $title }
trace-no-service = No service works towards it yet.
trace-no-objective = No objective and no service yet.
trace-no-question = No question watches it yet.
trace-mark-goal = Gap in this goal
trace-mark-service = No process delivers it
trace-mark-promise = No measure
trace-mark-process = No checklist in use
trace-mark-question = No goal or no clause
trace-mark-clause = Nobody audits it
trace-empty-title = Nothing to trace yet
trace-empty-text = Once the mission has goals, they stand here with everything that hangs on them.
trace-gaps = Gaps in the chain
trace-gaps-whole = { $gaps ->
        [0] No gap anywhere.
       *[other] { $count ->
            [0] {""}
            [one] One other link is whole.
           *[other] The { $count } other links are whole.
        }
    }
trace-gap-goals = Goals no question serves
trace-gap-departments = Goals of departments tied to no goal of the agency
trace-gap-services = Services no process delivers
trace-gap-promises = Promises without a measure
trace-gap-processes = Processes without a checklist in use
trace-gap-without-goal = Questions without a goal
trace-gap-without-clause = Questions without a clause
trace-gap-clauses = Clauses nobody audits
trace-advice-goals = Add a question that serves the goal, or end the goal.
trace-advice-departments = Name the goal of the agency that each one works towards.
trace-advice-services = Name the service at the process that delivers it, or write that process down.
trace-advice-promises = Say how the promise is measured, so that it can be kept or missed.
trace-advice-processes = Write a checklist for the process and publish it.
trace-advice-without-goal = Name the goal that the question serves, or take the question out.
trace-advice-without-clause = Name the clause that says how it is done, or write the clause first.
trace-advice-clauses = Add a question that checks the clause. A clause that only explains needs none.
trace-gap-lead = { $count ->
        [0] Nothing is missing here.
        [one] There is one. { $advice }
       *[other] There are { $count }. { $advice }
    }
trace-gap-filter = Filter this list
trace-gap-search = Search this list
trace-search-hint = Words
trace-gap-none-title = No gap
trace-gap-none-text = This part of the chain is whole.
trace-back = Back to the trace
trace-nothing-title = Nothing found
trace-nothing-text = Nothing has these words here. Try fewer words or fewer filters.
trace-table-lead = { $count ->
        [0] No question.
        [one] One question, with everything it hangs on.
       *[other] { $count } questions, each with everything it hangs on.
    }
trace-table-caption = Questions with what they hang on
trace-table-empty-title = No questions yet
trace-table-empty-text = Once a checklist is published, each of its questions is a row here.
trace-filter = Filter questions
trace-search = Search
trace-goal-all = All goals
trace-process-all = All processes
trace-show = Show
trace-show-every = All questions
trace-show-gaps = Only with a gap
trace-cell-none = missing
trace-col-goal = Goal
trace-col-objective = Objective
trace-col-service = Service
trace-col-promise = Promise
trace-col-process = Process
trace-col-checklist = Checklist
trace-col-question = Question
trace-col-clause = Clause

clause-words = The words of the clause
clause-trace = See what hangs on it
clause-gone = This clause is gone since edition { $edition }. It is kept for the record.
clause-comes = This clause does not bind anybody yet. It comes with edition { $edition } on { $day }.
clause-changes = This clause changes with edition { $edition } on { $day }.
clause-goes = This clause goes with edition { $edition } on { $day }.
clause-questions = { $count ->
        [one] One question checks it
       *[other] Questions that check it
    }
clause-question-trace = Where does this question come from?
clause-questions-none = No checklist in use asks about this clause.
clause-findings = Findings of the last year
clause-findings-all = { $count ->
        [one] See it in the list
       *[other] See all { $count }
    }
clause-findings-none = No findings that you may see.
clause-conformance = First-time conformance, last year
clause-conformance-of = { $count ->
        [one] one answer to its questions in your units
       *[other] { $count } answers to its questions in your units
    }
clause-conformance-none = No answers yet
clause-editions = Other editions
clause-editions-none = There is no other edition.
clause-edition = Edition { $edition }
clause-edition-in-force = in force since { $day }
clause-edition-draft = draft, from { $day }
clause-edition-superseded = from { $day }, superseded
clause-edition-without = Does not have this clause.
clause-edition-same = The same words.
clause-edition-words = Its words
