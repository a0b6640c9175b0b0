-- One row per indicator and member of a unit: the latest published figure before a month.
--
-- parameters: $unit, $before (month), $as_of (instant)
-- columns:    indicator, member, period, numerator, denominator, amount, note, source
with known as (

    select *
    from published_figure
    where unit = $unit and period < $before and published_at <= $as_of

)

select indicator, member, period, numerator, denominator, amount, note, source
from known
qualify row_number() over (
    partition by indicator, member
    order by period desc, published_at desc, sequence desc
) = 1
