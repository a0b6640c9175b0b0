-- One row per submission with its latest event.
--
-- parameters: $as_of (instant); $unit, $period, $number, $states (list): null for all
-- columns:    those of Submission in submissions.py
-- order:      the latest first
with state as (

    select submission, event, recorded, actor, reason
    from submission_event
    where recorded <= $as_of
    qualify row_number() over (partition by submission order by sequence desc) = 1

),

size as (

    select submission, count(*) as figures
    from figure
    group by submission

)

select
    submission.sequence,
    submission.recorded,
    submission.unit,
    submission.period,
    submission.file,
    submission.name,
    submission.actor,
    submission.reason,
    state.event,
    state.recorded,
    state.actor,
    state.reason,
    coalesce(size.figures, 0)
from submission
join state on state.submission = submission.sequence
left join size on size.submission = submission.sequence
where submission.recorded <= $as_of
  and ($unit is null or submission.unit = $unit)
  and ($number is null or submission.sequence = $number)
  and ($period is null or submission.period = $period)
  and ($states is null or state.event in (select unnest($states::varchar[])))
order by submission.sequence desc
