-- What each host costs in each segment, by component; domain_use of the period is filled already.
CREATE OR REPLACE FUNCTION ledger_host_cost(period_name text, until timestamptz, as_known timestamptz)
RETURNS SETOF cost_line
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH used AS (
        SELECT host_id, starts_at, sum(cpu_mcpu) AS cpu FROM domain_use
        WHERE period = period_name GROUP BY 1, 2
    ), segment AS MATERIALIZED (
        SELECT s.*, s.seconds / 3600 AS h, coalesce(u.cpu, 0) AS used_cpu
        FROM ledger_segment(period_name, until, as_known) s LEFT JOIN used u USING (host_id, starts_at)
    )
    SELECT period_name, NULL::bigint, c.component, NULL::text, s.starts_at, s.ends_at, s.host_id,
           s.host, s.class, s.zone, NULL::text, NULL::bigint, NULL::text, NULL::integer, NULL::text,
           NULL::text, NULL::text, round(c.quantity, 9), c.unit, c.unit_price, c.source,
           round(c.amount, 6), c.currency, NULL::text, NULL::bigint, NULL::integer, NULL::integer
    FROM segment s
    CROSS JOIN LATERAL (VALUES
        ('machine', s.in_service, s.h, 'h', s.machine_price, s.machine_source, s.machine_currency,
         s.seconds * s.machine_price / 3600),
        ('sunk', s.sunk_price > 0, s.h, 'h', s.sunk_price, s.sunk_source, s.sunk_currency,
         s.seconds * s.sunk_price / 3600),
        ('administration', s.in_service, s.h * s.admin_min / 43800, 'h', s.wage_per_h, s.wage_source,
         s.wage_currency, s.seconds * s.admin_min * s.wage_per_h / 157680000),
        ('energy_idle', s.in_service, s.h * s.pue * s.idle_w / 1000, 'kWh', s.price_per_kwh,
         s.energy_source, s.energy_currency,
         s.seconds * s.pue * s.idle_w * s.price_per_kwh / 3600000),
        ('energy_use', s.in_service AND s.used_cpu > 0 AND s.cpu_mcpu > 0,
         s.h * s.pue * (s.peak_w - s.idle_w) * s.used_cpu / nullif(s.cpu_mcpu, 0) / 1000, 'kWh',
         s.price_per_kwh, s.energy_source, s.energy_currency,
         s.seconds * s.pue * (s.peak_w - s.idle_w) * s.price_per_kwh * s.used_cpu
             / nullif(s.cpu_mcpu::numeric * 3600000, 0))
    ) AS c (component, counts, quantity, unit, unit_price, source, currency, amount)
    WHERE c.counts
$$;
COMMENT ON FUNCTION ledger_host_cost(text, timestamptz, timestamptz)
    IS 'Cost of each host of a period, by component';
GRANT EXECUTE ON FUNCTION ledger_host_cost(text, timestamptz, timestamptz) TO vmatrix_auditor;
