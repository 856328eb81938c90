-- Rate cards in both times, currencies that are never mixed, prices by hour and licence, people's work.
BEGIN;
SELECT plan(31);

-- Bitemporal: 70 from January, then 80 from July; later 75 for May alone.
SELECT rate_set('wage_per_h', '70', '{"valid_from": "2026-01-01T00:00:00Z", "owner": "finance", "source": "ledger", "reason": "pay round"}');
SELECT rate_set('wage_per_h', '80', '{"valid_from": "2026-07-01T00:00:00Z"}');
CREATE TEMP TABLE moment AS SELECT clock_timestamp() AS at;
SELECT rate_set('wage_per_h', '75', '{"valid_from": "2026-05-01T00:00:00Z", "valid_to": "2026-06-01T00:00:00Z"}');
SELECT results_eq(
    $$SELECT m, rate_at('wage_per_h', NULL, m::timestamptz), (rate_known('wage_per_h', NULL, NULL, NULL, m::timestamptz, at)).value
      FROM moment, unnest(ARRAY['2025-12-31', '2026-04-30', '2026-05-15', '2026-06-15', '2026-08-01']) m$$,
    $$VALUES ('2025-12-31', '62.00', '62.00'), ('2026-04-30', '70', '70'), ('2026-05-15', '75', '70'),
             ('2026-06-15', '70', '70'), ('2026-08-01', '80', '80')$$,
    'what is set later for a time changes what is known now, not what was known then');
SELECT results_eq($$SELECT owner::text, source, reason FROM rate_card WHERE key = 'wage_per_h' AND valid @> '2026-04-01Z'::timestamptz
    AND upper_inf(known)$$, $$VALUES ('finance', 'ledger', 'pay round')$$, 'owner, source and reason stay with what is written again');
SELECT throws_ok($$INSERT INTO rate_card (key, value, currency, valid, known, source)
    VALUES ('wage_per_h', '1', 'USD', '[2026-05-10, 2026-05-11)', tstzrange(clock_timestamp(), NULL), 'x')$$, '23P01', NULL,
    'two values for one time, known at one time, are refused');
SELECT is_empty($$SELECT a FROM rate_card a JOIN rate_card b ON a.rate_card_id < b.rate_card_id AND a.key = b.key
    AND a.valid && b.valid AND a.known && b.known
    AND (a.class, a.licence, a.hour) IS NOT DISTINCT FROM (b.class, b.licence, b.hour)$$, 'nor are there any');
SELECT throws_ok($$SELECT rate_set('wage_per_h', '1', '{"valid_from": "2026-02-01T00:00:00Z", "valid_to": "2026-02-01T00:00:00Z"}')$$,
    'VM065', 'valid_to is not after valid_from', 'a price holds for some time');
SELECT throws_ok($$SELECT rate_set('wage_per_h', '60', '{"currency": "EUR"}')$$, 'VM065',
    'rate ''wage_per_h'' in EUR where the estate is reckoned in USD', 'a price in another currency is refused');
SELECT throws_ok($$SELECT rate_set('pue', '1.2', '{"currency": "USD"}')$$, 'VM002', NULL, 'what is no money has no currency');
SELECT throws_ok($$SELECT rate_set('currency', 'Euro', '{}')$$, 'VM065', NULL, 'a currency has three letters');
SELECT throws_ok($$SELECT rate_set('billing_time_zone', 'Mars/Base', '{}')$$, 'VM065', NULL, 'a time zone is a known one');
SELECT throws_ok($$SELECT rate_set('pue', '1.2', '{"hour": 3}')$$, 'VM002', NULL, 'only energy has prices by hour');
SELECT throws_ok($$SELECT rate_set('price_per_kwh', '1.2', '{"hour": 24}')$$, '23514', NULL, 'of hours that there are');
SELECT throws_ok($$SELECT rate_set('licence_cost_per_host_h', '1.2', '{}')$$, 'VM002', NULL, 'the price of a licence names it');
SELECT throws_ok($$SELECT rate_set('pue', '1.2', '{"licence": "os"}')$$, 'VM002', NULL, 'and nothing else does');
SELECT lives_ok($$SELECT rate_set('licence_cost_per_host_h', '1.2', '{"licence": "os"}')$$, 'then it is set');

-- Energy by hour of the day in the billing time zone: 1 kW for two hours, 0.10 a kWh, but 0.50 at 18
-- o'clock in Berlin (17:00 UTC in January). PUE 1: 1 × 0.10 at 16:00 UTC, 1 × 0.50 at 17:00 UTC.
SELECT rate_set('billing_time_zone', 'Europe/Berlin', '{"valid_from": "2020-01-01T00:00:00Z"}'),
       rate_set('price_per_kwh', '0.10', '{"valid_from": "2020-01-01T00:00:00Z"}'),
       rate_set('price_per_kwh', '0.50', '{"valid_from": "2020-01-01T00:00:00Z", "hour": 18}'),
       rate_set('pue', '1', '{"valid_from": "2020-01-01T00:00:00Z"}'),
       rate_set('admin_min_per_month', '0', '{"valid_from": "2020-01-01T00:00:00Z"}'),
       rate_set('wage_per_h', '60', '{"valid_from": "2026-01-01T00:00:00Z"}');
