SELECT to_char(approve_plan_signed($1::text, $2::text, $3::timestamptz, $4::text),
               'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS expires_at
