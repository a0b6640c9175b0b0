-- One row per unit and indicator: when a month was published first, and when that was sent.
--
-- parameters: $period (month), $as_of (instant)
-- columns:    unit, indicator, published_at, submitted_at
-- order:      none
select
    figure.unit,
    figure.indicator,
    min(figure.published_at),
    arg_min(submission.recorded, figure.published_at)
from published_figure as figure
join submission on submission.sequence = figure.submission
where figure.period = $period and figure.published_at <= $as_of
group by figure.unit, figure.indicator
