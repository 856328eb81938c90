-- Reports join whole snapshots and months, often before their statistics are known: an index looked up
-- once for each row would then be chosen where one pass is right.
SELECT set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true)
