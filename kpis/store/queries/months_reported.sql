-- One row per month for which a figure was published by an instant.
--
-- parameters: $as_of (instant)
-- order:      month
select distinct period from published_figure where published_at <= $as_of order by period
