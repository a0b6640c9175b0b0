-- One row per unit, indicator and member: the latest published figure, before a month if one is said.
--
-- parameters: $indicators (codes); $before (month, or null); $as_of (instant)
-- columns:    unit, indicator, period, member, numerator, denominator, amount, note, source
select unit, indicator, period, member, numerator, denominator, amount, note, source
from published_figure
where list_contains($indicators, indicator)
  and ($before is null or period < $before)
  and published_at <= $as_of
qualify row_number() over (
    partition by unit, indicator, member
    order by period desc, published_at desc, sequence desc
) = 1
