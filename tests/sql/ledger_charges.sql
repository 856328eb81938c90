-- The ledger's figures, each worked out by hand beside it.
BEGIN;
SELECT plan(40);

-- A billing time zone with summer time, 1.00 an hour for each machine, nothing else costs: 31 days of
-- March in Berlin have 743 hours, 31 of October 745, 29 of February 2024 696, 28 of 2026 672.
SELECT rate_set('billing_time_zone', 'Europe/Berlin', '{"valid_from": "2020-01-01T00:00:00Z"}');
SELECT rate_set('machine_cost_per_h', '1.00', '{"valid_from": "2020-01-01T00:00:00Z"}');
SELECT rate_set('price_per_kwh', '0', '{"valid_from": "2020-01-01T00:00:00Z"}');
SELECT rate_set('wage_per_h', '60', '{"valid_from": "2020-01-01T00:00:00Z"}');
SELECT rate_set('admin_min_per_month', '0', '{"valid_from": "2020-01-01T00:00:00Z"}');

INSERT INTO host (host, uri) VALUES ('h1', 'sim:1'), ('h2', 'sim:2');
INSERT INTO service (service, team, cost_center) VALUES ('web', 'shop', 'CC-1'), ('db', 'data', 'CC-2');
INSERT INTO domain (uuid, domain, first_seen_at, last_seen_at) VALUES
    ('10000000-0000-4000-8000-000000000001', 'a', now(), now()),
    ('10000000-0000-4000-8000-000000000002', 'b', now(), now()),
    ('10000000-0000-4000-8000-000000000003', 'c', now(), now());
CREATE FUNCTION pg_temp.host(name text) RETURNS integer LANGUAGE sql AS
    $$SELECT host_id FROM host WHERE host = name$$;
CREATE FUNCTION pg_temp.service(name text) RETURNS integer LANGUAGE sql AS
    $$SELECT service_id FROM service WHERE service = name$$;
CREATE FUNCTION pg_temp.domain(name text) RETURNS bigint LANGUAGE sql AS
    $$SELECT domain_id FROM domain WHERE domain = name$$;

INSERT INTO host_version (host_id, host, in_service, cpu_mcpu, memory_mib, currency, valid)
    VALUES (pg_temp.host('h1'), 'h1', true, 4000, 8192, 'USD', '[2024-01-01, 2026-06-01)');
SELECT is((SELECT total FROM ledger_charge('2026-03')), 743.000000, 'March has 743 h where clocks go forward');
SELECT is((SELECT total FROM ledger_charge('2025-10')), 745.000000, 'October 745 where they go back');
SELECT is((SELECT total FROM ledger_charge('2024-02')), 696.000000, 'February of a leap year 29 days');
SELECT is((SELECT total FROM ledger_charge('2026-02')), 672.000000, 'and 28 of another');
SELECT is((SELECT count(*) FROM cost_line WHERE period = '2026-03' AND component = 'machine'), 743::bigint,
    'a line for each hour');
SELECT is((SELECT min(starts_at) FROM cost_line WHERE period = '2026-03'), '2026-02-28T23:00:00Z'::timestamptz,
    'the month begins at midnight of the billing time zone, stored in UTC');
SELECT is((SELECT array_agg(DISTINCT kind) FROM charge WHERE period = '2026-03'), ARRAY['idle'],
    'a host that nobody uses is idle, all of it');

-- A resize, a price and a team change within one hour, 10:00 to 11:00 UTC on 10 April 2026.
-- h1 has 4 CPUs and 8192 MiB, 1.00 an hour until 10:30, then 3.00. web (team shop) is one domain of
-- 2048 MiB until 10:20, then 4096; its 2 virtual CPUs count in full (not measured). At 10:40 web goes to
-- team data.
--   10:00–10:20 1/3 h × 1.00 = 0.333333; share (2/4 + 2048/8192)/2 = 3/8 = 0.125000 shop, rest idle
--   10:20–10:30 1/6 h × 1.00 = 0.166667; share (2/4 + 4096/8192)/2 = 1/2: 0.0833335 each: the half
--               micro-unit goes to the domain: 0.083334 shop, 0.083333 idle
--   10:30–10:40 1/6 h × 3.00 = 0.500000; 1/2: 0.250000 shop
--   10:40–11:00 1/3 h × 3.00 = 1.000000; 1/2: 0.500000 data
SELECT rate_set('machine_cost_per_h', '3.00', '{"valid_from": "2026-04-10T10:30:00Z", "valid_to": "2026-04-10T11:00:00Z"}');
INSERT INTO domain_version (domain_id, domain, service_id, valid)
    VALUES (pg_temp.domain('a'), 'a', pg_temp.service('web'), '[2026-04-10 10:00Z, 2026-04-10 11:00Z)');
