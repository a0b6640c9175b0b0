-- One row per version of any unit, for the export.
--
-- columns: code, name, name_en, kind, parent, valid_from, valid_to, successor, recorded
-- order:   by first appearance of the code, then as recorded
select code, name, name_en, kind, parent, valid_from, valid_to, successor, recorded
from unit
order by min(sequence) over (partition by code), recorded, sequence
