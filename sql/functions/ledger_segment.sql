-- Times of each host in which nothing of it changes: cut at each hour and wherever the host, a rate,
-- what is placed on it, or the name, service or team of that changed; with the prices that hold.
CREATE OR REPLACE FUNCTION ledger_segment(period_name text, until timestamptz, as_known timestamptz)
RETURNS TABLE (host_id integer, host text, class text, zone text, starts_at timestamptz,
               ends_at timestamptz, hour_at timestamptz, seconds numeric, in_service boolean,
               cpu_mcpu bigint, memory_mib bigint, machine_price numeric, machine_source text,
               machine_currency text, sunk_price numeric, sunk_source text, sunk_currency text,
               admin_min numeric, wage_per_h numeric, wage_source text, wage_currency text,
               price_per_kwh numeric, energy_source text, energy_currency text, pue numeric,
               idle_w numeric, peak_w numeric)
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH p AS (
        SELECT * FROM ledger_period WHERE period = period_name
    ), v AS MATERIALIZED (
        SELECT h.*, greatest(lower(h.valid), p.starts_at) AS a, least(upper(h.valid), until) AS b
        FROM p JOIN host_version h ON h.valid && tstzrange(p.starts_at, until)
    ), card_cut AS MATERIALIZED (
        SELECT lower(c.valid) AS at, upper(c.valid) AS also FROM p, rate_card c
        WHERE c.valid && tstzrange(p.starts_at, until) AND c.known @> as_known
          AND c.key IN ('machine_cost_per_h', 'sunk_cost_per_h', 'admin_min_per_month', 'idle_w',
                        'peak_w', 'wage_per_h', 'price_per_kwh', 'pue', 'licence_cost_per_host_h',
                        'licence_cost_per_core_h')
        UNION ALL
        SELECT lower(l.valid), upper(l.valid) FROM p, licence_version l
        WHERE l.valid && tstzrange(p.starts_at, until)
    ), point AS MATERIALIZED (
        SELECT at, lead(at, 1, 'infinity') OVER (ORDER BY at) AS next
        FROM (SELECT p.starts_at AS at FROM p UNION SELECT at FROM card_cut
              UNION SELECT also FROM card_cut WHERE also IS NOT NULL) x
    ), placed AS MATERIALIZED (
        SELECT w.host_id, w.domain_id, w.valid FROM p, placement_version w
        WHERE w.valid && tstzrange(p.starts_at, until)
    ), named AS MATERIALIZED (
        SELECT w.host_id, d.service_id, d.valid * w.valid AS valid
        FROM placed w JOIN domain_version d ON d.domain_id = w.domain_id AND d.valid && w.valid
    ), cut AS (
        SELECT v.host_id, v.a AS at FROM v
        UNION SELECT v.host_id, v.b FROM v
        UNION SELECT x.host_id, s
              FROM (SELECT v.host_id, min(v.a) AS a, max(v.b) AS b FROM v GROUP BY 1) x, p,
                   generate_series(p.starts_at, until, interval '1 hour') s
              WHERE s > x.a AND s < x.b
        UNION SELECT h.host_id, point.at FROM (SELECT DISTINCT v.host_id FROM v) h, point
        UNION SELECT w.host_id, lower(w.valid) FROM placed w
        UNION SELECT w.host_id, upper(w.valid) FROM placed w
        UNION SELECT n.host_id, lower(n.valid) FROM named n
        UNION SELECT n.host_id, greatest(lower(s.valid), lower(n.valid))
              FROM named n JOIN service_version s
                ON s.service_id = n.service_id AND s.valid && n.valid
    ), piece AS (
        SELECT cut.host_id, cut.at AS starts_at,
               lead(cut.at) OVER (PARTITION BY cut.host_id ORDER BY cut.at) AS ends_at
        FROM cut, p WHERE cut.at >= p.starts_at AND cut.at <= until
    ), segment AS MATERIALIZED (
        SELECT v.*, s.starts_at, s.ends_at, point.at AS point_at,
               extract(hour FROM s.starts_at AT TIME ZONE p.time_zone)::integer AS hour,
               p.starts_at + floor(extract(epoch FROM s.starts_at - p.starts_at) / 3600)
                             * interval '1 hour' AS hour_at, p.currency AS period_currency
        FROM p, piece s
        JOIN v ON v.host_id = s.host_id AND s.starts_at >= v.a AND s.starts_at < v.b
        JOIN point ON s.starts_at >= point.at AND s.starts_at < point.next
        WHERE s.ends_at IS NOT NULL
    ), price AS MATERIALIZED (
        SELECT k.class, k.hour, k.point_at,
               m.value::numeric AS machine, m.currency AS machine_currency, m.rate_card_id AS machine_card,
               u.value::numeric AS sunk, u.currency AS sunk_currency, u.rate_card_id AS sunk_card,
               a.value::numeric AS admin_min, i.value::numeric AS idle_w, w.value::numeric AS peak_w,
               g.value::numeric AS wage, g.currency AS wage_currency, g.rate_card_id AS wage_card,
               e.value::numeric AS kwh, e.currency AS kwh_currency, e.rate_card_id AS kwh_card,
               q.value::numeric AS pue
        FROM (SELECT DISTINCT s.class, s.hour, s.point_at FROM segment s) k
        CROSS JOIN rate_known('machine_cost_per_h', k.class, NULL, NULL, k.point_at, as_known) m
        CROSS JOIN rate_known('sunk_cost_per_h', k.class, NULL, NULL, k.point_at, as_known) u
        CROSS JOIN rate_known('admin_min_per_month', k.class, NULL, NULL, k.point_at, as_known) a
        CROSS JOIN rate_known('idle_w', k.class, NULL, NULL, k.point_at, as_known) i
        CROSS JOIN rate_known('peak_w', k.class, NULL, NULL, k.point_at, as_known) w
        CROSS JOIN rate_known('wage_per_h', NULL, NULL, NULL, k.point_at, as_known) g
        CROSS JOIN rate_known('price_per_kwh', NULL, NULL, k.hour, k.point_at, as_known) e
        CROSS JOIN rate_known('pue', NULL, NULL, NULL, k.point_at, as_known) q
    )
    SELECT s.host_id, s.host, s.class, s.zone, s.starts_at, s.ends_at, s.hour_at,
           extract(epoch FROM s.ends_at - s.starts_at), s.in_service, s.cpu_mcpu, s.memory_mib,
           coalesce(s.machine_cost_per_h, r.machine),
           CASE WHEN s.machine_cost_per_h IS NOT NULL THEN 'host'
                WHEN r.machine_card IS NOT NULL THEN 'rate' ELSE 'default' END,
           CASE WHEN s.machine_cost_per_h IS NOT NULL THEN s.currency
                ELSE coalesce(r.machine_currency, s.period_currency) END,
           coalesce(s.sunk_cost_per_h, r.sunk),
           CASE WHEN s.sunk_cost_per_h IS NOT NULL THEN 'host'
                WHEN r.sunk_card IS NOT NULL THEN 'rate' ELSE 'default' END,
           CASE WHEN s.sunk_cost_per_h IS NOT NULL THEN s.currency
                ELSE coalesce(r.sunk_currency, s.period_currency) END,
           coalesce(s.admin_min_per_month, r.admin_min),
           r.wage, CASE WHEN r.wage_card IS NOT NULL THEN 'rate' ELSE 'default' END,
           coalesce(r.wage_currency, s.period_currency),
           r.kwh, CASE WHEN r.kwh_card IS NOT NULL THEN 'rate' ELSE 'default' END,
           coalesce(r.kwh_currency, s.period_currency),
           r.pue, coalesce(s.idle_w, r.idle_w), coalesce(s.peak_w, r.peak_w)
    FROM segment s
    JOIN price r ON r.class IS NOT DISTINCT FROM s.class AND r.hour = s.hour AND r.point_at = s.point_at
$$;
COMMENT ON FUNCTION ledger_segment(text, timestamptz, timestamptz)
    IS 'Times of each host of a period in which nothing of it changes, with the prices that hold';
GRANT EXECUTE ON FUNCTION ledger_segment(text, timestamptz, timestamptz) TO vmatrix_auditor;
