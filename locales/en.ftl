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

### boards

board-percent = { $number }%

# Today
today-good-morning = Good morning, { $name }
today-good-afternoon = Good afternoon, { $name }
today-good-evening = Good evening, { $name }
today-all-done = All done, { $name }
today-day = Your day
today-line-none = No audit is due today.
today-line-some =
    { $all ->
        [one] { $done } of { $all } audit done.
       *[other] { $done } of { $all } audits done.
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
today-todo = To do
today-start = Start
today-continue = Continue
today-task-due-at = Due { $when }
today-task-due = Due: { $when }
today-task-was-due = Was due: { $when }
today-task-opens = Opens { $when }
today-task-started = Started { $when }
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
today-missed-ended = Its time ended: { $when }
today-missed-say = Some days are too full. What was missed stays missed, and the next one comes as planned. Your manager sees it too, to help you find the time.
today-ahead = Open, due later
today-next = Coming next
today-next-due = due { $when }
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
today-due-over = overdue since { $date }
today-due-today = due today
today-due-tomorrow = due tomorrow
today-due-weekday = due { $weekday }
today-due-days = due in { $count } days
today-fixed = Because you checked
today-fixed-found = You found ({ $date }): { $seen }
today-fixed-by = Closed by { $name }, { $date }
today-fixed-on = Closed { $date }
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
        [0] No finding needs a decision
        [one] 1 finding needs a decision
       *[other] { $count } findings need a decision
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
day-col-standing = Stands
day-col-who = Who
day-col-result = Result
day-col-findings = Findings
day-nobody = Nobody assigned
day-sent = Sent { $when }
day-sent-late = Sent late, { $when }
day-due = Due { $when }
day-result =
    { $conforms } of { $judged } conform{ $nonconforming ->
        [0] { "" }
       *[other] , { $nonconforming } nonconforming
    }{ $corrected ->
        [0] { "" }
       *[other] , { $corrected } corrected on the spot
    }
day-cut = There are more audits on this day. Choose an office to see all of its audits.
day-empty-title = No audits on this day
day-empty-text = Audits appear on the day their time begins. Weekends and holidays often have none.

# The summary
summary-title = Is the mission delivered?
summary-eyebrow = { $unit }, { $days }
summary-days =
    { $same-year ->
        [1] { $from-month } { $from-day } to { $to-month } { $to-day }, { $to-year }
       *[other] { $from-month } { $from-day }, { $from-year } to { $to-month } { $to-day }, { $to-year }
    }
summary-all-units = All your offices
summary-filter = Choose a period and an office
summary-period = Period
summary-period-this-month = This month
summary-period-last-month = Last month
summary-period-3-months = Last 3 months
summary-period-12-months = Last 12 months
summary-unit = Office
summary-print = Print
summary-head-no-goals = Nobody can say yet: there are no goals.
summary-head-no-data = Not known yet: no audit looked at a goal in this period.
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
       *[other] , { $missed } were missed
    }.
summary-closed = Findings closed on time
summary-closed-made =
    { $part } of { $whole } due findings were fixed by their due date{ $open ->
        [0] .
        [one] ; 1 is still open.
       *[other] ; { $open } are still open.
    }
summary-no-figure = Nothing to count in this period.
summary-change-up = Up { $points } points on { $before }.
summary-change-down = Down { $points } points on { $before }.
summary-change-same = The same as { $before }.
summary-before-this-month = the same days last month
summary-before-last-month = the month before
summary-before-3-months = the 3 months before
summary-before-12-months = the 12 months before
summary-empty = No audit was done in this period. Choose another period, or come back when the first audits are in.
summary-goals = Goal by goal
summary-goals-mark = The mark shows the target
summary-goals-caption = Each goal with its conformance against the target and its open findings
summary-goals-now = Open and overdue findings are those of today, whatever the period.
summary-goals-none = There are no goals yet. Quality staff load the mission with its goals; then every question shows which goal it serves.
summary-go-mission = See the mission
summary-col-goal = Goal
summary-col-delivered = Delivered?
summary-col-open = Open findings
summary-col-overdue = Overdue
summary-target-of =
    { $count ->
        [one] target { $target }, 1 answer
       *[other] target { $target }, { $count } answers
    }
summary-bullet = { $percent }, target { $target }
summary-no-answers = no answers yet
summary-to-decide = { $count } to decide
summary-under-way = { $count } under way
summary-layers = Is every layer looking?
summary-layers-none = No layer had an audit to do in this period.
summary-layers-all = Yes: every layer did at least nine of ten expected audits.
summary-layers-behind =
    { $count ->
        [one] Behind: { $layers } did fewer than nine of ten expected audits.
       *[other] Behind, with fewer than nine of ten expected audits done: { $layers }.
    }
summary-layers-silent = Nothing was planned for: { $layers }.
summary-layers-apart = On the same questions, layer { $layer } found { $here } conforming, layer { $lowest } { $there }. Look together at why.
summary-layer-same =
    { $count ->
        [one] { $here } here, { $there } at layer { $layer }, on 1 question
       *[other] { $here } here, { $there } at layer { $layer }, on { $count } questions
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
summary-trend = Month by month
summary-month = { $month } { $year }
summary-trend-none = No month has answers yet.
summary-trend-one = Only { $month } has answers so far. A line needs two months.
summary-trend-up = Procedures are followed more often: { $from } in { $from-month }, { $to } in { $to-month }.
summary-trend-down = Procedures are followed less often: { $from } in { $from-month }, { $to } in { $to-month }.
summary-trend-same = No change: { $from } in { $from-month }, { $to } in { $to-month }.
summary-trend-table = Conformance and audits by month
summary-col-month = Month
summary-col-answers = Answers
summary-help = Where is help needed?
summary-help-say =
    { $count ->
        [one] Least conforms at { $unit }: { $percent } of 1 answer.
       *[other] Least conforms at { $unit }: { $percent } of { $count } answers.
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
summary-col-failed = Did not conform
summary-again = Found again
summary-again-times = { $count }×
summary-again-say = The same question failed again at the same office within 90 days. The last fix did not hold, or there was none.
summary-again-none = Nothing was found a second time in this period.
summary-top = Late, and told all the way up
summary-top-due = due { $date }
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
summary-made-layer = On the same questions
summary-made-layer-text = Only questions that both layers answered in the period, so that like is compared with like.
summary-made-repeat = Found again
summary-made-repeat-text = A finding on the same question at the same office within 90 days of the one before.
summary-made-days = Which day counts
summary-made-days-text = An audit and its answers count on the local date its time began.