INSERT INTO service_version (service_id, service, team, cost_center, valid) VALUES
    (pg_temp.service('web'), 'web', 'shop', 'CC-1', '[2026-04-01 00:00Z, 2026-04-10 10:40Z)'),
    (pg_temp.service('web'), 'web', 'data', 'CC-2', '[2026-04-10 10:40Z, 2026-05-01 00:00Z)');
INSERT INTO placement_version (domain_id, host_id, state, n_vcpus, memory_mib, valid) VALUES
    (pg_temp.domain('a'), pg_temp.host('h1'), 'running', 2, 2048, '[2026-04-10 10:00Z, 2026-04-10 10:20Z)'),
    (pg_temp.domain('a'), pg_temp.host('h1'), 'running', 2, 4096, '[2026-04-10 10:20Z, 2026-04-10 11:00Z)');
SELECT is((SELECT total FROM ledger_charge('2026-04')), 721.000000,
    'April: 719 h at 1.00 and one of 0.5 at 1.00 and 0.5 at 3.00');
SELECT results_eq(
    $$SELECT to_char(starts_at, 'HH24:MI'), kind, team, amount FROM charge
      WHERE period = '2026-04' AND starts_at >= '2026-04-10T10:00Z' AND starts_at < '2026-04-10T11:00Z'
      ORDER BY line, part$$,
    $$VALUES ('10:00', 'charged', 'shop', 0.125000), ('10:00', 'idle', NULL, 0.208333),
             ('10:20', 'charged', 'shop', 0.083334), ('10:20', 'idle', NULL, 0.083333),
             ('10:30', 'charged', 'shop', 0.250000), ('10:30', 'idle', NULL, 0.250000),
             ('10:40', 'charged', 'data', 0.500000), ('10:40', 'idle', NULL, 0.500000)$$,
    'a resize, a price and a team change within an hour each count from their moment on');

-- A domain that moved twice in an hour: on h1 12:00–12:15, h2 12:15–12:45, h1 12:45–13:00, all of both
-- (4 CPUs, 8192 MiB). h2 is 2.00 an hour and in service only for that hour.
--   h1: 0.25 + 0.25 charged, 0.50 idle; h2: 0.5 h × 2.00 = 1.00 charged, 1.00 idle.
INSERT INTO host_version (host_id, host, in_service, machine_cost_per_h, cpu_mcpu, memory_mib, currency, valid)
    VALUES (pg_temp.host('h2'), 'h2', true, 2, 4000, 8192, 'USD', '[2026-04-11 12:00Z, 2026-04-11 13:00Z)');
INSERT INTO domain_version (domain_id, domain, service_id, valid)
    VALUES (pg_temp.domain('b'), 'b', pg_temp.service('web'), '[2026-04-11 12:00Z, 2026-04-11 13:00Z)');
INSERT INTO placement_version (domain_id, host_id, state, n_vcpus, memory_mib, valid) VALUES
    (pg_temp.domain('b'), pg_temp.host('h1'), 'running', 4, 8192, '[2026-04-11 12:00Z, 2026-04-11 12:15Z)'),
    (pg_temp.domain('b'), pg_temp.host('h2'), 'running', 4, 8192, '[2026-04-11 12:15Z, 2026-04-11 12:45Z)'),
    (pg_temp.domain('b'), pg_temp.host('h1'), 'running', 4, 8192, '[2026-04-11 12:45Z, 2026-04-11 13:00Z)');
SELECT is((SELECT total FROM ledger_charge('2026-04')), 723.000000, 'h2 adds its hour at 2.00');
SELECT results_eq(
    $$SELECT host, kind, sum(amount) FROM charge
      WHERE period = '2026-04' AND starts_at >= '2026-04-11T12:00Z' AND starts_at < '2026-04-11T13:00Z'
      GROUP BY 1, 2 ORDER BY 1, 2$$,
    $$VALUES ('h1', 'charged', 0.500000), ('h1', 'idle', 0.500000),
             ('h2', 'charged', 1.000000), ('h2', 'idle', 1.000000)$$,
    'a domain that moved twice in an hour pays each host for its time there');

