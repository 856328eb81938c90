-- Licences in the savings ledger, from forecast to verified; figures by hand.
BEGIN;
SELECT plan(8);
SELECT rate_set('savings_verify_days', '2', '{"valid_from": "2020-01-01T00:00:00Z"}');

-- h1 and h2 have 4 cores, h3 has 8. 'o;s' costs 0.10 a host and 0.05 a core: 0.30 an hour on h1 and h2, 0.50
-- on h3, which is 219.00 a month of 730 h on h1 and on h2. 'db' costs 1.00 a host: 730.00 a month. 'a' on h1
-- and 'c' on h3 need 'o;s', 'b' on h2 needs both. The plan takes a and b to h3: 'o;s' is freed on h1 and
-- h2, db goes from h2 to h3.
--   forecast over 720 h: (0.30 + 0.30 + 0.50 + 1.00) × 720 = 1512 → (0.50 + 1.00) × 720 = 1080; a month 438.00
INSERT INTO host (host, uri) VALUES ('h1', 'sim:1'), ('h2', 'sim:2'), ('h3', 'sim:3');
INSERT INTO domain (uuid, domain, first_seen_at, last_seen_at)
    SELECT gen_random_uuid(), n, now(), now() FROM unnest(ARRAY['a', 'b', 'c', 'n']) n;
INSERT INTO snapshot (source, name) VALUES ('estate', 'x');
INSERT INTO snapshot_policy (snapshot_id, key, value) SELECT snapshot_id, 'currency', 'USD' FROM snapshot;
INSERT INTO snapshot_host (snapshot_id, host, host_id) SELECT snapshot_id, host, host_id FROM snapshot, host;
INSERT INTO snapshot_host_resource (snapshot_id, host, resource, capacity)
    SELECT snapshot_id, host, 'cpu_mcpu', CASE host WHEN 'h3' THEN 8000 ELSE 4000 END FROM snapshot, host;
INSERT INTO snapshot_licence (snapshot_id, licence, cost_per_host_h, cost_per_core_h)
    SELECT snapshot_id, v.* FROM snapshot, (VALUES ('o;s', 0.10, 0.05), ('db', 1, NULL)) v;
INSERT INTO snapshot_domain (snapshot_id, domain, host, licence) SELECT snapshot_id, v.* FROM snapshot,
    (VALUES ('a', 'h1', list_cell('{o;s}')), ('b', 'h2', list_cell('{o;s,db}')), ('c', 'h3', list_cell('{o;s}')),
            ('n', 'h3', NULL)) v;
INSERT INTO plan (plan, plan_digest, snapshot_id, snapshot_digest, scenario, author, outcome, unchanged, currency, horizon_h,
                  cost_current, cost_planned, operator_min, plan_json)
    SELECT left(h, 12), 'sha256:' || h, snapshot_id, 'sha256:' || h, 'x', 'anna', 'optimal', false, 'USD', 720, 10, 5, 44,
           '{"cost": {"parts": {"licence": {"current": "1512", "planned": "1080"}}}}'
    FROM snapshot, encode(sha256('licences'), 'hex') h;
INSERT INTO plan_action (plan, seq, wave, action, domain, from_host, to_host, parking)
    SELECT plan, v.* FROM plan, (VALUES (1, 1, 'migrate', 'a', 'h1', 'h3', false), (2, 1, 'migrate', 'b', 'h2', 'h3', false)) v;
INSERT INTO approval (plan, plan_digest, decision, expires_at) SELECT plan, plan_digest, 'approved', now() + interval '1 day' FROM plan;
SELECT results_eq($$SELECT licence::text, host::text, change, per_month FROM saving_baseline ORDER BY licence, host$$,
    $$VALUES ('db', 'h2', 'off', 730.000000), ('db', 'h3', 'on', 730), ('o;s', 'h1', 'off', 219), ('o;s', 'h2', 'off', 219)$$,
    'approval freezes what each licence costs where it is freed or comes to be needed');
CREATE TEMP VIEW s AS SELECT what, status, forecast, carried_out, verified, did_not_come FROM report_savings;
SELECT results_eq('SELECT * FROM s', $$VALUES ('licences freed', 'approved', 438.000000, NULL::numeric, NULL::numeric, NULL::numeric)$$,
    'a plan forecasts the licences that it frees');

-- Carried out on 10 March. With a alone on h3: 219.00; b brings db there as it leaves h2: 219 + 730 - 730 more.
INSERT INTO execution (plan, started_at) SELECT plan, '2026-03-10 00:00Z' FROM plan;
INSERT INTO approval_use (approval, execution) SELECT approval, execution FROM approval, execution;
INSERT INTO step (execution, seq, wave, state) SELECT execution, seq, wave, 'planned' FROM execution, plan_action;
CREATE FUNCTION pg_temp.done(n integer) RETURNS void LANGUAGE sql AS $$
    UPDATE step SET state = 'intent' WHERE seq = n;
    UPDATE step SET state = 'calling' WHERE seq = n;
    UPDATE step SET state = 'done' WHERE seq = n$$;
