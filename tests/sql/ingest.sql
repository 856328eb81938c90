-- What the collector stores: exactly once, NULL where not told, by its role alone.
BEGIN;
SELECT plan(17);

INSERT INTO host (host, uri) VALUES ('h1', 'sim:///w?host=h1'), ('h2', 'sim:///w?host=h2');
SET LOCAL ROLE vmatrix_collector;

SELECT ok(ingest_begin('00000000-0000-4000-8000-000000000001'), 'a new round is fresh');
SELECT ok(NOT ingest_begin('00000000-0000-4000-8000-000000000001'), 'the same round again is not');
SELECT lives_ok($$SELECT ingest_host('00000000-0000-4000-8000-000000000001', 'h1',
    '2026-03-01T23:59:59Z', 'cpu', 4, 4096, NULL, 1000)$$, 'a host is stored');
SELECT is(ingest_domains('00000000-0000-4000-8000-000000000001', 'h1', $$[
    {"uuid": "10000000-0000-4000-8000-000000000001", "domain": "web-1", "state": "running",
     "sampled_at": "2026-03-01T23:59:59Z", "start_token": "a", "n_vcpus": 2, "memory_mib": 512,
     "cpu_time_ns": 5, "service": "web", "team": "shop"},
    {"uuid": "10000000-0000-4000-8000-000000000002", "domain": "'; drop table host; --",
     "state": "paused", "sampled_at": "2026-03-02T00:00:01Z"},
    {"uuid": "10000000-0000-4000-8000-000000000003", "state": "running",
     "sampled_at": "2026-03-01T23:59:59Z"}]$$), 2, 'domains are stored but the nameless one');
SELECT throws_ok($$SELECT ingest_host('00000000-0000-4000-8000-000000000001', 'h9', now(), NULL,
    1, 1, 1, 1)$$, 'VM066', 'no host ''h9''', 'an unknown host is refused');
SELECT throws_ok($$SELECT ingest_host('00000000-0000-4000-8000-000000000001', 'h2', now(), NULL,
    0, 1, 1, 1)$$, '23514', NULL, 'no CPU at all is refused');
SELECT throws_ok($$SELECT ingest_domains('00000000-0000-4000-8000-000000000001', 'h2', '[{"uuid":
    "10000000-0000-4000-8000-000000000004", "domain": "x", "state": "running", "sampled_at":
    "2026-03-01T23:59:59Z", "cpu_time_ns": -1}]')$$, '23514', NULL, 'a negative counter is refused');
SELECT lives_ok($$SELECT ingest_unreachable('00000000-0000-4000-8000-000000000001', 'h2',
    'no answer in 5 s')$$, 'a host without answer is noted');
SELECT lives_ok($$SELECT ingest_end('00000000-0000-4000-8000-000000000001')$$, 'a round ends');
SELECT throws_ok('SELECT * FROM domain_sample', '42501', NULL, 'the collector reads no samples');
SELECT throws_ok('INSERT INTO placement SELECT', '42501', NULL, 'nor writes any table itself');
RESET ROLE;

SELECT results_eq(
    $$SELECT domain::text, n_vcpus, block_requests::bigint, cpu_time_ns::bigint
      FROM domain_sample JOIN domain USING (domain_id) ORDER BY domain$$,
    $$VALUES ('''; drop table host; --', NULL::integer, NULL::bigint, NULL::bigint),
             ('web-1', 2, NULL, 5)$$, 'what was not told is NULL');
SELECT results_eq($$SELECT service::text, team::text, declared FROM service$$,
    $$VALUES ('web', 'shop', false)$$, 'a service of metadata is known, undeclared');
SELECT results_eq($$SELECT n_hosts, n_domains, n_unreachable FROM ingest_batch$$,
    $$VALUES (1, 2, 1)$$, 'a round counts what it holds');
SELECT is((SELECT reason FROM host_observation JOIN host USING (host_id) WHERE host = 'h2'),
    'no answer in 5 s', 'why a host gave no answer is known');

SELECT ingest_begin('00000000-0000-4000-8000-000000000002');
SELECT ingest_domains('00000000-0000-4000-8000-000000000002', 'h1', '[]');
SELECT ingest_domains('00000000-0000-4000-8000-000000000002', 'h2', $$[
    {"uuid": "10000000-0000-4000-8000-000000000001", "domain": "web-1", "state": "running",
     "sampled_at": "2026-03-02T00:05:00Z", "start_token": "b"}]$$);
SELECT results_eq(
    $$SELECT domain::text, host::text FROM placement JOIN domain USING (domain_id)
      JOIN host USING (host_id)$$,
    $$VALUES ('web-1', 'h2')$$, 'what a host no longer lists is no longer there');
SELECT is((SELECT moved_at FROM domain WHERE domain = 'web-1'), '2026-03-02T00:05:00Z',
    'a domain that runs elsewhere has moved');
SELECT * FROM finish();
ROLLBACK;
