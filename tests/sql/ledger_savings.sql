-- The savings ledger from forecast to verified, and budgets; figures by hand.
BEGIN;
SELECT plan(16);
SELECT rate_set('savings_verify_days', '2', '{"valid_from": "2020-01-01T00:00:00Z"}');
INSERT INTO host (host, uri) VALUES ('h1', 'sim:1'), ('h2', 'sim:2');

-- Two hosts at 1.00 an hour, 60 administrator's minutes a month at 60.00 = 60.00 a month, no energy: the
-- plan takes both out of service. Forecast over 720 h: machine 2 × 720 = 1440 → 0, a month 1460; admin
-- 118.356164 → 0, a month 120.
INSERT INTO snapshot (source, name) VALUES ('estate', 'x');
INSERT INTO snapshot_policy (snapshot_id, key, value) SELECT snapshot_id, k, v FROM snapshot,
    (VALUES ('currency', 'USD'), ('wage_per_h', '60'), ('price_per_kwh', '0')) p (k, v);
INSERT INTO snapshot_host (snapshot_id, host, machine_cost_per_h, admin_min_per_month, "on", host_id)
    SELECT snapshot_id, host, 1, 60, 1, host_id FROM snapshot, host;
INSERT INTO snapshot_host_resource (snapshot_id, host, resource, capacity)
    SELECT snapshot_id, host, r, c FROM snapshot, host, (VALUES ('cpu_mcpu', 4000), ('memory_mib', 8192)) v (r, c);
INSERT INTO plan (plan, plan_digest, snapshot_id, snapshot_digest, scenario, author, outcome, unchanged, currency, horizon_h,
                  cost_current, cost_planned, operator_min, plan_json)
    SELECT left(h, 12), 'sha256:' || h, snapshot_id, 'sha256:' || h, 'x', 'anna', 'optimal', false, 'USD', 720, 10, 5, 44,
           '{"cost": {"parts": {"machine": {"current": "1440", "planned": "0"}, "admin": {"current": "118.356164", "planned": "0"},
                                "energy": {"current": "0", "planned": "0"}, "licence": {"current": "0", "planned": "0"}}}}'
    FROM snapshot, encode(sha256('saving'), 'hex') h;
INSERT INTO plan_action (plan, seq, wave, action, domain, from_host, to_host, parking)
    SELECT plan, v.* FROM plan, (VALUES (1, 1, 'power_off', NULL, 'h1', NULL, false), (2, 1, 'power_off', NULL, 'h2', NULL, false)) v;
CREATE TEMP VIEW s AS SELECT what, status, forecast, approved, carried_out, verified, did_not_come FROM report_savings;
SELECT set_eq('SELECT * FROM s', $$VALUES ('hosts off', 'forecast', 1460.000000, NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric),
    ('hours not spent', 'forecast', 120.000000, NULL, NULL, NULL, NULL)$$, 'a plan forecasts what it saves in a month of 730 h');

INSERT INTO approval (plan, plan_digest, decision, expires_at) SELECT plan, plan_digest, 'approved', now() + interval '1 day' FROM plan;
SELECT is((SELECT sum(per_month) FROM saving_baseline), 1580.000000, 'its approval freezes what those hosts cost: 2 × (730 + 60)');
SELECT throws_ok('UPDATE saving_baseline SET per_month = 0', 'VM001', NULL, 'for good');
SELECT set_eq('SELECT status FROM s', ARRAY['approved'], 'then the saving is approved');

-- Carried out on 10 March; h2's power off did not happen: half the saving, and its capacity is freed.
INSERT INTO execution (plan, started_at) SELECT plan, '2026-03-10 00:00Z' FROM plan;
INSERT INTO approval_use (approval, execution) SELECT approval, execution FROM approval, execution;
INSERT INTO step (execution, seq, wave, state) SELECT execution, seq, wave, 'planned' FROM execution, plan_action;
UPDATE step SET state = 'intent' WHERE seq = 1;
UPDATE step SET state = 'calling' WHERE seq = 1;
UPDATE step SET state = 'done' WHERE seq = 1;
SELECT set_eq('SELECT what, status, forecast, carried_out FROM s', $$VALUES
    ('hosts off', 'half carried out', 1460.000000, 730.000000), ('hours not spent', 'half carried out', 120.000000, 60.000000),
    ('CPU freed on hosts that still run', 'half carried out', NULL, 4000),
    ('memory freed on hosts that still run', 'half carried out', NULL, 8192)$$, 'hard savings stand apart from capacity freed');
UPDATE step SET state = 'intent' WHERE seq = 2;
UPDATE step SET state = 'calling' WHERE seq = 2;
UPDATE step SET state = 'done' WHERE seq = 2;
UPDATE execution SET state = 'done', ended_at = '2026-03-10 00:00Z';
SELECT set_eq('SELECT status FROM s', ARRAY['carried out'], 'a plan whose every step is done is carried out');

-- For the 48 hours after, h1 stays off; h2 is on again for the second 24: half of its saving did not come.
-- Verified: 730 + 730 × 24/48 = 1095 of 1460; hours 60 + 30 = 90 of 120.
INSERT INTO host_version (host_id, host, in_service, machine_cost_per_h, currency, valid)
    SELECT host_id, host, false, 1, 'USD', '[2026-03-01, 2026-03-11)'::tstzrange FROM host WHERE host = 'h2'
    UNION ALL SELECT host_id, host, true, 1, 'USD', '[2026-03-11, 2026-03-20)'::tstzrange FROM host WHERE host = 'h2'
    UNION ALL SELECT host_id, host, false, 1, 'USD', '[2026-03-01, 2026-03-20)'::tstzrange FROM host WHERE host = 'h1';
