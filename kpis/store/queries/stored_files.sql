-- One row per stored file, for checking its sum.
--
-- columns: sha256, the sum worked out now, bytes
-- order:   as recorded
select sha256, sha256(content), octet_length(content) from stored_file order by sequence
