-- One row per month that lies in the term of a commitment known at an instant.
--
-- parameters: $as_of (instant)
-- order:      month
with term as (

    select
        coalesce(any_value(commitment.term_first), min(version.start)) as first,
        coalesce(any_value(commitment.term_last), max(version.due)) as last
    from commitment
    join item_version as version on version.commitment = commitment.id
    where commitment.recorded <= $as_of and version.version = 0
    group by commitment.id

)

select distinct unnest(generate_series(first, last)) as month from term order by month
