-- One row per indicator: the version that counted at an instant.
--
-- parameters: $as_of (instant)
-- columns:    recorded, content (JSON)
-- order:      as first recorded
select recorded, content
from indicator
qualify row_number() over (
    partition by code
    order by
        recorded <= $as_of desc,
        case when recorded <= $as_of then -epoch_us(recorded) else epoch_us(recorded) end,
        case when recorded <= $as_of then -sequence else sequence end
) = 1
order by min(sequence) over (partition by code)
