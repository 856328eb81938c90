SELECT correction_id AS number, corrects_period, period, component, host, service, team, amount, currency,
       reason, to_char(entered_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS entered_at, entered_by
FROM correction
WHERE corrects_period = coalesce($1, corrects_period)
ORDER BY correction_id
