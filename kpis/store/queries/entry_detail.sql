-- At most one row: what an act noted about itself.
--
-- parameters: $sequence
-- columns:    detail (JSON)
select detail from entry where sequence = $sequence
