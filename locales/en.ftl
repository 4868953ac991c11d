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