INSERT INTO host (host, uri) VALUES ('h', 'sim:1'), ('h2', 'sim:2');
INSERT INTO host_version (host_id, host, in_service, idle_w, peak_w, currency, valid)
    SELECT host_id, 'h', true, 1000, 1000, 'USD', '[2026-01-10 16:00Z, 2026-01-10 18:00Z)' FROM host WHERE host = 'h';
SELECT ledger_charge('2026-01');
SELECT results_eq($$SELECT amount FROM cost_line WHERE component = 'energy_idle' ORDER BY line$$, $$VALUES (0.100000), (0.500000)$$,
    'energy has the price of the hour of the day');

-- A host without a price: nobody set one for 'h', so its machine costs 0 and finance is told; with energy
-- 0.60 the period is 0.60 in all.
SELECT is((SELECT total FROM ledger_period WHERE period = '2026-01'), 0.600000, 'a host without a price costs its energy alone');
SELECT results_eq('SELECT subject, note FROM ledger_note', $$VALUES ('host h', 'has no machine price: 2 h at 0')$$, 'and is noted');
SELECT throws_ok($$SELECT ledger_close('2026-01', '')$$, 'VM001', 'period ''2026-01'' has 1 notes', 'and must be accepted');

-- Mixed currencies: h2 was priced when the estate was reckoned in EUR.
SAVEPOINT mixed;
INSERT INTO host_version (host_id, host, in_service, machine_cost_per_h, currency, valid)
    SELECT host_id, 'h2', true, 2, 'EUR', '[2026-01-10 16:00Z, 2026-01-10 18:00Z)' FROM host WHERE host = 'h2';
SELECT throws_ok($$SELECT ledger_charge('2026-01')$$, 'VM065',
    'period ''2026-01'' is reckoned in USD, but machine of ''h2'' has its price in EUR', 'mixed currencies are refused');
ROLLBACK TO mixed;
-- The estate goes over to EUR in February: the wage that was set in USD may not count there.
SELECT rate_set('currency', 'EUR', '{"valid_from": "2026-01-31T23:00:00Z"}');
INSERT INTO host_version (host_id, host, in_service, idle_w, peak_w, currency, valid)
    SELECT host_id, 'h', true, 0, 0, 'EUR', '[2026-02-10 16:00Z, 2026-02-10 18:00Z)' FROM host WHERE host = 'h';
SELECT throws_ok($$SELECT ledger_charge('2026-02')$$, 'VM065', NULL, 'nor does a price set in the currency of before count');
SELECT throws_ok($$SELECT rate_set('wage_per_h', '50', '{"valid_from": "2026-02-01T00:00:00Z", "currency": "USD"}')$$, 'VM065', NULL,
    'a price in the currency of before is refused from then on');

-- People's work from the journal, wage 60 an hour, moves at 1.5 (out of hours):
--   move of 'a' (service s): 7 min as planned × 1.5 = 10.5 min = 10.50, further and downtime cost 2.25,
--     and 0.50 + 0.25 for the pair of hosts and the pair of zones, of three that the plan's snapshot has
--   move of 'b' (no service): 7 × 1.5 = 10.50, unallocated
--   notice to s: 15 min = 15.00; review (approval): 30 min = 30.00; power off: 15 min = 15.00
--   a step that failed: 120 min = 120.00, for the domain's team
--   by hand: 20 min of provisioning for s = 20.00
SELECT rate_set('out_of_hours_factor', '1.5', '{"valid_from": "2020-01-01T00:00:00Z"}');
INSERT INTO service (service, team) VALUES ('s', 'red');
INSERT INTO service_version (service_id, service, team, valid) SELECT service_id, 's', 'red', '[2026-01-01, 2026-03-01)' FROM service;
INSERT INTO domain (uuid, domain, first_seen_at, last_seen_at)
    SELECT gen_random_uuid(), name, now(), now() FROM unnest(ARRAY['a', 'b']) name;
INSERT INTO domain_version (domain_id, domain, service_id, move_cost, downtime_cost, valid)
    SELECT domain_id, domain, CASE domain WHEN 'a' THEN (SELECT service_id FROM service) END,
           CASE domain WHEN 'a' THEN 2 END, CASE domain WHEN 'a' THEN 0.25 END, '[2026-01-01, 2026-02-01)' FROM domain;
INSERT INTO snapshot (source, name) VALUES ('estate', 'x');
INSERT INTO snapshot_domain (snapshot_id, domain, domain_id) SELECT snapshot_id, domain, domain_id FROM snapshot, domain;
INSERT INTO snapshot_host (snapshot_id, host, zone) SELECT snapshot_id, h, z FROM snapshot, (VALUES ('h', 'z:1'), ('h2', 'z2')) v (h, z);
INSERT INTO snapshot_move_cost (snapshot_id, line, "from", "to", cost) SELECT snapshot_id, v.* FROM snapshot,
    (VALUES (1, 'h', 'h2', 0.50), (2, 'zone:z\:1', 'zone:z2', 0.25), (3, 'h2', 'h', 99)) v;
