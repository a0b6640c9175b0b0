-- One row per incoming figure: what it is to what is published.
--
-- parameters: $as_of (instant); reads the registered table `incoming` (unit, indicator, period,
--             member, numerator, denominator, amount, note, source, published_at, place_in_file)
-- columns:    place_in_file, state (new, revised, unchanged), and the numerator, denominator,
--             amount and note that count now. A figure that brings its own instant is unchanged when the
--             same was published at that instant; otherwise it is compared with what counts.
-- order:      place_in_file
with current as (

    select *
    from published_figure
    where published_at <= $as_of
    qualify row_number() over (
        partition by unit, indicator, period, member
        order by published_at desc, sequence desc
    ) = 1

),

again as (

    select distinct incoming.place_in_file
    from incoming
    join published_figure as old
        on old.unit = incoming.unit
       and old.indicator = incoming.indicator
       and old.period = incoming.period
       and old.member is not distinct from incoming.member
       and old.published_at = incoming.published_at
       and old.numerator is not distinct from incoming.numerator
       and old.denominator is not distinct from incoming.denominator
       and old.amount is not distinct from incoming.amount

)

select
    incoming.place_in_file,
    case
        when again.place_in_file is not null then 'unchanged'
        when current.unit is null then 'new'
        when incoming.published_at is null
         and current.numerator is not distinct from incoming.numerator
         and current.denominator is not distinct from incoming.denominator
         and current.amount is not distinct from incoming.amount
         and coalesce(current.note, '') = coalesce(incoming.note, '')
            then 'unchanged'
        else 'revised'
    end as state,
    current.numerator,
    current.denominator,
    current.amount,
    current.note
from incoming
left join current
    on current.unit = incoming.unit
   and current.indicator = incoming.indicator
   and current.period = incoming.period
   and current.member is not distinct from incoming.member
left join again on again.place_in_file = incoming.place_in_file
order by incoming.place_in_file