-- A host without a price, and use without a team: h2 for the hour of 12 April, no price of its own nor a
-- rate (the rate ends there): 0.00, with a note. c belongs to no service.
SELECT rate_set('machine_cost_per_h', '0', '{"valid_from": "2026-04-30T22:00:00Z"}');
INSERT INTO domain_version (domain_id, domain, service_id, valid)
    VALUES (pg_temp.domain('c'), 'c', NULL, '[2026-04-12 12:00Z, 2026-04-12 13:00Z)');
INSERT INTO placement_version (domain_id, host_id, state, n_vcpus, memory_mib, valid) VALUES
    (pg_temp.domain('c'), pg_temp.host('h1'), 'running', 2, 4096, '[2026-04-12 12:00Z, 2026-04-12 13:00Z)');
SELECT is((SELECT total FROM ledger_charge('2026-04')), 723.000000, 'use alone changes no total');
SELECT results_eq($$SELECT domain, amount FROM charge WHERE period = '2026-04' AND kind = 'unallocated'$$,
    $$VALUES ('c', 0.500000)$$, 'use that no team is mapped to is unallocated');
SELECT is((SELECT string_agg(subject || ' ' || note, '; ' ORDER BY subject) FROM ledger_note WHERE period = '2026-04'),
    'domain a CPU was not measured for 1 h: its virtual CPUs count in full; '
    'domain b CPU was not measured for 1 h: its virtual CPUs count in full; '
    'domain c CPU was not measured for 1 h: its virtual CPUs count in full',
    'what was assumed is noted');

-- The same with measured use: 1000 mcpu of 4000 and 4096 of 8192 MiB, (1/4 + 1/2)/2 = 3/8 of 1.00.
INSERT INTO use_hour (domain_id, host_id, starts_at, measured_s, cpu_mcpu)
    VALUES (pg_temp.domain('c'), pg_temp.host('h1'), '2026-04-12 12:00Z', 3600, 1000);
SELECT ledger_charge('2026-04');
SELECT results_eq($$SELECT domain, amount FROM charge WHERE period = '2026-04' AND kind = 'unallocated'$$,
    $$VALUES ('c', 0.375000)$$, 'measured CPU counts where there is some');

-- Closing, corrections, audit.
SELECT throws_ok($$SELECT ledger_close('2026-04', NULL)$$, 'VM001', 'period ''2024-02'' is open',
    'periods are closed in order');
SELECT ledger_close(period, 'no history before') FROM (VALUES ('2024-02'), ('2025-10'), ('2026-02'), ('2026-03')) p (period);
SELECT throws_ok($$SELECT ledger_close('2026-04', NULL)$$, 'VM001', 'period ''2026-04'' has 2 notes',
    'what is noted must be accepted');
SELECT ok((SELECT state = 'closed' AND digest ~ '^[0-9a-f]{64}$' FROM ledger_close('2026-04', 'seen')),
    'a period that is over closes');
SELECT is((SELECT accepted FROM ledger_period WHERE period = '2026-04'), 'seen', 'with the reason kept');
SELECT throws_ok($$SELECT ledger_charge('2026-04')$$, 'VM001', 'period ''2026-04'' is closed', 'and is charged no more');
SELECT throws_ok($$UPDATE charge SET amount = 0 WHERE period = '2026-04'$$, 'VM001', 'period ''2026-04'' is closed',
    'nor changed');
SELECT throws_ok($$DELETE FROM cost_line WHERE period = '2026-04'$$, 'VM001', NULL, 'nor taken away');
SELECT throws_ok($$TRUNCATE domain_use$$, 'VM001', NULL, 'nor emptied');
SELECT throws_ok($$UPDATE invoice_line SET invoiced = 0 WHERE period = '2026-04'$$, 'VM001', 'period ''2026-04'' is closed', 'nor what is invoiced');
SELECT throws_ok($$UPDATE invoice_line SET period = '2026-04' WHERE period = '2026-04'$$, 'VM001', NULL, 'in no way');
SELECT throws_ok($$DELETE FROM invoice_line WHERE period = '2026-04'$$, 'VM001', NULL, 'nor taken off it');
SELECT throws_ok($$INSERT INTO invoice_line SELECT period, 99, 'more', NULL, 1, 0, 0, 0, 1, 1, currency FROM ledger_period WHERE period = '2026-04'$$,
    'VM001', NULL, 'nor added to it');
