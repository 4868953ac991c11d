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

### people

### navigation and roles

nav-group-work = Work
nav-group-learn = Learn and improve
nav-group-set-up = Set up
nav-today = Today
nav-findings = Findings
nav-audits = Audits
nav-summary = Summary
nav-checklists = Checklists
nav-manuals = Manuals
nav-mission = Mission
nav-planning = Plans
nav-agency = Agency

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

sign-in-title = Sign in
sign-in-email = E-mail address
sign-in-password = Password
sign-in-button = Sign in
sign-in-forgotten = I forgot my password
sign-in-back = Back to sign-in
sign-in-demo = This is the demo. Every person of the town signs in with the password { $password }
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


form-too-long = This is too long. Shorten it to 4,000 characters.
file-not-a-photo = This file is not a photo. Choose a JPEG, PNG, or WebP picture.
history-by-plumbline = Plumbline

### findings

findings-title-decision = Findings to review
findings-title-under-way = Findings with work under way
findings-title-overdue = Overdue findings
findings-title-watched = Findings being watched
findings-title-closed = Closed findings
findings-title-all = All findings
findings-lead-decision =
    { $count ->
        [0] Nothing waits for a decision.
        [one] One finding waits for a decision.
       *[other] { $count } findings wait for a decision.
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
        [0] Nothing has been found.
        [one] One finding in all.
       *[other] { $count } findings in all.
    } { $overdue ->
        [0] Nothing is overdue.
        [one] One is overdue.
       *[other] { $overdue } are overdue.
    }
findings-tab-decision = To decide
findings-tab-under-way = Under way
findings-tab-overdue = Overdue
findings-tab-watched = Being watched
findings-tab-closed = Closed
findings-tab-all = All
findings-stages = Stage
findings-my-actions = My actions
findings-filter = Filter findings
findings-search = Search findings
findings-search-hint = Number or words
findings-unit = Unit
findings-unit-all = All units
findings-layer = Found by layer
findings-layer-all = All layers
findings-of-goal = Only findings that hold one goal back are shown.
findings-clear = Clear filters
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
finding-state-contained = Contained, plan needed
finding-state-planned = Actions under way
finding-state-done = Ready to verify
finding-state-verified = Closed
finding-state-dismissed = Dismissed

finding-no-owner = Not assigned
finding-found = Found:
finding-found-by = , by { $who }
finding-overdue-since = Overdue since { $date }
finding-repeat = Repeat within 90 days
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
finding-end-watching = Closed. Now we watch whether the fix holds
finding-end-watching-text = The next three audits of this question here, by at least two people, show whether it worked. If it is found again, this finding opens again.
finding-end-held = Closed. The fix held
finding-end-held-text = Three audits in a row found this done as the manual says. Thank you to everybody who helped.
finding-end-broken = Closed. It was found again
finding-end-broken-text = The first fix did not hold. See the history for the newer finding.
finding-end-corrected = Put right during the audit
finding-end-corrected-text = It was put right on the spot, so it closed at once. It still counts, because it shows where the work can slip.
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
finding-kind-required = Choose what kind of action it is.
finding-action-button = Plan this action
finding-verification-label = What did you look at, and what did you see?
finding-verification-hint = For example: “Watched six visits at window 3. Each patron left with a number.”
finding-verification-required = Write down what you looked at and what you saw.
finding-layered-label = Will audits notice if it comes back?
finding-layered-hint = A fix holds longer when a question in the layered audit looks at it.
finding-layered-required = Choose whether audits will notice it.
finding-layered-note-label = Which question, or why not?
finding-layered-note-hint = Not needed when a new question is being drafted.
finding-layered-note-required = Name the question, or say why there is none.
finding-verify-button = Verify and close
finding-severity-label = Raise the severity to
finding-severity-hint = A more severe finding is due sooner. Severity cannot be lowered again.
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
finding-note-button = Add note
finding-note-required = Write something first.

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
finding-proof = How we know it worked
finding-layered = In the layered audit now:
finding-watch-held = The fix held
finding-watch-broken = Found again
finding-watch-watching-text =
    { $done ->
        [0] None of the next three audits of this question has been done yet. They have to conform, and at least two people have to look.
       *[other] { $done } of 3 audits conformed so far. At least two people have to look.
    }
finding-watch-held-text = Three audits by at least two people conformed.
finding-watch-broken-text = An audit found it again, so the fix did not hold.
finding-watch-slot = Audit { $n }
finding-rail = More about this finding
finding-who-when = Who and by when
finding-due-by-rule =
    { $days ->
        [one] One working day from { $from } on the calendar of { $unit }.
       *[other] { $days } working days from { $from } on the calendar of { $unit }.
    }
