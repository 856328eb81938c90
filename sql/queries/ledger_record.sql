SELECT people_action_id AS number, to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at, action, minutes, reason FROM ledger_record($1, $2::jsonb)