SELECT throws_ok($$TRUNCATE invoice_line$$, 'VM001', NULL, 'nor emptied');
SELECT throws_ok($$DELETE FROM ledger_note WHERE period = '2026-04'$$, 'VM001', NULL, 'nor what was noted');
SELECT throws_ok($$UPDATE ledger_period SET total = 0 WHERE period = '2026-04'$$, 'VM001', NULL, 'nor its total');
SELECT throws_ok($$SELECT ledger_close('2026-12', 'x')$$, 'VM001', NULL, 'a month that has not begun is not closed');

-- What is learned later changes nothing that is closed: a price known now for then, a team renamed.
SELECT rate_set('machine_cost_per_h', '5.00', '{"valid_from": "2026-04-01T00:00:00Z", "valid_to": "2026-04-30T00:00:00Z"}');
SELECT results_eq($$SELECT use_differs, lines_differ, charges_differ, digest_holds FROM ledger_audit('2026-04')$$,
    $$VALUES (0::bigint, 0::bigint, 0::bigint, true)$$, 'an auditor reckons it again, to the last row, as it was known');

-- Who owns the tables may still bend them; the audit tells. One charge and one invoice line are changed.
SAVEPOINT bent;
ALTER TABLE invoice_line DISABLE TRIGGER keep_invoice;
UPDATE invoice_line SET invoiced = invoiced + 0.01 WHERE period = '2026-04' AND line = 1;
SELECT results_eq($$SELECT lines_differ, charges_differ, digest_holds FROM ledger_audit('2026-04')$$,
    $$VALUES (0::bigint, 2::bigint, true)$$, 'a cent more on an invoice is found: the row as it is, and as it should be');
ROLLBACK TO bent;
ALTER TABLE charge_202604 DISABLE TRIGGER closed;
UPDATE charge SET amount = amount + 0.000001 WHERE period = '2026-04'
    AND (line, part) = (SELECT line, part FROM charge WHERE period = '2026-04' ORDER BY line, part LIMIT 1);
SELECT results_eq($$SELECT lines_differ, charges_differ > 1, digest_holds FROM ledger_audit('2026-04')$$,
    $$VALUES (0::bigint, true, false)$$, 'so is a micro-unit of a charge');
ROLLBACK TO bent;
SELECT results_eq($$SELECT use_differs, lines_differ, charges_differ, digest_holds FROM ledger_audit('2026-04')$$,
    $$VALUES (0::bigint, 0::bigint, 0::bigint, true)$$, 'and nothing else is');

-- A negative correction: web was charged 0.50 too much.
SELECT throws_ok($$SELECT ledger_correct('2026-04', '{"service": "web", "amount": "-0.50", "currency": "EUR", "reason": "x"}')$$,
    'VM065', NULL, 'a correction in another currency is refused');
SELECT throws_ok($$SELECT ledger_correct('2026-04', '{"service": "web", "amount": "-0.50"}')$$, 'VM065',
    'a correction needs a reason', 'one without a reason too');
SELECT throws_ok($$SELECT ledger_correct('2026-04', '{"amount": "NaN", "reason": "x"}')$$, 'VM065', NULL,
    'and NaN is no amount');
SELECT ledger_correct('2026-04', '{"service": "web", "amount": "-0.50", "reason": "double count"}');
SELECT results_eq(
    $$SELECT period, kind, team, amount FROM charge WHERE correction_id IS NOT NULL$$,
    $$SELECT to_char(now() AT TIME ZONE 'Europe/Berlin', 'YYYY-MM'), 'charged', 'data', -0.500000$$,
    'a negative correction is a line of its own in the present period');
SELECT is((SELECT count(*) FROM charge WHERE period = '2026-04' AND correction_id IS NOT NULL), 0::bigint,
    'the closed one stays as it was');

SELECT * FROM finish();
ROLLBACK;
