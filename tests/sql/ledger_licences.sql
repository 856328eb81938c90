-- Licences in the ledger, and their history.
BEGIN;
SELECT plan(11);
SELECT rate_set(k, v, '{"valid_from": "2020-01-01T00:00:00Z"}')
    FROM (VALUES ('admin_min_per_month', '0'), ('price_per_kwh', '0'), ('machine_cost_per_h', '0')) r (k, v);
SELECT rate_set('licence_cost_per_host_h', '0.40', '{"valid_from": "2020-01-01T00:00:00Z", "licence": "os"}');
SELECT rate_set('licence_cost_per_core_h', '0.10', '{"valid_from": "2020-01-01T00:00:00Z", "licence": "os"}');

-- One host with 4 cores for an hour. os (0.40 a host and 0.10 a core): 0.80, for a and b, 0.40 each; b leaves
-- after half an hour, then a pays alone: 0.20 + 0.40 = 0.60 for a, 0.20 for b. db has its own price of 1.00 a
-- host, 2.00 from the second half hour on: 0.50 + 1.00 = 1.50, for a alone.
INSERT INTO host (host, uri) VALUES ('h', 'sim:1');
INSERT INTO domain (uuid, domain, first_seen_at, last_seen_at) SELECT gen_random_uuid(), n, now(), now() FROM unnest(ARRAY['a', 'b', 'c']) n;
INSERT INTO host_version (host_id, host, in_service, cpu_mcpu, memory_mib, currency, valid)
    SELECT host_id, host, true, 4000, 4096, 'USD', '[2026-01-10 00:00Z, 2026-01-10 01:00Z)' FROM host;
INSERT INTO domain_version (domain_id, domain, licences, valid)
    SELECT domain_id, domain, CASE domain WHEN 'a' THEN '{db,os}' WHEN 'b' THEN '{os}' ELSE '{}' END::text[],
           '[2026-01-01, 2026-02-01)' FROM domain;
INSERT INTO placement_version (domain_id, host_id, state, n_vcpus, memory_mib, valid)
    SELECT domain_id, host_id, 'running', 1, 512, tstzrange('2026-01-10 00:00Z',
        CASE domain WHEN 'b' THEN '2026-01-10 00:30Z' ELSE '2026-01-10 01:00Z' END::timestamptz) FROM domain, host;
INSERT INTO licence_version (licence, cost_per_host_h, currency, valid) VALUES
    ('db', 1, 'USD', '[2026-01-01, 2026-01-10 00:30Z)'), ('db', 2, 'USD', '[2026-01-10 00:30Z, 2026-02-01)');
SELECT is((SELECT total FROM ledger_charge('2026-01')), 2.300000, 'licences cost 0.80 and 1.50');
SELECT results_eq($$SELECT l.licence, c.domain, sum(c.amount) FROM charge c JOIN cost_line l USING (period, line)
    WHERE c.component = 'licence' GROUP BY 1, 2 ORDER BY 1, 2$$,
    $$VALUES ('db', 'a', 1.500000), ('os', 'a', 0.600000), ('os', 'b', 0.200000)$$,
    'each is split evenly among the domains that need it');
SELECT is((SELECT licence FROM report_cost_by_host), 2.300000, 'and shown as such');
SELECT is((SELECT max(abs(difference)) FROM ledger_identity), 0.000000, 'it adds up');
INSERT INTO licence_version (licence, cost_per_host_h, currency, valid) VALUES ('os', 1, 'EUR', '[2026-01-10 00:10Z, 2026-02-01)');
SELECT throws_ok($$SELECT ledger_charge('2026-01')$$, 'VM065', NULL, 'a licence priced in another currency is refused');

-- History, whatever way a row changes; each change in a transaction of its own, as in life: a version that
-- the same transaction wrote is replaced, so what is written here is made to look like another's.
CREATE TEMP VIEW known AS SELECT licence::text, cost_per_host_h::numeric, upper_inf(valid) AS still FROM licence_version
    WHERE licence IN ('cad', 'cam') ORDER BY licence, licence_version_id;
CREATE FUNCTION pg_temp.later() RETURNS void LANGUAGE sql AS $$
    ALTER TABLE licence_version DISABLE TRIGGER keep_history;
    UPDATE licence_version SET recorded_xid = '1';
    ALTER TABLE licence_version ENABLE TRIGGER keep_history$$;
INSERT INTO licence (licence, cost_per_host_h) VALUES ('cad', 1);
SELECT results_eq('SELECT * FROM known', $$VALUES ('cad', 1.0, true)$$, 'a licence begins a version');
SELECT pg_temp.later();
UPDATE licence SET max_hosts = 3;
SELECT results_eq('SELECT * FROM known', $$VALUES ('cad', 1.0, true)$$, 'what the ledger does not need begins none');
UPDATE licence SET cost_per_host_h = 2;
SELECT results_eq('SELECT * FROM known', $$VALUES ('cad', 1.0, false), ('cad', 2.0, true)$$, 'another price begins one');
SELECT pg_temp.later();
UPDATE licence SET licence = 'cam';
SELECT results_eq('SELECT * FROM known', $$VALUES ('cad', 1.0, false), ('cad', 2.0, false), ('cam', 2.0, true)$$,
    'another name ends one and begins one');
SELECT pg_temp.later();
TRUNCATE licence;
SELECT is_empty('SELECT * FROM known WHERE still', 'and emptying the table ends all');

-- What a domain needs is kept too, also where something else than a command writes it.
UPDATE domain SET domain = 'c2' WHERE domain = 'c';
UPDATE domain SET licence = '{cad}' WHERE domain = 'c2';
SELECT results_eq($$SELECT domain::text, licences FROM domain_version WHERE upper_inf(valid) AND domain LIKE 'c%'$$,
    $$VALUES ('c2', '{cad}'::text[])$$, 'what a domain needs is kept');
SELECT * FROM finish();
ROLLBACK;
