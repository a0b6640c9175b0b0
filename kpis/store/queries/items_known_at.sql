-- One row per item of a commitment whose term holds a month, in the version that counts: the
-- item as signed with every amendment folded in that was known at the instant and effective by
-- the month judged. An ended unit's items are judged at its last month.
--
-- parameters: $month, $as_of (instant), $units, $last_months (lists: code and last month of
--             every unit that has ended)
-- columns:    commitment, item, unit, indicator, each, judged, term_first, term_last, versions,
--             comparator, target, low, high, baseline, start, due, weight, pace, steps, step (steps of pace `steps`; the value at the
--             month judged)
-- order:      as recorded
with known as (

    select
        version.*,
        commitment.unit,
        commitment.sequence as place,
        commitment.term_first,
        commitment.term_last
    from item_version as version
    join commitment on commitment.id = version.commitment
    where commitment.recorded <= $as_of and version.recorded <= $as_of

),

ended as (

    select unnest($units::varchar[]) as unit, unnest($last_months::integer[]) as last_month

),

terms as (

    select
        commitment,
        coalesce(any_value(term_first), min(start)) as first,
        coalesce(any_value(term_last), max(due)) as last
    from known
    where version = 0
    group by commitment

),

in_force as (

    select
        known.*,
        terms.first,
        terms.last,
        least($month, coalesce(ended.last_month, $month)) as judged
    from known
    join terms using (commitment)
    left join ended using (unit)
    where $month between terms.first and terms.last
      and (
          known.effective is null
          or known.effective <= least($month, coalesce(ended.last_month, $month))
      )

),

folded as (

    select
        commitment,
        item,
        any_value(place) as place,
        any_value(unit) as unit,
        any_value(indicator) as indicator,
        any_value(each) as each,
        any_value(judged) as judged,
        any_value(first) as term_first,
        any_value(last) as term_last,
        count(*) as versions,
        last(comparator order by effective nulls first, recorded, sequence)
            filter (where comparator is not null) as comparator,
        last(target order by effective nulls first, recorded, sequence)
            filter (where target is not null) as target,
        last(low order by effective nulls first, recorded, sequence)
            filter (where low is not null) as low,
        last(high order by effective nulls first, recorded, sequence)
            filter (where high is not null) as high,
        last(baseline order by effective nulls first, recorded, sequence)
            filter (where baseline is not null) as baseline,
        last(start order by effective nulls first, recorded, sequence)
            filter (where start is not null) as start,
        last(due order by effective nulls first, recorded, sequence)
            filter (where due is not null) as due,
        last(weight order by effective nulls first, recorded, sequence)
            filter (where weight is not null) as weight,
        last(pace order by effective nulls first, recorded, sequence)
            filter (where pace is not null) as pace,
        last(steps order by effective nulls first, recorded, sequence)
            filter (where steps is not null) as steps
    from in_force
    group by commitment, item

)

select
    commitment,
    item,
    unit,
    indicator,
    each,
    judged,
    term_first,
    term_last,
    versions,
    comparator,
    target,
    low,
    high,
    baseline,
    start,
    due,
    weight,
    pace,
    case when pace = 'steps' then steps end as steps,
    case when pace = 'steps'
        then list_last(list_filter(steps, step -> step.month <= judged)).amount
    end as step
from folded
order by place, item
