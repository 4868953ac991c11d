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
