SELECT reject_plan($1::text, $2::text)
