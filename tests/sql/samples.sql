-- Use between samples within a time: the same rows as of all samples, without reading the other days; and
-- what an hour's charging measures again.
BEGIN;
SELECT plan(8);
INSERT INTO host (host, uri) VALUES ('h1', 'sim:1'), ('h2', 'sim:2');
INSERT INTO domain (uuid, domain, first_seen_at, last_seen_at)
    SELECT gen_random_uuid(), n, now(), now() FROM unnest(ARRAY['a', 'b']) n;
SELECT sample_partitions(d) FROM generate_series('2026-01-10Z'::timestamptz, '2026-01-14Z', '1 day') d;
-- Five days, a sample each 7 minutes; 'a' moves to h2 in the middle, and nobody listens from noon of the
-- 12th for a day.
INSERT INTO domain_sample (sampled_at, domain_id, host_id, batch, state, start_token, cpu_time_ns, block_requests,
                           network_rx_bytes, network_tx_bytes)
SELECT t, d.domain_id, h.host_id, gen_random_uuid(), 'running', h.host, extract(epoch FROM t - '2026-01-10Z') * 500000000,
       NULL, 0, 0
FROM generate_series('2026-01-10Z'::timestamptz, '2026-01-14 23:59Z', '7 minutes') t, domain d
JOIN host h ON true
WHERE h.host = CASE WHEN d.domain = 'a' AND t >= '2026-01-12 03:00Z' THEN 'h2' ELSE 'h1' END
  AND NOT (t > '2026-01-12 12:00Z' AND t < '2026-01-13 12:00Z');
INSERT INTO host_sample (sampled_at, host_id, batch, n_cpus, memory_mib, free_memory_mib, cpu_time_ns)
SELECT DISTINCT sampled_at, host_id, '00000000-0000-4000-8000-000000000001'::uuid, 2, 1024, 512,
       extract(epoch FROM sampled_at - '2026-01-10Z') * 1000000000
FROM domain_sample;
CREATE TEMP TABLE part AS SELECT a::timestamptz, b::timestamptz FROM (VALUES
    ('2026-01-11Z', '2026-01-12Z'), ('2026-01-11 00:03Z', '2026-01-11 00:05Z'), ('2026-01-12 02:58Z', '2026-01-12 03:01Z'),
    ('2026-01-12 11:00Z', '2026-01-12 18:00Z'), ('2026-01-12 20:00Z', '2026-01-14 01:00Z'), ('-infinity', '2026-01-10 01:00Z'),
    ('2026-01-14 23:00Z', 'infinity'), ('2026-02-01Z', '2026-03-01Z')) v (a, b);
-- A time in which there is no sample at all has no use, also where two samples lie around it.
DELETE FROM part WHERE NOT EXISTS (SELECT FROM domain_sample s WHERE s.sampled_at > a AND s.sampled_at <= b);
SELECT is((SELECT count(*) FROM part), 6::bigint, 'six times hold samples');
SELECT set_eq('SELECT a, r.* FROM part, measured_domains(a, b) r WHERE r.since < b',
    'SELECT a, r.* FROM part, domain_rate r WHERE r.sampled_at > a AND r.since < b',
    'the use of domains in a time is what all samples say of it');
SELECT set_eq('SELECT a, r.* FROM part, measured_hosts(a, b) r WHERE r.since < b',
    $$SELECT a, r.* FROM part, measured_hosts('-infinity', 'infinity') r WHERE r.sampled_at > a AND r.since < b$$,
    'so is that of hosts');
SELECT is_empty($$SELECT * FROM measured_domains('2026-01-12 14:00Z', '2026-01-12 15:00Z')$$, 'no sample, no use');

CREATE FUNCTION pg_temp.n_read(day text) RETURNS bigint LANGUAGE sql AS $$
    SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::bigint FROM pg_stat_xact_user_tables
    WHERE relname = ANY (ARRAY['domain_sample_' || day, 'host_sample_' || day])$$;
ANALYZE domain_sample, host_sample;
CREATE TEMP TABLE before AS SELECT d, pg_temp.n_read(d) AS n FROM unnest(ARRAY['20260110', '20260111', '20260114']) d;
SELECT count(*) FROM measured_domains('2026-01-11Z', '2026-01-12Z'), measured_hosts('2026-01-11Z', '2026-01-12Z') \g /dev/null
SELECT results_eq('SELECT d, pg_temp.n_read(d) - n > 100, pg_temp.n_read(d) - n < 10 FROM before ORDER BY d',
    $$VALUES ('20260110', false, true), ('20260111', true, false), ('20260114', false, true)$$,
    'of other days the samples beside the time are read, no more');

-- Charged until the 14th, 10:30: measuring until 23:00 reads a day back, and each hour is what measuring the
-- whole month gives.
SELECT ledger_open('2026-01');
SELECT ledger_measure(p, '2026-01-14 10:30Z') FROM ledger_period p;
SELECT ledger_measure(p, '2026-01-14 23:00Z') FROM (
    SELECT (jsonb_populate_record(q, '{"charged_until": "2026-01-14T10:30:00Z"}')).* FROM ledger_period q) p;
CREATE TEMP TABLE by_steps AS SELECT * FROM use_hour;
DELETE FROM use_hour;
SELECT ledger_measure(p, '2026-01-14 23:00Z') FROM ledger_period p;
SELECT set_eq('SELECT * FROM by_steps', 'SELECT * FROM use_hour', 'charging by steps measures what charging at once does');
SELECT is((SELECT count(DISTINCT cpu_mcpu) FROM use_hour), 1::bigint, 'half a CPU in every hour');
-- Hours that are measured already, and older than a day before, are not read again.
UPDATE use_hour SET cpu_mcpu = 7 WHERE starts_at < '2026-01-13 10:00Z';
SELECT ledger_measure(p, '2026-01-14 23:00Z') FROM (
    SELECT (jsonb_populate_record(q, '{"charged_until": "2026-01-14T10:30:00Z"}')).* FROM ledger_period q) p;
SELECT is((SELECT max(starts_at) FROM use_hour WHERE cpu_mcpu = 7), '2026-01-13 09:00Z'::timestamptz, 'a day back and no more');
SELECT * FROM finish();
ROLLBACK;
