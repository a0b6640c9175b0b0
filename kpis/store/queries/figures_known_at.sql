-- One row per indicator, unit, month and member: the figure that counted at an instant.
--
-- parameters: $first, $last (months, both included), $as_of (instant), $units, $indicators
--             (lists of codes, or null for all)
-- columns:    sequence, unit, indicator, period, member, numerator, denominator, amount, and the
--             last three once more as doubles
-- order:      none
select
    sequence,
    unit,
    indicator,
    period,
    member,
    numerator,
    denominator,
    amount,
    numerator::double as numerator_double,
    denominator::double as denominator_double,
    amount::double as amount_double
from published_figure
where period between $first and $last
  and published_at <= $as_of
  and ($units is null or unit in (select unnest($units::varchar[])))
  and ($indicators is null or indicator in (select unnest($indicators::varchar[])))
qualify row_number() over (
    partition by unit, indicator, period, member
    order by published_at desc, sequence desc
) = 1
