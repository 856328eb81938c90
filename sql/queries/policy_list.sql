-- The keys of policy.csv with the value that holds now, and where that comes from.
SELECT k.key, rate_at(k.key, NULL, now()) AS value, k.unit,
       to_char(lower(r.valid), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS valid_from,
       coalesce(r.set_by, 'default') AS set_by, coalesce(r.source, k.source) AS source,
       k.description
FROM rate_key k
LEFT JOIN rate_card r ON r.key = k.key AND r.class IS NULL AND r.licence IS NULL AND r.hour IS NULL
                     AND r.valid @> now() AND upper_inf(r.known)
WHERE k.in_policy
ORDER BY k.key
