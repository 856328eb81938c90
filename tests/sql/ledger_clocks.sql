-- Prices by the hour of the day where clocks change, a zone of half an hour, and a leap day; figures by hand.
-- One host of 1 kW (PUE 1), a kWh at 0.10, but 0.50 in the hour that each case names; nothing else costs.
BEGIN;
SELECT plan(8);
SELECT rate_set(k, v, '{"valid_from": "2020-01-01T00:00:00Z"}')
    FROM (VALUES ('machine_cost_per_h', '0'), ('admin_min_per_month', '0'), ('pue', '1'), ('price_per_kwh', '0.10'),
                 ('billing_time_zone', 'Europe/Berlin')) r (k, v);
SELECT rate_set('price_per_kwh', '0.50', '{"valid_from": "2020-01-01T00:00:00Z", "hour": 2}');
INSERT INTO host (host, uri) VALUES ('h', 'sim:1');
CREATE FUNCTION pg_temp.on(a timestamptz, b timestamptz) RETURNS void LANGUAGE sql AS $$
    INSERT INTO host_version (host_id, host, in_service, idle_w, peak_w, currency, valid)
    SELECT host_id, host, true, 1000, 1000, 'USD', tstzrange(a, b) FROM host$$;
CREATE FUNCTION pg_temp.by_hour(p text) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(to_char(starts_at, 'HH24:MI') || ' ' || amount, ', ' ORDER BY starts_at)
    FROM cost_line WHERE period = p AND component = 'energy_idle'$$;

-- 29 March 2026: at 02:00 it is 03:00 (01:00 UTC), so there is no hour 2. From 01:00 local on:
--   00:00 UTC hour 1, 01:00 UTC hour 3, 02:00 UTC hour 4: 3 × 0.10 = 0.30
SELECT pg_temp.on('2026-03-29 00:00Z', '2026-03-29 03:00Z');
SELECT is((SELECT total FROM ledger_charge('2026-03')), 0.300000, 'the hour that is left out has no price');
SELECT is(pg_temp.by_hour('2026-03'), '00:00 0.100000, 01:00 0.100000, 02:00 0.100000', 'each hour there is costs once');
-- 26 October 2025: at 03:00 it is 02:00 again (01:00 UTC), so hour 2 is there twice. From 01:00 local on:
--   23:00 UTC hour 1: 0.10, 00:00 and 01:00 UTC hour 2: 0.50 each, 02:00 UTC hour 3: 0.10; 1.20 in all
SELECT pg_temp.on('2025-10-25 23:00Z', '2025-10-26 03:00Z');
SELECT is((SELECT total FROM ledger_charge('2025-10')), 1.200000, 'the hour that is there twice costs twice');
SELECT is(pg_temp.by_hour('2025-10'), '23:00 0.100000, 00:00 0.500000, 01:00 0.500000, 02:00 0.100000', 'at its price');
-- 29 February 2024: 24 hours, one of them hour 2: 23 × 0.10 + 0.50 = 2.80; a day of the month of February.
SELECT pg_temp.on('2024-02-28 23:00Z', '2024-02-29 23:00Z');
SELECT is((SELECT total FROM ledger_charge('2024-02')), 2.800000, 'a leap day is a day');
SELECT results_eq($$SELECT starts_at, ends_at FROM ledger_period WHERE period = '2024-02'$$,
    $$VALUES ('2024-01-31 23:00Z'::timestamptz, '2024-02-29 23:00Z'::timestamptz)$$, 'which belongs to its month');

-- Kolkata is 5 h 30 min ahead: hours of its day begin at half past. From 23:30 to 01:30 local:
--   18:00 UTC half an hour of hour 23: 0.05; 18:30 UTC hour 0 at 0.50; 19:30 UTC half an hour of hour 1: 0.05
SELECT rate_set('billing_time_zone', 'Asia/Kolkata', '{"valid_from": "2026-05-01T00:00:00Z"}');
SELECT rate_set('price_per_kwh', '0.10', '{"valid_from": "2026-05-01T00:00:00Z", "hour": 2}');
SELECT rate_set('price_per_kwh', '0.50', '{"valid_from": "2026-05-01T00:00:00Z", "hour": 0}');
SELECT pg_temp.on('2026-06-10 18:00Z', '2026-06-10 20:00Z');
SELECT is((SELECT total FROM ledger_charge('2026-06')), 0.600000, 'hours are those of the billing time zone');
SELECT is(pg_temp.by_hour('2026-06'), '18:00 0.050000, 18:30 0.500000, 19:30 0.050000', 'also where they begin at half past');
SELECT * FROM finish();
ROLLBACK;
