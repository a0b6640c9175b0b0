-- One row per reopening of a period, known at an instant.
--
-- parameters: $as_of (instant); $period: null for all; $unit: with those for all units; null for
--             every one
-- columns:    those of Reopening in periods.py
-- order:      as recorded
select sequence, recorded, period, unit, until, actor, reason
from reopening
where recorded <= $as_of
  and ($period is null or period = $period)
  and ($unit is null or unit is null or unit = $unit)
order by sequence
