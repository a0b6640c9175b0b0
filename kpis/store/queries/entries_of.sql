-- One row per entry of the ledger by which a certain act was done.
--
-- parameters: $act
-- columns:    sequence, recorded, actor, detail (JSON)
-- order:      as written
select sequence, recorded, actor, detail from entry where act = $act order by sequence
