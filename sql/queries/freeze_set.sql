SELECT freeze_actions($1::text)
