-- Hard savings of plans that lived in the time: made before its end, not verified before its begin.
SELECT plan, what, status, forecast, approved, carried_out, verified, did_not_come, approved_at,
       carried_out_at, verified_from, unit AS currency
FROM report_savings
WHERE kind = 'hard' AND created_at < $2::timestamptz
  AND (status <> 'verified' OR verified_from >= $1::timestamptz)
ORDER BY created_at, plan, what
