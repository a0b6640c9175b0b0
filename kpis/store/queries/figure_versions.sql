-- One row per reported version of a figure, with the submission that brought it.
--
-- parameters: $as_of (instant); $unit, $indicator, $first, $last (months), $submission: null for
--             all; $published_only: leave out what was not published by $as_of
-- columns:    those of Version in figures.py
-- order:      published (unpublished last), then as recorded
select
    figure.sequence,
    figure.submission,
    figure.unit,
    figure.indicator,
    figure.period,
    figure.member,
    figure.numerator,
    figure.denominator,
    figure.amount,
    figure.note,
    figure.source,
    figure.place,
    case when published.published_at <= $as_of then published.published_at end as published_at,
    submission.file,
    submission.name,
    submission.actor,
    submission.recorded,
    submission.reason
from figure
join submission on submission.sequence = figure.submission
left join published_figure as published on published.sequence = figure.sequence
where ($unit is null or figure.unit = $unit)
  and ($indicator is null or figure.indicator = $indicator)
  and ($first is null or figure.period >= $first)
  and ($last is null or figure.period <= $last)
  and ($submission is null or figure.submission = $submission)
  and case
      when $published_only then published.published_at <= $as_of
      else coalesce(least(published.published_at, submission.recorded), submission.recorded)
          <= $as_of
  end
order by published.published_at nulls last, figure.sequence
