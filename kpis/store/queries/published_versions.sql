-- One row per published version of any figure.
--
-- parameters: $first, $last (months, both included), $as_of (instant), $unit (null for all)
-- columns:    unit, indicator, member, period, numerator, denominator, amount (as doubles),
--             source, published_at (microseconds since 1970, UTC)
-- order:      by figure, then as published: the last of a figure is the one that counts
select
    unit,
    indicator,
    member,
    period,
    numerator::double as numerator,
    denominator::double as denominator,
    amount::double as amount,
    source,
    epoch_us(published_at) as published_at
from published_figure
where period between $first and $last
  and published_at <= $as_of
  and ($unit is null or unit = $unit)
order by unit, indicator, member nulls first, period, published_at, sequence
