-- One row per kind of reference that leads nowhere.
--
-- columns: what, count, an example
select 'figure without submission', count(*), any_value(figure.sequence::varchar)
from figure anti join submission on submission.sequence = figure.submission
having count(*) > 0
union all
select 'figure of an unknown unit', count(*), any_value(figure.unit)
from figure anti join unit on unit.code = figure.unit
having count(*) > 0
union all
select 'figure of an unknown indicator', count(*), any_value(figure.indicator)
from figure anti join indicator on indicator.code = figure.indicator
having count(*) > 0
union all
select 'commitment of an unknown unit', count(*), any_value(commitment.unit)
from commitment anti join unit on unit.code = commitment.unit
having count(*) > 0
union all
select 'item of an unknown indicator', count(*), any_value(item_version.indicator)
from item_version anti join indicator on indicator.code = item_version.indicator
having count(*) > 0
union all
select 'item without commitment', count(*), any_value(item_version.commitment)
from item_version anti join commitment on commitment.id = item_version.commitment
having count(*) > 0
union all
select 'submission without its file', count(*), any_value(submission.file)
from submission anti join stored_file on stored_file.sha256 = submission.file
where submission.file is not null
having count(*) > 0
union all
select 'submission without an event', count(*), any_value(submission.sequence::varchar)
from submission anti join submission_event on submission_event.submission = submission.sequence
having count(*) > 0
union all
select 'evidence of an unknown figure', count(*), any_value(evidence.sequence::varchar)
from evidence anti join figure on figure.sequence = evidence.figure
having count(*) > 0
union all
select 'evidence without its file', count(*), any_value(evidence.file)
from evidence anti join stored_file on stored_file.sha256 = evidence.file
having count(*) > 0
union all
select 'supersession by an unknown submission', count(*), any_value(supersession.sequence::varchar)
from supersession anti join submission on submission.sequence = supersession.successor
having count(*) > 0
