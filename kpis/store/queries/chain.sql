-- One row per link of the chain.
--
-- columns: sequence of the act, digest
-- order:   as written
select entry, digest from chain order by entry
