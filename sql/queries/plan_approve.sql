SELECT to_char(approve_plan($1::text, $2::text, $3::numeric), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
       AS expires_at
