SELECT name, scope, to_char("from", 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "from",
       to_char("to", 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "to", reason, created_by
FROM blackout ORDER BY "from", name COLLATE "C"
