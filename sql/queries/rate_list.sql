-- Every price and setting with the value that holds now, and where that comes from.
SELECT k.key, NULL::text AS class, rate_at(k.key, NULL, now()) AS value, k.unit,
       to_char(r.valid_from, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS valid_from,
       coalesce(r.set_by, 'default') AS set_by, coalesce(r.source, k.source) AS source,
       k.description
FROM rate_key k
LEFT JOIN LATERAL (SELECT * FROM rate WHERE key = k.key AND class IS NULL AND valid_from <= now()
                   ORDER BY valid_from DESC, rate_id DESC LIMIT 1) r ON true
UNION ALL
(SELECT DISTINCT ON (r.key, r.class) r.key, r.class, r.value, k.unit,
        to_char(r.valid_from, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), r.set_by, r.source, k.description
 FROM rate r JOIN rate_key k USING (key)
 WHERE r.class IS NOT NULL AND r.valid_from <= now()
 ORDER BY r.key, r.class, r.valid_from DESC, r.rate_id DESC)
ORDER BY 1, 2 NULLS FIRST