SELECT pg_temp.done(1);
SELECT results_eq('SELECT status, carried_out, verified FROM s', $$VALUES ('half carried out', 219.000000, NULL::numeric)$$,
    'a licence is freed when the last domain that needs it has left');
SELECT pg_temp.done(2);
UPDATE execution SET state = 'done', ended_at = '2026-03-10 00:00Z';
SELECT results_eq('SELECT status, carried_out, verified FROM s', $$VALUES ('carried out', 438.000000, NULL::numeric)$$,
    'what a licence costs on its new host is taken off');

-- In the 48 hours after, a, b and c are on h3; but 'n', which needs 'o;s' by then, runs on h1 for the first 12:
-- of the 219.00 for h1 36/48 came, 164.25. Verified 164.25 + 219 + 730 - 730 = 383.25; 54.75 did not come.
INSERT INTO host_version (host_id, host, in_service, cpu_mcpu, memory_mib, currency, valid)
    SELECT host_id, host, true, 4000, 4096, 'USD', '[2026-03-01, 2026-03-20)' FROM host;
INSERT INTO domain_version (domain_id, domain, licences, valid)
    SELECT domain_id, domain, CASE domain WHEN 'b' THEN '{"o;s",db}' ELSE '{"o;s"}' END::text[], '[2026-03-01, 2026-03-20)' FROM domain;
INSERT INTO placement_version (domain_id, host_id, state, n_vcpus, memory_mib, valid)
    SELECT domain_id, host_id, 'running', 1, 512, CASE domain WHEN 'n' THEN tstzrange('2026-03-10 00:00Z', '2026-03-10 12:00Z')
                                                              ELSE tstzrange('2026-03-10 00:00Z', '2026-03-20 00:00Z') END
    FROM domain JOIN host ON host = CASE domain WHEN 'n' THEN 'h1' ELSE 'h3' END;
SELECT ledger_charge('2026-03');
SELECT results_eq('SELECT * FROM s', $$VALUES ('licences freed', 'verified', 438.000000, 438.000000, 383.250000, 54.750000)$$,
    'after N days it is verified where the licence was needed all the same');

-- db used on h3 for half of the time only: -730 × 24/48 = -365, so 748.25 is verified.
SAVEPOINT half;
DELETE FROM placement_version p USING domain d WHERE d.domain_id = p.domain_id AND d.domain = 'b';
INSERT INTO placement_version (domain_id, host_id, state, n_vcpus, memory_mib, valid)
    SELECT domain_id, host_id, 'running', 1, 512, '[2026-03-10 00:00Z, 2026-03-11 00:00Z)' FROM domain, host WHERE domain = 'b' AND host = 'h3';
SELECT ledger_charge('2026-03');
SELECT results_eq('SELECT verified, did_not_come FROM s', $$VALUES (748.250000, -310.250000)$$, 'a licence that is needed less costs less');
ROLLBACK TO half;

-- A plan that frees none says nothing of licences; retiring the last domain of a licence frees it.
INSERT INTO plan (plan, plan_digest, snapshot_id, snapshot_digest, scenario, author, outcome, unchanged, currency, horizon_h,
                  cost_current, cost_planned, operator_min, plan_json)
    SELECT left(h, 12), 'sha256:' || h, snapshot_id, 'sha256:' || h, 'x', 'anna', 'optimal', false, 'USD', 720, 10, 5, 44,
           '{"cost": {"parts": {"licence": {"current": "1512", "planned": "576"}}}}'
    FROM snapshot, encode(sha256('retires'), 'hex') h;
INSERT INTO plan_action (plan, seq, wave, action, domain, from_host, parking)
    SELECT plan, 1, 1, 'retire', 'b', 'h2', false FROM plan WHERE plan_digest = 'sha256:' || encode(sha256('retires'), 'hex');
SELECT results_eq($$SELECT host::text, licence::text, after FROM plan_licence JOIN plan_action USING (plan)
    WHERE action = 'retire' AND host = 'h2' ORDER BY 2$$, $$VALUES ('h2', 'db', false), ('h2', 'o;s', false)$$, 'a retirement frees its licences');
INSERT INTO approval (plan, plan_digest, decision, expires_at) SELECT plan, plan_digest, 'approved', now() + interval '1 day'
    FROM plan JOIN plan_action USING (plan) WHERE action = 'retire';
SELECT is((SELECT sum(per_month) FROM saving_baseline JOIN plan_action USING (plan) WHERE action = 'retire'), 949.000000,
    '219 + 730 a month on h2');
SELECT * FROM finish();
ROLLBACK;
