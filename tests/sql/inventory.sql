-- The functions behind the commands of the inventory.
BEGIN;
SELECT plan(35);
SET LOCAL ROLE vmatrix_planner;

SELECT throws_ok($$SELECT service_set('web', '{}')$$, 'VM066', 'no service ''web''', 'there is no service yet');
SELECT lives_ok($$SELECT host_add('h1', '{"uri": "sim:1", "zone": "z", "peak_w": "300",
    "tags": ["ssd"]}')$$, 'a host is added with what is said of it');
SELECT lives_ok($$SELECT host_set('h1', '{"zone": null, "idle_w": "10"}')$$, 'and changed');
SELECT results_eq($$SELECT zone::text, idle_w::numeric, peak_w::numeric, tags, state FROM host$$,
    $$VALUES (NULL, 10::numeric, 300::numeric, '{ssd}'::text[], 'up')$$,
    'only what is given changes');
SELECT throws_ok($$SELECT host_set('h1', '{"state": "gone"}')$$, '23514', NULL, 'no other state');
SELECT throws_ok($$SELECT host_set('h1', '{"idle_w": "301"}')$$, '23514', NULL, 'no peak below idle');
SELECT throws_ok($$SELECT host_add('h1', '{"uri": "x"}')$$, 'VM065', NULL, 'no host twice');
SELECT throws_ok($$SELECT host_add('h2', '{}')$$, 'VM002', NULL, 'no host without uri');
SELECT lives_ok($$SELECT host_remove('h1')$$, 'an empty host can go');
SELECT throws_ok($$SELECT host_set('h1', '{}')$$, 'VM066', NULL, 'and is then unknown');
SELECT lives_ok($$SELECT host_add('h1', '{"uri": "y"}')$$, 'its name is free again');

RESET ROLE;
INSERT INTO service (service, team, declared) VALUES ('web', 'guess', false);
INSERT INTO domain (uuid, domain, first_seen_at, last_seen_at) VALUES
    ('10000000-0000-4000-8000-000000000001', 'a', now(), now()),
    ('10000000-0000-4000-8000-000000000002', 'twin', now(), now()),
    ('10000000-0000-4000-8000-000000000003', 'twin', now(), now());
INSERT INTO ingest_batch (batch) VALUES ('00000000-0000-4000-8000-000000000001');
INSERT INTO placement (domain_id, host_id, state, since, observed_at, batch)
    SELECT domain_id, (SELECT host_id FROM host WHERE removed_at IS NULL), 'running', now(), now(),
           '00000000-0000-4000-8000-000000000001' FROM domain WHERE domain = 'a';
SET LOCAL ROLE vmatrix_planner;
SELECT throws_ok($$SELECT host_remove('h1')$$, 'VM001', NULL, 'a host with domains cannot go');
SELECT lives_ok($$SELECT service_add('web', '{"team": "shop"}')$$,
    'a service that metadata named is taken over');
SELECT lives_ok($$SELECT domain_set('a', '{"service": "web", "move": "never"}')$$,
    'a domain gets its service');
SELECT throws_ok($$SELECT domain_set('a', '{"service": "wbe"}')$$, 'VM066', NULL,
    'a service that is not there is refused');
SELECT throws_ok($$SELECT domain_set('twin', '{}')$$, 'VM065', NULL,
    'a name that two domains have does not do');
RESET ROLE;
SELECT ingest_services('[{"service": "web", "team": "other"}]');
SELECT ingest_identities((SELECT host_id FROM host WHERE removed_at IS NULL),
    '[{"uuid": "10000000-0000-4000-8000-000000000001", "domain": "a", "state": "running",
       "sampled_at": "2026-03-01T00:00:00Z", "service": "db"}]');
SELECT results_eq($$SELECT service::text, team::text FROM domain JOIN service USING (service_id)
    WHERE domain = 'a'$$, $$VALUES ('web', 'shop')$$,
    'what a person said goes before metadata');
SELECT lives_ok($$SELECT domain_set('10000000-0000-4000-8000-000000000002', '{"move_cost": "1.5"}')$$,
    'a UUID always does');

SET LOCAL ROLE vmatrix_planner;
SELECT throws_ok($$SELECT service_remove('web')$$, 'VM001', 'service ''web'' is still named by domain ''a''',
    'a service with domains cannot go');
SELECT lives_ok($$SELECT domain_set('a', '{"service": null}')$$, 'once the domain is taken out');
SELECT lives_ok($$SELECT service_add('a; b', '{"near": ["web"]}')$$, 'another is near it');
SELECT lives_ok($$SELECT rule_add('r', '{"rule": "spread", "domains": "x;service:we\\b"}')$$, 'a rule');
SELECT lives_ok($$SELECT rule_add('q', '{"rule": "split", "domains": "x|service:a\\; b"}')$$, 'or two');
SELECT lives_ok($$SELECT blackout_add('night', '{"scope": "service:web", "from": "2030-01-01",
    "to": "2030-01-02"}')$$, 'and a blackout name it');
SELECT throws_ok($$SELECT service_remove('web')$$, 'VM001',
    'service ''web'' is still named by blackout ''night'', rule ''r'', service ''a; b''', 'all are told');
SELECT throws_ok($$SELECT service_remove('a; b')$$, 'VM001', 'service ''a; b'' is still named by rule ''q''',
    'names are compared as they are meant');
SELECT rule_remove('r'), rule_remove('q'), blackout_remove('night'), service_remove('a; b');
SELECT lives_ok($$SELECT service_remove('web')$$, 'then it goes');
SELECT throws_ok($$SELECT service_remove('web')$$, 'VM066', 'no service ''web''', 'and is gone');
SELECT throws_ok($$SELECT domain_set('a', '{"service": "web"}')$$, 'VM066', NULL, 'for domains too');
SELECT throws_ok($$SELECT blackout_add('late', '{"scope": "service:web", "from": "2030-01-01", "to": "2030-01-02"}')$$,
    'VM065', 'no service or host is meant by the scope ''service:web''', 'for blackouts');
SELECT throws_ok($$SELECT service_measured('web', '{"requests": 1}')$$, 'VM066', 'no service ''web''', 'nor is it measured');
SET LOCAL ROLE vmatrix_finance;
SELECT throws_ok($$SELECT budget_set('web', '{"period": "2099-01", "amount": "1", "domain_h": "1", "reason": "x"}')$$,
    'VM066', 'no service ''web''', 'nor budgeted');
RESET ROLE;
SELECT is((SELECT count(*) FROM service_version WHERE service IN ('web', 'a; b') AND upper_inf(valid)),
    0::bigint, 'history has its end');
SELECT ingest_services('[{"service": "web", "team": "guess"}]');
SELECT results_eq($$SELECT team::text, declared, removed_at FROM service WHERE service = 'web'$$,
    $$VALUES ('guess', false, NULL::timestamptz)$$, 'metadata that names it brings it back, undeclared');
SELECT lives_ok($$SELECT service_remove('web'), service_add('web', '{"team": "new"}')$$,
    'and its name is free again');
SELECT * FROM finish();
ROLLBACK;
