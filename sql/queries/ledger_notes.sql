SELECT period, subject, note FROM ledger_note WHERE period = coalesce($1, period) ORDER BY period, subject, note
