-- Every price and setting with the value that holds now, and where that comes from.
SELECT k.key, NULL::text AS class, rate_at(k.key, NULL, now()) AS value, k.unit,
       to_char(lower(r.valid), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS valid_from,
       coalesce(r.set_by, 'default') AS set_by, coalesce(r.source, k.source) AS source,
       k.description, NULL::text AS licence, NULL::smallint AS hour, r.currency, r.owner::text AS owner,
       r.reason
FROM rate_key k
LEFT JOIN rate_card r ON r.key = k.key AND r.class IS NULL AND r.licence IS NULL AND r.hour IS NULL
                     AND r.valid @> now() AND upper_inf(r.known)
UNION ALL
SELECT r.key, r.class, r.value, k.unit, to_char(lower(r.valid), 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       r.set_by, r.source, k.description, r.licence, r.hour, r.currency, r.owner, r.reason
FROM rate_card r JOIN rate_key k USING (key)
WHERE (r.class IS NOT NULL OR r.licence IS NOT NULL OR r.hour IS NOT NULL)
  AND r.valid @> now() AND upper_inf(r.known)
ORDER BY 1, 2 NULLS FIRST, 9 NULLS FIRST, 10 NULLS FIRST