INSERT INTO plan (plan, plan_digest, snapshot_id, snapshot_digest, scenario, author, outcome, unchanged, currency, horizon_h,
                  cost_current, cost_planned, operator_min, plan_json)
    SELECT left(h, 12), 'sha256:' || h, snapshot_id, 'sha256:' || h, 'x', 'anna', 'optimal', false, 'USD', 720, 10, 5, 44,
           '{"actions": [{"operator_min": "7"}, {"operator_min": "7"}, {"operator_min": "15"}]}'
    FROM snapshot, encode(sha256('people'), 'hex') h;
INSERT INTO plan_action (plan, seq, wave, action, domain, from_host, to_host, parking)
    SELECT plan, v.* FROM plan, (VALUES (1, 1, 'migrate', 'a', 'h', 'h2', false), (2, 1, 'migrate', 'b', 'h', 'h2', false),
                                         (3, 2, 'power_off', NULL, 'h', NULL, false)) v;
INSERT INTO execution (plan) SELECT plan FROM plan;
INSERT INTO journal (at, plan, execution, seq, event)
    SELECT at::timestamptz, plan, execution, seq, event FROM execution, (VALUES
        ('2026-01-20 10:00Z', NULL::integer, 'approved'), ('2026-01-20 11:00Z', 1, 'intent'), ('2026-01-20 11:00Z', 1, 'failed'),
        ('2026-01-20 11:05Z', 1, 'done'), ('2026-01-20 11:06Z', 2, 'done'), ('2026-01-20 11:07Z', 3, 'done')) v (at, seq, event);
SELECT ledger_record('provisioning', '{"minutes": "20", "at": "2026-01-21T09:00:00Z", "service": "s", "reason": "new domain"}');
SELECT ledger_charge('2026-01');
SELECT results_eq(
    $$SELECT action, component, kind, domain, team, minutes, amount FROM report_people
      WHERE period = '2026-01' ORDER BY at, action, component, domain$$,
    $$VALUES ('review', 'people', 'shared', NULL, NULL, 30.000000, 30.000000),
             ('incident', 'people', 'charged', 'a', 'red', 120, 120),
             ('move', 'moves', 'charged', 'a', 'red', NULL, 3.00),
             ('move', 'people', 'charged', 'a', 'red', 10.5, 10.5),
             ('notice', 'people', 'charged', NULL, 'red', 15, 15),
             ('move', 'moves', 'unallocated', 'b', NULL, NULL, 0.75),
             ('move', 'people', 'unallocated', 'b', NULL, 10.5, 10.5),
             ('power_change', 'people', 'shared', NULL, NULL, 15, 15),
             ('provisioning', 'people', 'charged', NULL, 'red', 20, 20)$$,
    'each action of people is a line of its own');
SELECT throws_ok($$SELECT ledger_record('dancing', '{"minutes": "1", "reason": "x"}')$$, '23514', NULL, 'other work is refused');
SELECT throws_ok($$SELECT ledger_record('other', '{"reason": "x"}')$$, 'VM002', NULL, 'and work without its minutes');
SELECT throws_ok($$SELECT ledger_record('other', '{"minutes": "1"}')$$, 'VM065', NULL, 'or without a reason');
SELECT throws_ok($$SELECT ledger_record('other', '{"minutes": "1", "reason": "x", "service": "nix"}')$$, 'VM066', NULL,
    'or for a service that is not');

-- Closed, and run again: byte-identical, whatever is learned later.
SELECT ledger_close('2026-01', 'accepted');
SELECT throws_ok($$SELECT ledger_record('other', '{"minutes": "1", "at": "2026-01-21T09:00:00Z", "reason": "x"}')$$, 'VM001', NULL,
    'nothing more is recorded in a closed period');
SELECT ok((SELECT final AND n_rows > 0 FROM report_record('summary', '{}')), 'a report over closed periods is final');
SELECT report_record(r, '{}') FROM unnest(ARRAY['cost-by-service', 'cost-by-team', 'cost-by-host', 'people', 'focus', 'budget']) r;
UPDATE service SET team = 'blue';
SELECT rate_set('wage_per_h', '99', '{"valid_from": "2026-01-01T00:00:00Z"}');
SELECT report_record(r, '{"from": "2025-12-31T23:00:00Z", "to": "2026-01-31T23:00:00Z"}')
    FROM unnest(ARRAY['summary', 'cost-by-service', 'cost-by-team', 'cost-by-host', 'people', 'focus', 'budget']) r;
SELECT is_empty($$SELECT report FROM report_run GROUP BY 1 HAVING count(DISTINCT digest) <> 1 OR count(*) <> 2$$,
    'a re-run of a closed period is byte-identical');
SELECT is((SELECT sum(use_differs + lines_differ + charges_differ) FROM ledger_audit('2026-01')), 0::numeric,
    'and reckoned again it is the same');
SELECT throws_ok($$SELECT report_record('costs', '{}')$$, 'VM002', NULL, 'other reports are not kept');

SELECT * FROM finish();
ROLLBACK;
