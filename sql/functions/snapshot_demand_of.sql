-- Demand by samples: the percentile of use while running, rounded up. No sample, no row.
CREATE OR REPLACE FUNCTION snapshot_demand_of(demand_from timestamptz, demand_to timestamptz)
RETURNS TABLE (domain_id bigint, resource text, amount bigint)
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH use AS (
        SELECT r.domain_id, u.resource, u.amount, coalesce(t.percentile, 95) / 100 AS fraction
        FROM measured_domains(coalesce(demand_from, '-infinity'), demand_to) r
        CROSS JOIN LATERAL (VALUES ('cpu_mcpu', r.cpu_mcpu), ('disk_iops', r.disk_iops),
                                   ('network_mbit_s', r.network_mbit_s)) AS u (resource, amount)
        JOIN domain d USING (domain_id)
        LEFT JOIN service s USING (service_id)
        LEFT JOIN tier t ON t.tier = s.tier AND t.resource = u.resource
        WHERE u.amount IS NOT NULL AND r.state = 'running' AND r.sampled_at <= demand_to
          AND (demand_from IS NULL OR r.since >= demand_from)
    ), ranked AS (
        SELECT *, row_number() OVER (PARTITION BY domain_id, resource ORDER BY amount) AS rank,
               count(*) OVER (PARTITION BY domain_id, resource) AS n
        FROM use
    )
    SELECT domain_id, resource, ceil(min(amount))::bigint
    FROM ranked WHERE rank >= ceil(fraction * n) GROUP BY domain_id, resource
$$;
COMMENT ON FUNCTION snapshot_demand_of(timestamptz, timestamptz)
    IS 'Demand estimated from samples of that time';
