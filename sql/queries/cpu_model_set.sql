SELECT cpu_model_set($1, $2::jsonb)
