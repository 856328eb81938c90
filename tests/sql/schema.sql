-- What every object of the schema keeps to, whoever wrote it.
BEGIN;
SELECT plan(19);

SELECT is_empty($$
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'vmatrix'::regnamespace AND c.relkind IN ('r', 'p', 'v')
      AND NOT c.relispartition AND obj_description(c.oid, 'pg_class') IS NULL$$,
    'every table and view says what it is');
SELECT is_empty($$
    SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'vmatrix'::regnamespace AND c.relkind IN ('r', 'p')
      AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
      AND col_description(c.oid, a.attnum) IS NULL$$,
    'every column says what it is');
SELECT is_empty($$
    SELECT p.proname FROM pg_proc p
    WHERE p.pronamespace = 'vmatrix'::regnamespace AND p.prosecdef
      AND NOT EXISTS (SELECT FROM unnest(p.proconfig) c
                      WHERE c = 'search_path=vmatrix, pg_temp')$$,
    'every function with its owner''s rights has a fixed search path');
SELECT is_empty($$
    SELECT p.proname FROM pg_proc p
    WHERE p.pronamespace = 'vmatrix'::regnamespace
      AND has_function_privilege('public', p.oid, 'EXECUTE')$$,
    'no function is for everyone');
SELECT is_empty($$
    SELECT p.proname FROM pg_proc p
    WHERE p.pronamespace = 'vmatrix'::regnamespace AND obj_description(p.oid, 'pg_proc') IS NULL$$,
    'every function says what it does');
SELECT is_empty($$
    SELECT table_name, privilege_type FROM information_schema.role_table_grants
    WHERE table_schema = 'vmatrix' AND grantee = 'PUBLIC'$$, 'no table is for everyone');
SELECT is_empty($$
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'vmatrix'::regnamespace AND c.relkind = 'v'
      AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)$$,
    'every view reads with the rights of who asks');
SELECT is_empty($$
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'vmatrix'::regnamespace AND c.relkind IN ('r', 'p', 'v')
      AND pg_get_userbyid(c.relowner) <> 'vmatrix_owner'$$, 'the owner owns every table and view');
SELECT is_empty($$
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'vmatrix' AND data_type IN ('real', 'double precision', 'money')
      AND table_name IN (SELECT relname FROM pg_class WHERE relkind IN ('r', 'p'))
      AND column_name !~ '_s$'$$,
    'no table stores what is not exact, but for durations');

SELECT throws_ok($$SELECT 'NaN'::measure$$, '23514', NULL, 'NaN is no cost');
SELECT throws_ok($$SELECT 'Infinity'::measure$$, '23514', NULL, 'nor is infinity');
SELECT throws_ok($$SELECT (-0.01)::measure$$, '23514', NULL, 'nor is less than 0');
SELECT lives_ok($$SELECT 0::measure, 99999999999.99::measure$$, 'but 0 and large ones are');
SELECT throws_ok($$SELECT (-1)::amount$$, '23514', NULL, 'an amount is not negative');
SELECT throws_ok($$SELECT 1000000000001::amount$$, '23514', NULL, 'nor above 10^12');
SELECT throws_ok($$SELECT ''::label$$, '23514', NULL, 'a name is not empty');
SELECT throws_ok($$SELECT E'a\nb'::label$$, '23514', NULL, 'nor has it control characters');
SELECT throws_ok($$SELECT repeat('é', 128)::label$$, '23514', NULL, 'nor more than 255 bytes');
SELECT lives_ok($$SELECT '../''; drop table host; --'::label$$, 'whatever else it holds');
SELECT * FROM finish();
ROLLBACK;
