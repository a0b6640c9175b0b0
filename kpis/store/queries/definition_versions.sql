-- One row per version of any definition, for the export.
--
-- columns: kind (setting, indicator), recorded, content (JSON)
-- order:   as recorded, then as written
select kind, recorded, content
from (
    select 'setting' as kind, recorded, sequence, content from setting
    union all
    select 'indicator', recorded, sequence, content from indicator
)
order by recorded, sequence