SELECT ledger_charge('2026-03');
SELECT set_eq('SELECT * FROM s', $$VALUES
    ('hosts off', 'verified', 1460.000000, 1460.000000, 1460.000000, 1095.000000, 365.000000),
    ('hours not spent', 'verified', 120.000000, 120.000000, 120.000000, 90.000000, 30.000000)$$,
    'after N days it is verified against the baseline, and what did not come is shown');

-- Budget against actual, one host at 1.00 an hour, all of it used. Planned for team red: r 10 h at 1.00 = 10,
-- q 10 h at 2.00 = 20. Actual: r 18 h 18.00, q 6 h 6.00 (24 h of 20 budgeted).
--   r: volume (24-20) × 1/2 × 1 = 2, mix (18 - 12) × 1 = 6, price 18 - 18×1 = 0; 8 in all = 18 - 10
--   q: volume (24-20) × 1/2 × 2 = 4, mix (6 - 12) × 2 = -12, price 6 - 6×2 = -6; -14 = 6 - 20
INSERT INTO service (service, team) VALUES ('r', 'red'), ('q', 'red'), ('none', NULL);
SELECT rate_set(k, v, '{"valid_from": "2020-01-01T00:00:00Z"}')
    FROM (VALUES ('admin_min_per_month', '0'), ('price_per_kwh', '0')) r (k, v);
INSERT INTO host (host, uri) VALUES ('h3', 'sim:3');
INSERT INTO host_version (host_id, host, in_service, machine_cost_per_h, cpu_mcpu, memory_mib, currency, valid)
    SELECT host_id, host, true, 1, 1000, 1024, 'USD', '[2026-01-05 00:00Z, 2026-01-06 00:00Z)' FROM host WHERE host = 'h3';
INSERT INTO service_version (service_id, service, team, valid) SELECT service_id, service, team, '[2026-01-01, 2026-02-01)' FROM service;
INSERT INTO domain (uuid, domain, first_seen_at, last_seen_at) SELECT gen_random_uuid(), n, now(), now() FROM unnest(ARRAY['dr', 'dq']) n;
INSERT INTO domain_version (domain_id, domain, service_id, valid)
    SELECT domain_id, domain, service.service_id, '[2026-01-01, 2026-02-01)' FROM domain JOIN service ON right(domain, 1) = service;
INSERT INTO placement_version (domain_id, host_id, state, n_vcpus, memory_mib, valid)
    SELECT domain_id, host_id, 'running', 1, 1024, CASE domain WHEN 'dr' THEN tstzrange('2026-01-05 00:00Z', '2026-01-05 18:00Z')
                                                               ELSE tstzrange('2026-01-05 18:00Z', '2026-01-06 00:00Z') END
    FROM domain, host WHERE host = 'h3';
SELECT budget_set('r', '{"period": "2026-01", "amount": "99", "domain_h": "1", "reason": "first guess"}');
SELECT budget_set('r', '{"period": "2026-01", "amount": "10", "domain_h": "10", "reason": "plan"}'),
       budget_set('q', '{"period": "2026-01", "amount": "20", "domain_h": "10", "reason": "plan"}');
SELECT ledger_charge('2026-01');
SELECT set_config('vmatrix.report_from', '2026-01-01T00:00:00Z', true), set_config('vmatrix.report_to', '2026-02-01T00:00:00Z', true);
SELECT results_eq($$SELECT service::text, variance, volume_variance, mix_variance, price_variance FROM report_budget ORDER BY service DESC$$,
    $$VALUES ('r', 8.000000, 2.000000, 6.000000, 0.000000), ('q', -14, 4, -12, -6)$$, 'variance by volume, mix and price');
SELECT is_empty('SELECT * FROM report_budget WHERE variance <> volume_variance + mix_variance + price_variance', 'which add up');
SELECT results_eq($$SELECT service, domain_h, cost_per_domain_h FROM report_cost_by_service WHERE kind = 'charged' ORDER BY service$$,
    $$VALUES ('q', 6.000000, 1.000000), ('r', 18, 1)$$, 'a domain-hour costs 1.00');
SELECT service_measured('r', '{"at": "2026-01-05T03:10:00Z", "requests": 900}');
SELECT service_measured('r', '{"at": "2026-01-05T03:20:00Z", "requests": 1800, "response_ms": "12.5", "target_ms": "20"}');
SELECT results_eq($$SELECT requests, cost_per_request FROM report_cost_by_service WHERE service = 'r'$$,
    $$VALUES (1800::numeric, 0.010000000)$$, 'and 1800 requests for 18.00 cost 0.01 each; told again an hour takes its place');
SELECT throws_ok($$SELECT budget_set('r', '{"period": "2026-01", "amount": "1", "domain_h": "1", "reason": "x", "currency": "EUR"}')$$,
    'VM065', NULL, 'a budget in another currency is refused');
SELECT throws_ok($$SELECT budget_set('r', '{"period": "2026-01", "amount": "-1", "domain_h": "1", "reason": "x"}')$$,
    'VM065', NULL, 'and one that is negative');
SELECT throws_ok($$SELECT budget_set('none', '{"period": "2026-01", "amount": "1", "domain_h": "1", "reason": "x"}')$$,
    'VM065', NULL, 'and one of a service without a team');
SELECT throws_ok($$SELECT budget_set('nix', '{}')$$, 'VM066', NULL, 'or of none');
SELECT throws_ok($$SELECT service_measured('nix', '{"requests": 1}')$$, 'VM066', NULL, 'no service is measured that is not');
SELECT * FROM finish();
ROLLBACK;
