-- A team sees its own rows through every view and table, and nothing else; staff see all.
BEGIN;
SELECT plan(35);

CREATE ROLE t_red LOGIN;
CREATE ROLE t_nobody LOGIN;
CREATE ROLE t_auditor LOGIN;
CREATE ROLE t_both LOGIN;
GRANT vmatrix_tenant TO t_red, t_nobody, t_both;
GRANT vmatrix_auditor TO t_auditor, t_both;

-- One host at 1.00 for one hour of January 2026, half used by red, a quarter by blue; 30 minutes of
-- work for each and 60 for all at 60.00 an hour: red 0.50 + 30, blue 0.25 + 30, idle 0.25, shared 60.
SELECT rate_set(k, v, '{"valid_from": "2020-01-01T00:00:00Z"}')
    FROM (VALUES ('wage_per_h', '60'), ('admin_min_per_month', '0'), ('price_per_kwh', '0')) r (k, v);
INSERT INTO host (host, uri) VALUES ('h', 'sim:1');
INSERT INTO service (service, team, cost_center) VALUES ('r', 'red', 'CC-R'), ('b', 'blue', 'CC-B');
INSERT INTO domain (uuid, domain, first_seen_at, last_seen_at)
    SELECT gen_random_uuid(), name, now(), now() FROM unnest(ARRAY['dr', 'db']) name;
INSERT INTO host_version (host_id, host, in_service, machine_cost_per_h, cpu_mcpu, memory_mib, currency, valid)
    SELECT host_id, 'h', true, 1, 4000, 4096, 'USD', '[2026-01-10 00:00Z, 2026-01-10 01:00Z)' FROM host;
INSERT INTO service_version (service_id, service, team, cost_center, valid)
    SELECT service_id, service, team, cost_center, '[2026-01-01, 2026-02-01)' FROM service;
INSERT INTO domain_version (domain_id, domain, service_id, valid)
    SELECT domain_id, domain, service.service_id, '[2026-01-01, 2026-02-01)'
    FROM domain JOIN service ON right(domain, 1) = service;
INSERT INTO placement_version (domain_id, host_id, state, n_vcpus, memory_mib, valid)
    SELECT domain_id, host_id, 'running', CASE domain WHEN 'dr' THEN 2 ELSE 1 END,
           CASE domain WHEN 'dr' THEN 2048 ELSE 1024 END, '[2026-01-10 00:00Z, 2026-01-10 01:00Z)'
    FROM domain, host;
INSERT INTO people_action (at, action, minutes, service_id, reason)
    SELECT '2026-01-10 00:30Z'::timestamptz, 'other', 30, service_id, 'x' FROM service
    UNION ALL SELECT '2026-01-10 00:30Z', 'other', 60, NULL, 'for all';
INSERT INTO service_measure (service_id, starts_at, service, team, requests)
    SELECT service_id, '2026-01-10 00:00Z', service, team, 1000 FROM service;
SELECT budget_set(s, '{"period": "2026-01", "amount": "100", "domain_h": "10", "reason": "x"}')
    FROM unnest(ARRAY['r', 'b']) s;
SELECT ledger_charge('2026-01');
SELECT team_member_set('t_red', '{"team": "red"}');
SELECT team_member_set('t_both', '{"team": "red"}');

-- Every relation that a tenant may read at all stands here; a new one needs its test.
SELECT set_eq(
    $$SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'vmatrix'::regnamespace
        AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
        AND (has_table_privilege('vmatrix_tenant', c.oid, 'SELECT')
             OR has_any_column_privilege('vmatrix_tenant', c.oid, 'SELECT'))$$,
    ARRAY['schema_migration', 'schema_repeatable', 'ledger_period', 'team_member', 'cost_line', 'domain_use',
          'charge', 'invoice_line', 'budget', 'service_measure', 'report_charge', 'report_use',
          'report_summary', 'report_cost_by_service', 'report_cost_by_team', 'report_cost_by_host',
          'report_people', 'report_budget', 'report_focus', 'ledger_identity'],
    'what a tenant may read at all is tested here');
SELECT is_empty(
    $$SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'vmatrix'::regnamespace
        AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND has_table_privilege('vmatrix_tenant', c.oid, 'SELECT')
        AND c.relname NOT IN ('schema_migration', 'schema_repeatable')
        AND NOT (c.relrowsecurity AND c.relforcerowsecurity)$$,
    'each table among them has row-level security, forced on its owner too');
SELECT is_empty($$SELECT matviewname FROM pg_matviews WHERE schemaname = 'vmatrix'$$,
    'there is no materialised view, which would leak');
SELECT is_empty($$SELECT proname FROM pg_proc p WHERE pronamespace = 'vmatrix'::regnamespace AND prosecdef
    AND has_function_privilege('vmatrix_tenant', p.oid, 'EXECUTE')$$, 'nor does a tenant run with another''s rights');

-- Every one of them, found in the catalogue and asked: rows of another team (where it says whose they are), and
-- rows that somebody without a team sees. What belongs to no team is named.
CREATE FUNCTION tap.seen(condition text) RETURNS TABLE (relation text, n bigint) LANGUAGE plpgsql AS $f$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT c.relname, string_agg(CASE WHEN a.attname IS NOT NULL THEN format(condition, a.attname) END, ' OR ') AS wrong
             FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                  AND a.attname IN ('team', 'SubAccountId', 'SubAccountName')
             WHERE c.relnamespace = 'vmatrix'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
               AND has_table_privilege(c.oid, 'SELECT') AND c.relname NOT IN ('schema_migration', 'schema_repeatable')
             GROUP BY 1 LOOP
        relation := r.relname;
        CONTINUE WHEN condition <> '' AND r.wrong IS NULL;
        EXECUTE format('SELECT count(*) FROM %I WHERE %s', r.relname, CASE condition WHEN '' THEN 'true' ELSE r.wrong END) INTO n;
        RETURN NEXT;
    END LOOP;
