-- One row per signed document.
--
-- parameters: $as_of (instant), $unit (code, or null for all)
-- columns:    id, unit, document, signed_on, signer, counter_signer (JSON), term_first,
--             term_last, recorded
-- order:      as recorded in the ledger
select id, unit, document, signed_on, signer, counter_signer, term_first, term_last, recorded
from commitment
where recorded <= $as_of and ($unit is null or unit = $unit)
order by sequence
