SELECT * FROM ledger_audit($1)
