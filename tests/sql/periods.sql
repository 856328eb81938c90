-- Demand from samples by part of the day, with figures worked by hand; what is missing is not 0.
BEGIN;
SELECT plan(11);

INSERT INTO host (host, uri, disk_iops) VALUES ('h1', 'sim:1', 1000);
SELECT ingest_begin('00000000-0000-4000-8000-000000000001');
SELECT ingest_host('00000000-0000-4000-8000-000000000001', 'h1', now(), NULL, 16, 65536, NULL, NULL);
SELECT ingest_domains('00000000-0000-4000-8000-000000000001', 'h1', jsonb_agg(jsonb_build_object(
    'uuid', '10000000-0000-4000-8000-00000000000' || n, 'domain', name, 'state', 'running',
    'sampled_at', now(), 'n_vcpus', 2, 'memory_mib', 2048)))
FROM (VALUES (1, 'day'), (2, 'new'), (3, 'told')) d (n, name);
SELECT sample_partitions('2026-03-01T12:00:00Z'), sample_partitions('2026-03-02T12:00:00Z');
-- From 0 to 6 o'clock 1000 mcpu, to 12 2000, to 18:30 3000, to 24 500, to 2 of the next day 4000.
INSERT INTO domain_sample (sampled_at, domain_id, host_id, batch, state, start_token, cpu_time_ns,
                           block_requests)
SELECT '2026-03-01T00:00:00Z'::timestamptz + minute * interval '1 minute',
       (SELECT domain_id FROM domain WHERE domain = 'day'), (SELECT host_id FROM host),
       '00000000-0000-4000-8000-000000000001', 'running', 't1', cpu_s * 1000000000, requests
FROM (VALUES (0, 0::bigint, 0), (360, 21600, 216000), (720, 64800, 216000), (1110, 135000, 216000),
             (1440, 144900, 216000), (1560, 173700, 216000)) s (minute, cpu_s, requests);

SELECT results_eq($$SELECT period, amount FROM snapshot_period_demand(NULL, '2026-03-02', 4)
                    WHERE resource = 'cpu_mcpu' ORDER BY period$$,
    $$VALUES (0, 1000::bigint), (1, 2000), (2, 3000), (3, 3000)$$,
    'a span counts in each part that it touches, and the part keeps its percentile');
SELECT results_eq($$SELECT period, amount FROM snapshot_period_demand(NULL, '2026-03-02', 1)
                    WHERE resource = 'cpu_mcpu'$$, $$VALUES (0, 3000::bigint)$$,
    'one part is the whole day');
SELECT is((SELECT amount FROM snapshot_period_demand(NULL, '2026-03-03', 24)
           WHERE resource = 'cpu_mcpu' AND period = 1), 4000::bigint, 'of two days the higher');
SELECT is((SELECT amount FROM snapshot_period_demand('2026-03-01T12:00:00Z', '2026-03-03', 24)
           WHERE resource = 'cpu_mcpu' AND period = 2), NULL, 'none where the window has no sample');
SELECT results_eq($$SELECT count(*), min(period), max(period)
                    FROM snapshot_period_demand(NULL, '2026-03-02', 288)
                    WHERE resource = 'cpu_mcpu'$$, $$VALUES (288::bigint, 0, 287)$$, 'up to 288 parts');
SELECT is((SELECT amount FROM snapshot_period_demand(NULL, '2026-03-02', 4)
           WHERE resource = 'disk_iops' AND period = 0), 10::bigint, '216000 requests in 6 hours');

SET LOCAL ROLE vmatrix_planner;
SELECT rate_set('periods', '4', '{}');
SELECT domain_set('told', '{"resource": "cpu_mcpu", "amount": 700}');
SELECT snapshot_create('periods', interval '10 years', interval '1 hour') AS id \gset
RESET ROLE;
SELECT results_eq(format('SELECT domain::text, amount::bigint FROM snapshot_domain_resource
        WHERE snapshot_id = %s AND resource = ''cpu_mcpu'' ORDER BY domain', :id),
    $$VALUES ('day', 4000::bigint), ('new', 2000), ('told', 700)$$,
    'measured; virtual CPUs in full where nothing was; declared before both');
SELECT results_eq(format('SELECT period, amount::bigint FROM snapshot_demand
        WHERE snapshot_id = %s AND resource = ''cpu_mcpu'' ORDER BY period', :id),
    $$VALUES (0, 4000::bigint), (1, 2000), (2, 3000), (3, 3000)$$, 'and by part of the day');
SELECT results_eq(format('SELECT domain::text, amount::bigint FROM snapshot_domain_resource
        WHERE snapshot_id = %s AND resource = ''disk_iops'' ORDER BY domain', :id),
    $$VALUES ('day', 10::bigint), ('new', 10), ('told', 10)$$,
    'a disk use that was not measured is that of the largest domain, not 0');
SELECT results_eq(format('SELECT amount::bigint FROM snapshot_domain_resource
        WHERE snapshot_id = %s AND resource = ''memory_mib'' AND domain = ''day''', :id),
    $$VALUES (2048::bigint)$$, 'memory is what is configured');
SELECT is((SELECT note FROM snapshot_note WHERE snapshot_id = :id AND subject = 'new'
           AND note LIKE '%disk%'),
    'no disk_iops use was measured: that of the largest domain is taken, 10', 'a note says so');
SELECT * FROM finish();
ROLLBACK;
