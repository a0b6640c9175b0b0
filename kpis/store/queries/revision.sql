-- One row: the highest sequence number of the ledger, 0 when it is empty.
select coalesce(max(last), 0) from entry
