-- Use from counters, demand from use, prices in force.
BEGIN;
SELECT plan(19);

INSERT INTO host (host, uri) VALUES ('h1', 'sim:1'), ('h2', 'sim:2');
INSERT INTO domain (uuid, domain, first_seen_at, last_seen_at)
    VALUES ('10000000-0000-4000-8000-000000000001', 'a', now(), now());
SELECT sample_partitions('2026-03-01T12:00:00Z');
INSERT INTO domain_sample (sampled_at, domain_id, host_id, batch, state, start_token, cpu_time_ns,
                           block_requests, network_rx_bytes, network_tx_bytes)
SELECT '2026-03-01T12:00:00Z'::timestamptz + second * interval '1 second',
       (SELECT domain_id FROM domain), (SELECT host_id FROM host WHERE host = on_host),
       '00000000-0000-4000-8000-000000000001', state, token, cpu, requests, rx, tx
FROM (VALUES
    (0, 'h1', 'running', 't1', 0, 100, 0, 0),
    (10, 'h1', 'running', 't1', 5000000000, 200, 1250000, 1250000),
    (20, 'h1', 'running', 't1', 4000000000, NULL, 0, 0),            -- a counter went back
    (30, 'h1', 'running', 't2', 9000000000, 500, 0, 0),             -- started anew
    (40, 'h2', 'running', 't3', 100, 0, 0, 0),                      -- moved
    (50, 'h2', 'running', 't3', 20000000100, 0, 0, 0),
    (59, 'h2', 'paused', 't3', 20000000100, 0, 0, 0)
) AS s (second, on_host, state, token, cpu, requests, rx, tx);

SELECT results_eq(
    $$SELECT extract(second FROM sampled_at)::int, round(cpu_mcpu), round(disk_iops),
             round(network_mbit_s)
      FROM domain_rate ORDER BY sampled_at$$,
    $$VALUES (10, 500::numeric, 10::numeric, 2::numeric), (20, NULL, NULL, NULL),
             (50, 2000, 0, 0), (59, 0, 0, 0)$$,
    'no rate across a reset, a start or a move, and never a negative one');
SELECT results_eq(
    $$SELECT resource::text, amount FROM snapshot_demand_of(NULL, now()) ORDER BY 1$$,
    $$VALUES ('cpu_mcpu', 2000::bigint), ('disk_iops', 10), ('network_mbit_s', 2)$$,
    'demand is the 95th percentile of use while running');
SELECT is_empty($$SELECT * FROM snapshot_demand_of(now(), now())$$,
    'no sample in the window makes no demand, not 0');
INSERT INTO tier (tier, resource, percentile) VALUES ('bronze', 'cpu_mcpu', 50);
INSERT INTO service (service, tier) VALUES ('s', 'bronze');
UPDATE domain SET service_id = (SELECT service_id FROM service);
SELECT is((SELECT amount FROM snapshot_demand_of(NULL, now()) WHERE resource = 'cpu_mcpu'),
    500::bigint, 'a tier may take another percentile');

SELECT is(rate_at('wage_per_h', NULL, now()), '62.00', 'a rate that nobody set is the default');
SELECT rate_set('wage_per_h', '70', '{"valid_from": "2026-01-01T00:00:00Z", "source": "ledger"}');
SELECT rate_set('wage_per_h', '80', '{"valid_from": "2027-01-01T00:00:00Z"}');
SELECT is(rate_at('wage_per_h', NULL, '2025-12-31T23:59:59Z'), '62.00', 'before it holds: the default');
SELECT is(rate_at('wage_per_h', NULL, '2026-06-01'), '70', 'from then on: the value set');
SELECT is(rate_at('wage_per_h', NULL, '2027-06-01'), '80', 'until a later one holds');
SELECT rate_set('peak_w', '500', '{"class": "big"}');
SELECT rate_set('peak_w', '400', '{"valid_from": "2026-01-01T00:00:00Z"}');
SELECT is(rate_at('peak_w', 'big', now()), '500', 'a class has its own rate');
SELECT is(rate_at('peak_w', 'small', now()), '400', 'others have everyone''s');
SELECT rate_set('max_moves', '3', '{"valid_from": "2026-01-01T00:00:00Z"}');
SELECT rate_set('max_moves', NULL, '{}');
SELECT is(rate_at('max_moves', NULL, now()), NULL, 'a limit can be taken away');
SELECT throws_ok($$SELECT rate_set('wage_per_h', 'NaN', '{}')$$, 'VM065', NULL, 'NaN is no rate');
SELECT throws_ok($$SELECT rate_set('wage_per_h', '-1', '{}')$$, 'VM065', NULL, 'nor less than 0');
SELECT throws_ok($$SELECT rate_set('wage_per_h', NULL, '{}')$$, 'VM065', NULL, 'nor none');
SELECT throws_ok($$SELECT rate_set('max_moves', '1.5', '{}')$$, 'VM065', NULL, 'a limit is whole');
SELECT throws_ok($$SELECT rate_set('wage_per_h', '1', '{"class": "big"}')$$, 'VM002', NULL,
    'the wage has no class');
SELECT is(list_cell(ARRAY['b;c', 'a|x', 'a', 'b;c', 'c:\d']), 'a;a\|x;b\;c;c\:\\d',
    'names in a list cell are sorted, single and escaped');

SELECT sample_partitions('2020-01-01T00:00:00Z'), sample_partitions(now());
SELECT ingest_begin('00000000-0000-4000-8000-000000000099');
SELECT is(to_regclass('vmatrix.domain_sample_20200101'), NULL, 'samples of long ago are dropped');
SELECT isnt(to_regclass(to_char(now() AT TIME ZONE 'UTC', '"vmatrix.domain_sample_"YYYYMMDD')),
    NULL, 'those of today are kept');
SELECT * FROM finish();
ROLLBACK;
