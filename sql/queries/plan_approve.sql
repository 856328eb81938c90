SELECT approve_plan($1::text, $2::text, $3::numeric) AS expires_at
