-- At most one row: the act that a request was carried out by.
--
-- parameters: $request
-- columns:    sequence, act
select sequence, act from entry where request = $request
