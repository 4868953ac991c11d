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
