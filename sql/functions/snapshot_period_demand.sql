-- Demand by samples for each of n_periods equal parts of a day (UTC) that has any: the percentile of
-- use while running, rounded up. Use between two samples counts in every part that it touches.
CREATE OR REPLACE FUNCTION snapshot_period_demand(demand_from timestamptz, demand_to timestamptz,
    n_periods integer)
RETURNS TABLE (domain_id bigint, resource text, period integer, amount bigint)
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH span AS (
        SELECT r.*, floor(extract(epoch FROM r.since) * n_periods / 86400)::bigint AS first,
               ceil(extract(epoch FROM r.sampled_at) * n_periods / 86400)::bigint - 1 AS last
        FROM measured_domains(coalesce(demand_from, '-infinity'), demand_to) r
        WHERE r.state = 'running' AND r.sampled_at <= demand_to
          AND (demand_from IS NULL OR r.since >= demand_from)
    ), use AS (
        SELECT s.domain_id, u.resource, (slot % n_periods)::integer AS period, u.amount,
               coalesce(t.percentile, 95) / 100 AS fraction
        FROM span s
        CROSS JOIN LATERAL generate_series(s.first, least(s.last, s.first + n_periods - 1)) slot
        CROSS JOIN LATERAL (VALUES ('cpu_mcpu', s.cpu_mcpu), ('disk_iops', s.disk_iops),
                                   ('network_mbit_s', s.network_mbit_s)) AS u (resource, amount)
        JOIN domain d ON d.domain_id = s.domain_id
        LEFT JOIN service ON service.service_id = d.service_id
        LEFT JOIN tier t ON t.tier = service.tier AND t.resource = u.resource
        WHERE u.amount IS NOT NULL
    ), ranked AS (
        SELECT *, row_number() OVER same AS rank, count(*) OVER (PARTITION BY domain_id, resource, period) AS n
        FROM use WINDOW same AS (PARTITION BY domain_id, resource, period ORDER BY amount)
    )
    SELECT domain_id, resource, period, ceil(min(amount))::bigint
    FROM ranked WHERE rank >= ceil(fraction * n) GROUP BY domain_id, resource, period
$$;
COMMENT ON FUNCTION snapshot_period_demand(timestamptz, timestamptz, integer)
    IS 'Demand in each part of a day, estimated from samples of that time';
