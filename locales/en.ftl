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
photo-remove = Remove

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

### audits

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
audits-layer = Layer
audits-layer-all = All layers
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
audit-state-scheduled = Not started
audit-state-in-progress = In progress
audit-state-submitted = Submitted
audit-state-missed = Missed
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
audit-late-until = Late. It can be sent until { $closes }
audit-begin-title = Ready when you are
audit-questions = Questions
audit-questions-text =
    { $count ->
        [one] About 1 question, { $minutes } min.
       *[other] About { $count } questions, { $minutes } min.
    }
audit-begin-anybody = Nobody has this audit yet. Whoever starts it does it.
audit-begin-promise = Each answer is saved as you give it. You can stop and come back until it closes.
audit-start = Start the audit
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
audit-chosen-age =
    { $days ->
        [one] Not asked here for one day.
       *[other] Not asked here for { $days } days.
    }
audit-chosen-never = Never asked here before.
audit-chosen-risk = It failed here or elsewhere lately.
audit-chosen-lot = Drawn by lot, so that every question has its turn.
audit-chosen-all = This layer asks all of its questions.
audit-recent =
    { $count ->
        [one] Found here once in the last { $days } days.
       *[other] Found here { $count } times in the last { $days } days.
    }
audit-recent-last = Last:
audit-value = Measured value
audit-limits = Conforms: { $limits }.
audit-limits-between = { $low } to { $high } { $unit }
audit-limits-low = at least { $low } { $unit }
audit-limits-high = at most { $high } { $unit }
audit-value-means = How the value counts
audit-as-measured = As measured
audit-react = What to do now
audit-repeat = It was found here lately. Sent again, it is marked as a repeat finding.
audit-seen = What did you see?
audit-seen-hint = Facts only. Please leave out names.
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
audit-missing-seen = Question { $n }: write down what you saw.
audit-missing-done = Question { $n }: write down what was done about it.
audit-missing-photo = Question { $n }: add a photo.
audit-thanks =
    Thank you. { $of ->
        [0] Nothing could be judged;
       *[other] { $conforms } of { $of } conform;
    } { $count ->
        [0] nothing was found.
        [one] 1 finding was raised: { $numbers }.
       *[other] { $count } findings were raised: { $numbers }.
    }
audit-sent-before = This audit was sent before, with other answers. What you see here is what counts.

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
audit-lead-scheduled = It opens { $opens } and is due { $due }.
audit-lead-open = { $who } does this audit. Due: { $due }.
audit-lead-nobody = Nobody has this audit yet. Due: { $due }.
audit-lead-in-progress = { $who } is at it: { $done } of { $all } answered.
audit-lead-missed = Nobody sent it until { $closes }.
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
audit-findings = What was found
audit-findings-next = Each finding has an owner and a due date. The question comes back in the next audits, also of other layers, to see if the fix holds.
audit-answers =
    { $count ->
        [one] 1 answer
       *[other] { $count } answers
    }
audit-measured = Measured: { $value }.
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
audit-no-not-started = Start the audit first.
audit-no-unknown-question = This question is not one of this audit. Reload the page.
audit-no-incomplete =
    { $count ->
        [one] One answer still needs something.
       *[other] { $count } answers still need something.
    }
audit-no-questions = This checklist has no question for this layer. Tell quality staff.
audit-no-photo-here = No photo goes with this question, because people or their papers would be on it.
audit-no-more-photos = This audit has as many photos as it can hold. Remove one first.

history-audit-scheduled = planned this audit
history-audit-assigned = gave it to somebody else
history-audit-started = started it
history-audit-submitted = sent the answers
history-audit-missed = closed it, because nobody had sent it
history-audit-excused = took it out, because the unit was closed

mail-audit-due-subject = Due now at { $unit }, open until { $closes }: { $title }
mail-audit-due-first = Please finish this audit: { $title }, { $unit }.
mail-audit-due-next = Open it here. Answers you gave before are still there.
mail-audit-due-why = You get this mail because the audit is yours.
mail-audit-missed-subject = Missed at { $unit }: { $title }
mail-audit-missed-first = An audit was missed: { $title }, { $unit }.
mail-audit-missed-next = Please ask what was in the way. A missed audit stays missed; the next one can be made easier:
mail-audit-missed-why = You get this mail because you lead the next layer up.
mail-audit-until = Open until:
mail-audit-closed = Closed:
mail-audit-assignee = Belongs to:
mail-open-audit = Open the audit
