-- Settings of every session: names resolve in the schema of vmatrix alone, times are UTC.
SELECT set_config('search_path', 'vmatrix, pg_temp', false),
       set_config('timezone', 'UTC', false),
       set_config('datestyle', 'ISO, YMD', false),
       set_config('client_min_messages', 'warning', false);
