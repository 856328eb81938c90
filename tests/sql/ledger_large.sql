-- Amounts of more digits than a division keeps: every micro-unit is there, in charges and invoices.
BEGIN;
SELECT plan(4);
SELECT rate_set(k, v, '{"valid_from": "2020-01-01T00:00:00Z"}')
    FROM (VALUES ('admin_min_per_month', '0'), ('price_per_kwh', '0')) r (k, v);

-- One host for one hour at 30,000,000,000,000,000.030003, that is 30000000000000000030003 micro-units. 'd' of
-- team shop has 2 of its 4 CPUs and half of its memory: half of an odd number, so the odd micro-unit is
-- the domain's and not the idle's:
--   shop 15000000000000000.015002, idle 15000000000000000.015001
-- shop alone pays the idle: 30000000000000000.030003 in all, invoiced 30000000000000000.03. (A quotient of
-- numeric may have as few as 16 significant digits: divided by 1000000 or by 100, all of these would end at the point.)
INSERT INTO host (host, uri) VALUES ('h', 'sim:1');
INSERT INTO service (service, team) VALUES ('s', 'shop');
INSERT INTO domain (uuid, domain, first_seen_at, last_seen_at) VALUES (gen_random_uuid(), 'd', now(), now());
INSERT INTO host_version (host_id, host, in_service, machine_cost_per_h, cpu_mcpu, memory_mib, currency, valid)
    SELECT host_id, host, true, 30000000000000000.030003, 4000, 4096, 'USD', '[2026-01-10 00:00Z, 2026-01-10 01:00Z)' FROM host;
INSERT INTO service_version (service_id, service, team, valid)
    SELECT service_id, service, team, '[2026-01-01, 2026-02-01)' FROM service;
INSERT INTO domain_version (domain_id, domain, service_id, valid)
    SELECT domain_id, domain, service.service_id, '[2026-01-01, 2026-02-01)' FROM domain, service;
INSERT INTO placement_version (domain_id, host_id, state, n_vcpus, memory_mib, valid)
    SELECT domain_id, host_id, 'running', 2, 2048, '[2026-01-10 00:00Z, 2026-01-10 01:00Z)' FROM domain, host;
SELECT is((SELECT total FROM ledger_charge('2026-01')), 30000000000000000.030003, 'the line keeps its micro-units');
SELECT results_eq('SELECT kind, amount FROM charge ORDER BY part',
    $$VALUES ('charged', 15000000000000000.015002), ('idle', 15000000000000000.015001)$$, 'so do its parts');
SELECT results_eq('SELECT direct, idle, amount, invoiced FROM invoice_line',
    $$VALUES (15000000000000000.015002, 15000000000000000.015001, 30000000000000000.030003, 30000000000000000.03)$$,
    'and the invoice, to the cent');
SELECT is((SELECT max(abs(difference)) FROM ledger_identity), 0.000000, 'it adds up');
SELECT * FROM finish();
ROLLBACK;
