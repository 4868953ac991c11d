### platform

# numbers
number-group = ,
number-decimal = .

# dates: $weekday, $weekday-short, $month, $month-short, $day, $year
date-today = Today
date-yesterday = Yesterday
date-tomorrow = Tomorrow
date-short = { $weekday-short }, { $month-short } { $day }
date-short-year = { $weekday-short }, { $month-short } { $day }, { $year }
date-full = { $weekday }, { $month } { $day }, { $year }
date-and-time = { $date }, { $time }
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
error-busy = Many people are saving at the moment. Nothing was lost: wait a few seconds and try again.
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
demo-strip = Demo agency. Nothing here is real; everything is made new every night.
network-offline = Offline
network-failed = This was not sent: no connection to the server. What you typed is still here; please try again.
public-about = Plumbline checks whether public services work as promised.

# What an answer, an audit, a finding, a target or a version is. Short: they stand in badges.
status-conforms = Conforms
status-nonconforming = Nonconforming
status-corrected = Corrected on the spot
status-not-applicable = Not applicable
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
pager-label = Pages
pager-newer = Newer
pager-older = Older
breadcrumb-label = Where you are

photo-label = Photos
photo-add = Add photo

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
checklist-photo-failed = Not sent yet. Trying again.
checklist-photo-refused = This photo was not accepted.
checklist-photo-unreadable = This file could not be read as a photo.
checklist-change = Change

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
plan-no-version = This checklist has no published version yet. Publish it first.
plan-no-question = The published checklist asks nothing at layer { $layer }. Choose another layer or another checklist.
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
plan-state-paused = Paused
plan-state-active = Active
plan-every-working-day = every working day
plan-window =
    { $days ->
        [0] { $opens } to { $due }
        [1] { $opens } to { $due } the next day
       *[other] { $opens } to { $due }, { $days } days later
    }
plan-edit = Change
plan-pause = Pause
plan-resume = Resume
plan-paused-lead = This plan is paused: no new audits are made from it. Those made already stay.
plan-not-ready = The checklist has no published version that asks something at this layer. No audits are made until it has.
plan-nobody =
    { $count ->
        [one] At one unit nobody holds the role that audits. Its audits go to nobody until somebody does; the layer above is told.
       *[other] At { $count } units nobody holds the role that audits. Their audits go to nobody until somebody does; the layer above is told.
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
plan-holds-from = From { $from }
plan-holds-until = From { $from } to { $until }
plan-dates = Next dates
plan-dates-of = at { $unit }
plan-dates-none = No date in the next two years.
plan-dates-paused = None while the plan is paused.
plan-moved = moved from { $date }
plan-date-window = { $opens } to { $due }
plan-units = Units
plan-col-unit = Unit
plan-col-auditors = Who audits
plan-unit-nobody = Nobody
plan-unit-closed = Closed
plan-history = History
plan-back = Audit plans
plan-paused-done = Paused. No new audits are made from this plan.
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

plan-new-title = New plan
plan-edit-title = Change “{ $title }”
plan-edit-made = Audits are made until { $date } already and stay as they are. A change holds for the days after; a unit you add begins at once.
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
plan-units-hint = Each unit you tick gets its own audits. Whoever holds the layer’s role there does them; several take turns.
plan-repeat-label = How often
plan-repeat-workdays = Every working day
plan-repeat-weekly = Weekly, on certain days
plan-repeat-monthly = Monthly, on a date
plan-repeat-nth = Monthly, on a weekday
plan-repeat-quarterly = Every quarter
plan-repeat-rule = By a rule of your own
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
recurrence-bad-no-such-day = No month of the rule has such a day.

history-plan-created = wrote the plan
history-plan-changed = changed the plan
history-plan-paused = paused the plan
history-plan-resumed = resumed the plan

mail-audit-unassigned-subject =
    { $count ->
        [one] An audit has nobody to do it: { $plan }
       *[other] { $count } audits have nobody to do them: { $plan }
    }
mail-audit-unassigned-lead =
    { $count ->
        [one] One audit of the plan “{ $plan }” was scheduled, but nobody holds the role that does it ({ $layer }).
       *[other] { $count } audits of the plan “{ $plan }” were scheduled, but nobody holds the role that does them ({ $layer }).
    }
mail-audit-unassigned-more = and { $count } more
mail-audit-unassigned-next = As soon as somebody is given the role at the unit, the audits are theirs. Nothing else is to be done.
mail-audit-unassigned-link = Open the plan