END
$f$;

SET SESSION AUTHORIZATION t_red;
SELECT is_empty($$SELECT * FROM tap.seen('%I IS DISTINCT FROM ''red''') WHERE n > 0$$,
    'nothing in any relation that names a team is of another');
SELECT cmp_ok((SELECT count(*) FROM tap.seen('%I IS DISTINCT FROM ''red''')), '>=', 11::bigint, 'and many name one');
SELECT cmp_ok((SELECT count(*) FROM tap.seen('') WHERE n > 0), '>=', 12::bigint, 'it does see rows');
SELECT results_eq('SELECT team::text FROM team_member', $$VALUES ('red')$$, 'team_member: its own mapping');
SELECT is_empty('SELECT * FROM cost_line', 'cost_line: nothing');
SELECT is_empty('SELECT * FROM ledger_identity', 'ledger_identity: nothing');
SELECT results_eq('SELECT DISTINCT team FROM charge', $$VALUES ('red')$$, 'charge: its own');
SELECT results_eq('SELECT DISTINCT team FROM domain_use', $$VALUES ('red')$$, 'domain_use: its own');
SELECT results_eq('SELECT DISTINCT team::text FROM invoice_line', $$VALUES ('red')$$, 'invoice_line: its own');
SELECT results_eq('SELECT DISTINCT team::text FROM budget', $$VALUES ('red')$$, 'budget: its own');
SELECT results_eq('SELECT DISTINCT team::text FROM service_measure', $$VALUES ('red')$$, 'service_measure: its own');
SELECT results_eq('SELECT DISTINCT team FROM report_charge', $$VALUES ('red')$$, 'report_charge: its own');
SELECT results_eq('SELECT DISTINCT team FROM report_use', $$VALUES ('red')$$, 'report_use: its own');
SELECT results_eq($$SELECT measure, amount FROM report_summary WHERE line IN (1, 2, 3, 4, 5, 16) ORDER BY line$$,
    $$VALUES ('total cost', 30.500000), ('charged to teams', 30.500000),
             ('unallocated: used, but no team is mapped', 0), ('shared by all', 0),
             ('idle: nobody used it', 0), ('VM-hours', 1.000000)$$, 'report summary: its own sums');
SELECT results_eq('SELECT kind, service, total, requests FROM report_cost_by_service',
    $$VALUES ('charged', 'r', 30.500000, 1000::numeric)$$, 'report cost-by-service: its own');
SELECT results_eq('SELECT kind, team, showback FROM report_cost_by_team', $$VALUES ('charged', 'red', 30.500000)$$,
    'report cost-by-team: its own');
SELECT results_eq($$SELECT host, total, idle FROM report_cost_by_host WHERE host IS NOT NULL$$,
    $$VALUES ('h', 0.500000, 0::numeric)$$, 'report cost-by-host: its own part of each host');
SELECT results_eq('SELECT action, service, amount FROM report_people', $$VALUES ('other', 'r', 30.000000)$$,
    'report people: its own');
SELECT results_eq('SELECT team::text, service::text FROM report_budget', $$VALUES ('red', 'r')$$, 'report budget: its own');
SELECT results_eq('SELECT DISTINCT "SubAccountId" FROM report_focus', $$VALUES ('red')$$, 'report focus: its own');
SELECT throws_ok('SELECT total FROM ledger_period', '42501', NULL, 'ledger_period: no sums');
SELECT throws_ok('SELECT * FROM report_savings', '42501', NULL, 'report savings: not for tenants');
SELECT throws_ok('SELECT * FROM cost_by_service', '42501', NULL, 'nor the cost of a snapshot');
SELECT throws_ok($$INSERT INTO team_member (login, team) VALUES ('t_red', 'blue')$$, '42501', NULL,
    'a tenant maps itself to no other team');
SELECT throws_ok($$SELECT ledger_charge('2026-01')$$, '42501', NULL, 'and keeps no ledger');

SET SESSION AUTHORIZATION t_nobody;
SELECT is_empty($$SELECT * FROM tap.seen('') WHERE n > 0$$, 'who belongs to no team sees no row of any relation');
SELECT is((SELECT count(*) FROM report_focus) + (SELECT count(*) FROM report_summary)
          + (SELECT count(*) FROM invoice_line) + (SELECT count(*) FROM team_member), 0::bigint,
    'who belongs to no team sees nothing');
SET SESSION AUTHORIZATION t_auditor;
SELECT is((SELECT sum(amount) FROM charge), 121.000000, 'an auditor sees all');
SELECT is((SELECT max(abs(difference)) FROM ledger_identity), 0.000000, 'and that it adds up');
SET SESSION AUTHORIZATION t_both;
SELECT is((SELECT count(DISTINCT coalesce(team, '')) FROM charge), 3::bigint, 'so does an auditor who belongs to a team');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT sum(invoiced) FROM invoice_line), 121.00, 'the invoice is the whole');

SELECT * FROM finish();
ROLLBACK;
