-- At most one row: the bytes of a received file.
--
-- parameters: $sha256
select content from stored_file where sha256 = $sha256
