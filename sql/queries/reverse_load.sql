SELECT reverse_json, refused FROM plan_reverse WHERE plan = $1::text