finding-due-picked = This date was picked by hand. It does not move with holidays.
finding-earlier = Has it happened before?
finding-earlier-text =
    { $count ->
        [one] The same question failed here one time before.
       *[other] The same question failed here before. The last { $count }:
    }
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
finding-no-not-yours = This step belongs to somebody else. The page says who can take it.

# what was just done
finding-contained-done = Contained. Next: find the cause.
finding-cause-done = The cause is saved.
finding-action-done-flash = The action is planned, and its owner will be told.
finding-closed-done = Closed. The next three audits show whether the fix holds.
finding-dismissed-done = The finding is dismissed.
finding-severity-done = The severity is raised. Check the due date.
finding-owner-done = Handed over. The new owner gets the reminders from now on.
finding-note-done = Your note is in the history.
action-finished-done = Done. Thank you!
action-cancelled-done = The action is canceled.

cause-method = The procedure: missing, wrong, or unclear
cause-training = Training: nobody has shown how, or not lately
cause-tools = Tools: a form, a system, or a machine
cause-capacity = Capacity: too few hands or hours at that moment
cause-handover = Handover: the work falls between two units
cause-place = The place: signs, room, or noise
cause-outside = Something outside the agency
action-kind-immediate = Immediate: stops the effect now
action-kind-corrective = Corrective: removes the cause here
action-kind-preventive = Preventive: keeps it from happening elsewhere
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
actions-empty-title = All your actions are done
actions-empty-text = When somebody plans an action for you, it appears here, and a mail tells you.
actions-empty-link = See the findings
action-eyebrow = Action { $n } of { $number }
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
history-finding-cause = wrote the cause down
history-finding-action-planned = planned an action. Due: { $due }
history-finding-action-done = finished an action
history-finding-action-cancelled = canceled an action
history-finding-closed = verified the fix and closed the finding
history-finding-reopened = found it again, so it is open again. Due: { $due }
history-finding-held = checked it again: the fix held
history-finding-dismissed = dismissed the finding
history-finding-severity = raised the severity
history-finding-handed-over = handed it over to a new owner
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
mail-critical-subject = Critical finding at { $unit }: { $what }
mail-critical-first = Please make sure today that nobody else is affected: a critical finding at { $unit }.
mail-critical-next = See what was done already, and what is next:
mail-critical-why = You get this mail because you lead this unit, and critical findings are told at once.
mail-finding = Finding:
mail-where = Where:
mail-due = Due:
mail-was-due = Was due:
mail-owner = Owner:
mail-seen = What was seen:
mail-open-action = Open the action
mail-open-finding = Open the finding
mail-sent-by = Sent by Plumbline. Opening the link changes nothing by itself.

### mission

mission-title = Mission and goals
mission-lead = { $goals ->
        [one] One goal
       *[other] { $goals } goals
    }, watched by { $questions ->
        [one] one question
       *[other] { $questions } questions
    } of the checklists in use.
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
mission-empty-text = The mission statement, its goals and their objectives appear here once quality staff have loaded them.

history-mission-stated = stated the mission
history-mission-changed = changed the mission statement
history-goal-added = added the goal
history-goal-changed = changed the goal
history-goal-ended = ended the goal

### manuals

manuals-title = Procedures manuals
manuals-lead = How the work is to be done. Every question of a checklist points at a clause of a manual.
manuals-column-manual = Manual
manuals-column-edition = Edition
manuals-column-clauses = Clauses
manuals-column-questions = Questions that check it
manuals-edition = Edition { $edition }
manuals-edition-since = Edition { $edition }, since { $day }
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
manuals-empty-title = No manuals yet
manuals-empty-text = Procedures manuals appear here, clause by clause, once quality staff have loaded them.
manual-no-edition-fixed = Edition { $edition } of { $manual } has been in force and has other words. An edition in force never changes: give the new text edition number { $next }.

history-edition-loaded = loaded an edition
history-edition-redrafted = loaded an edition again before its first day
history-edition-in-force = brought an edition into force
history-edition-superseded = replaced an edition by a newer one

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
checklists-empty-title = No checklists yet
checklists-empty-text = A checklist says what an audit asks about one process. Quality staff write it as a file and bring it in here.

checklists-version-lead-published = Version { $version }, in use since { $day }. { $questions ->
        [one] One question.
       *[other] { $questions } questions.
    }
checklists-version-lead-draft = Draft of version { $version }, brought in on { $day }. Nobody is asked by it yet.
checklists-version-lead-retired = Version { $version }, published on { $day } and replaced since.
checklists-file = Get the file
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
checklists-publish-effect = Audits made from now on ask this version. Audits that have begun finish on the one they began with. A published version never changes; it can only be replaced.
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

history-template-drafted = brought in a draft
history-template-published = published a version
