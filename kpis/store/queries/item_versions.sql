-- One row per version of an item; version 0 is as signed, later ones hold what they change. An
-- amendment may be recorded before its commitment; it is known no earlier than that.
--
-- parameters: $as_of (instant)
-- columns:    commitment, item, version, recorded, effective, indicator, each, the terms,
--             document, signed_on, reason
-- order:      commitment, item, version
select
    commitment, item, version, recorded, effective, indicator, each,
    comparator, target, low, high, baseline, start, due, weight, pace, steps,
    document, signed_on, reason
from item_version
where recorded <= $as_of
  and commitment in (select id from commitment where recorded <= $as_of)
order by commitment, item, version
