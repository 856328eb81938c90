SELECT to_char($1::timestamptz, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "from",
       to_char($2::timestamptz, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "to",
       to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS as_of
