-- What is said of the estate besides hosts, services, domains and rules: limits, licences, extras.
BEGIN;
SELECT plan(23);

SELECT is_empty($$SELECT p.proname, r.rolname FROM pg_proc p CROSS JOIN pg_roles r
    WHERE p.pronamespace = 'vmatrix'::regnamespace
      AND p.proname ~ '^(tier|resource|licence|move_cost|balance)_(set|add|remove)$'
      AND r.rolname LIKE 'vmatrix\_%' AND r.rolname NOT IN ('vmatrix_owner', 'vmatrix_dba')
      AND has_function_privilege(r.oid, p.oid, 'EXECUTE') <> (r.rolname = 'vmatrix_planner')$$,
    'the planner alone changes them');
SELECT is((SELECT count(*) FROM pg_proc WHERE pronamespace = 'vmatrix'::regnamespace
           AND proname ~ '^(tier|resource|licence|move_cost|balance)_(set|add|remove)$'),
    10::bigint, 'two functions for each');
SET LOCAL ROLE vmatrix_planner;
SELECT throws_ok('INSERT INTO licence (licence) VALUES (''x'')', '42501', NULL,
    'not even the planner writes rows itself');

SELECT lives_ok($$SELECT resource_set('gpu', '{"soft_permille": 800}')$$, 'a resource is made');
SELECT results_eq($$SELECT soft_permille, hard_permille, overload_price::numeric, transient
    FROM resource WHERE resource = 'gpu'$$, $$VALUES (800, 1000, 0::numeric, false)$$,
    'and may be full where nothing else is said');
SELECT throws_ok($$SELECT resource_set('cpu_model', '{}')$$, 'VM065', NULL,
    'a column of the format is no resource');
SELECT throws_ok($$SELECT resource_set('gpu', '{"hard_permille": 100001}')$$, '23514', NULL,
    'no more than a hundredfold');

SELECT lives_ok($$SELECT tier_set('gold', '{"resource": "gpu", "hard_permille": 500,
    "max_slowdown": "2"}')$$, 'a tier gets a limit');
SELECT lives_ok($$SELECT tier_set('gold', '{"resource": "gpu", "hard_permille": null}')$$,
    'null takes a value away');
SELECT results_eq($$SELECT hard_permille, max_slowdown::numeric FROM tier$$,
    $$VALUES (NULL::integer, 2::numeric)$$, 'and no other');
SELECT throws_ok($$SELECT tier_set('gold', '{"hard_permille": 1}')$$, 'VM002', NULL,
    'a limit is for a resource');
SELECT throws_ok($$SELECT resource_remove('gpu')$$, 'VM001', NULL, 'which then stays');
SELECT lives_ok($$SELECT tier_remove('gold', '{}')$$, 'all limits of a tier go');

SELECT lives_ok($$SELECT licence_set('sql', '{"cost_per_host_h": "0.5", "max_hosts": 3}')$$,
    'a licence is made');
SELECT throws_ok($$SELECT licence_set('sql', '{"cost_per_host_h": "NaN"}')$$, '23514', NULL,
    'a cost is a number');
SELECT lives_ok($$SELECT move_cost_set('h1', 'zone:b', '{"cost": "2"}')$$, 'a pair gets an extra');
SELECT lives_ok($$SELECT move_cost_set('h1', 'zone:b', '{"operator_min": "3"}')$$, 'and another');
SELECT results_eq($$SELECT operator_min::numeric, cost::numeric FROM move_cost$$,
    $$VALUES (3::numeric, 2::numeric)$$, 'both stand in one row');
SELECT throws_ok($$SELECT balance_set('gpu', 'cpu_mcpu', '{"ratio_permille": 5}')$$, 'VM002', NULL,
    'a balance has a price');
RESET ROLE;
INSERT INTO domain (uuid, domain, first_seen_at, last_seen_at)
    VALUES ('10000000-0000-4000-8000-000000000001', 'a', now(), now());
SET LOCAL ROLE vmatrix_planner;
SELECT lives_ok($$SELECT domain_set('a', '{"licence": ["sql"], "resource": "gpu", "amount": 2}')$$,
    'a domain needs licences and declared amounts');
SELECT lives_ok($$SELECT domain_set('a', '{"resource": "gpu", "period": 3, "amount": 4}')$$,
    'another one in a period');
SELECT results_eq($$SELECT period, amount::bigint FROM domain_demand ORDER BY period NULLS FIRST$$,
    $$VALUES (NULL::integer, 2::bigint), (3, 4::bigint)$$, 'beside the one for all');
SELECT throws_ok($$SELECT licence_remove('sql')$$, 'VM001', NULL, 'a licence in use stays');
SELECT * FROM finish();
ROLLBACK;
