-- The time that reports of this session are about; empty: the newest period that is charged.
SELECT set_config('vmatrix.report_from', coalesce($1, ''), false),
       set_config('vmatrix.report_to', coalesce($2, ''), false)
