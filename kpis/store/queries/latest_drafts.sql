-- One row per unit, month and person: the latest state of what is being typed.
--
-- parameters: $unit, $period, $actor: null for all
-- columns:    those of Draft in drafts.py
-- order:      the latest first
select place, recorded, unit, period, actor, state, begun, submission, cells
from draft
where ($unit is null or unit = $unit)
  and ($period is null or period = $period)
  and ($actor is null or actor = $actor)
qualify row_number() over (partition by unit, period, actor order by place desc) = 1
order by place desc
