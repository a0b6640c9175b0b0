-- One row per unit: the version that counted at an instant.
--
-- parameters: $as_of (instant)
-- columns:    code, name, name_en, kind, parent, valid_from, valid_to, successor, recorded
-- order:      as first recorded
select code, name, name_en, kind, parent, valid_from, valid_to, successor, recorded
from unit
qualify row_number() over (
    partition by code
    order by
        recorded <= $as_of desc,
        case when recorded <= $as_of then -epoch_us(recorded) else epoch_us(recorded) end,
        case when recorded <= $as_of then -sequence else sequence end
) = 1
order by min(sequence) over (partition by code)
