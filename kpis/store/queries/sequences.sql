-- One row per table of the ledger: how its sequence numbers stand to the entries.
--
-- columns: name, rows, distinct numbers, rows outside every entry
with numbered as (

    select 'setting' as name, sequence from setting
    union all select 'indicator', sequence from indicator
    union all select 'unit', sequence from unit
    union all select 'commitment', sequence from commitment
    union all select 'item_version', sequence from item_version
    union all select 'stored_file', sequence from stored_file
    union all select 'submission', sequence from submission
    union all select 'submission_event', sequence from submission_event
    union all select 'figure', sequence from figure
    union all select 'mapping', sequence from mapping
    union all select 'supersession', sequence from supersession
    union all select 'submission_check', sequence from submission_check
    union all select 'evidence', sequence from evidence
    union all select 'reopening', sequence from reopening

)

select
    numbered.name,
    count(*),
    count(distinct numbered.sequence),
    count(*) filter (where entry.sequence is null or numbered.sequence > entry.last)
from numbered
asof left join entry on numbered.sequence >= entry.sequence
group by numbered.name
order by numbered.name
