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

people-account-title = Your account
people-account-you = You
people-account-no-roles = You hold no role yet. Ask your administrator.
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
people-add = Add
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
history-person-invited = sent a link to choose a password
history-person-password-set = chose a password
history-person-left = ended the access
history-person-came-back = gave access again

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
agency-day-closed = closed
agency-holidays = Holidays and closures
agency-holidays-none = None this year. Due dates count every working day.
agency-holiday-add = Add a day off
agency-day-off = Day off
agency-day-name = What it is called
agency-day-name-missing = Enter what the day is called.
agency-date = Date
agency-date-missing = Enter a date.
agency-from = From
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
history-unit-added = added this unit
history-unit-changed = changed name, kind or time zone
history-unit-closed = closed this unit
history-unit-reopened = opened this unit again
history-unit-hours-set = set its own opening hours
history-unit-hours-inherited = took the opening hours of the unit above
history-holiday-added = added { $name }, { $date }
history-holiday-removed = removed { $name }, { $date }
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
desk-mail-lead =
    { $count ->
        [0] Every mail has left.
        [one] One mail waits to leave.
       *[other] { $count } mails wait to leave.
    }
desk-mail-lead-failed =
    { $count ->
        [one] One mail could not be delivered. Look at what the mail server said, then send it again.
       *[other] { $count } mails could not be delivered. Look at what the mail server said, then send them again.
    }
desk-mail-tabs = State of the mails
desk-mail-tab-all = All
desk-mail-tab-waiting = Waiting
desk-mail-tab-sent = Sent
desk-mail-tab-failed = Not delivered
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
desk-mail-send-again = Send again
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
desk-job-remind = Reminders of due findings and actions
desk-job-mail = Hands mail to the mail server
desk-job-seal = Seals the day's history
