-- Every rate card there ever was: when it holds, and when that was known.
SELECT key, class, licence, hour, value, currency, to_char(lower(valid), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS valid_from,
       to_char(upper(valid), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS valid_to, to_char(lower(known), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS known_from,
       to_char(upper(known), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS known_to, owner, reason, source, set_by
FROM rate_card
WHERE key = coalesce($1, key) AND NOT isempty(known)
ORDER BY key, class NULLS FIRST, licence NULLS FIRST, hour NULLS FIRST, lower(known), lower(valid)
