-- One row per event of a submission.
--
-- parameters: $number
-- columns:    event, recorded, actor, reason, successor (of the event superseded: by which)
-- order:      as written
select event.event, event.recorded, event.actor, event.reason, supersession.successor
from submission_event as event
left join supersession
    on supersession.submission = event.submission and event.event = 'superseded'
where event.submission = $number
order by event.sequence
