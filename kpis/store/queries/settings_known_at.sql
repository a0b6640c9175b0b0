-- At most one row: the settings that counted at an instant.
--
-- parameters: $as_of (instant)
-- columns:    recorded, content (JSON)
select recorded, content
from setting
qualify row_number() over (
    order by
        recorded <= $as_of desc,
        case when recorded <= $as_of then -epoch_us(recorded) else epoch_us(recorded) end,
        case when recorded <= $as_of then -sequence else sequence end
) = 1
