-- Mappings that counted at an instant: per unit and source the latest row, unless taken back.
--
-- parameters: $as_of (instant); $unit: those of the unit and of the office, null for all;
--             $fingerprints: of headers, null for any; $sequence: null for all
-- columns:    those of KeptMapping in mappings.py
-- order:      a unit's own first, then by source
with latest as (

    select *
    from mapping
    where recorded <= $as_of
    qualify row_number() over (partition by unit, source order by sequence desc) = 1

)

select sequence, recorded, unit, source, fingerprint, actor, content
from latest
where content is not null
  and ($unit is null or unit is null or unit = $unit)
  and ($fingerprints is null or list_contains($fingerprints, fingerprint))
  and ($sequence is null or sequence = $sequence)
order by unit nulls last, source, sequence
