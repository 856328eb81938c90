SELECT period, state, to_char(charged_until, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS charged_until, total, currency, n_charges AS charges, digest FROM ledger_close($1, $2::jsonb ->> 'accept')
