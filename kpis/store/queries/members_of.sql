-- One row per member that was ever reported for an indicator with a breakdown.
--
-- parameters: $as_of (instant)
-- columns:    indicator, member
-- order:      indicator, member
select distinct indicator, member
from published_figure
where member is not null and published_at <= $as_of
order by indicator, member
