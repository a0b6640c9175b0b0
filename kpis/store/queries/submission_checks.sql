-- One row per submission that was checked when it was sent.
--
-- parameters: $numbers (list of submissions)
-- columns:    submission, warnings, content (JSON)
-- order:      submission
select submission, warnings, content
from submission_check
where submission in (select unnest($numbers::bigint[]))
order by submission
