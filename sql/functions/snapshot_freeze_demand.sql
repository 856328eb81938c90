-- What domains need: as declared, else as measured; memory as configured. What was not measured is never
-- 0: virtual CPUs are taken in full, of disk and network what the largest domain uses. A part of the
-- day without a sample has the estimate for the whole day.
CREATE OR REPLACE FUNCTION snapshot_freeze_demand(id bigint) RETURNS void
LANGUAGE sql
SET search_path = vmatrix, pg_temp
AS $$
    WITH facts AS MATERIALIZED (
        SELECT * FROM snapshot_domain_facts(id)
    ), largest AS (
        SELECT e.key AS resource, max(e.value::bigint) AS amount
        FROM facts, jsonb_each_text(facts.demand) e GROUP BY e.key
    )
    INSERT INTO snapshot_domain_resource (snapshot_id, domain, resource, amount)
        SELECT id, f.name, r.resource, coalesce(declared.amount::bigint,
               CASE r.resource
                   WHEN 'memory_mib' THEN f.memory_mib
                   WHEN 'cpu_mcpu' THEN coalesce((f.demand ->> 'cpu_mcpu')::bigint,
                                                 f.n_vcpus::bigint * 1000)
                   ELSE coalesce((f.demand ->> r.resource)::bigint, largest.amount)
               END)
        FROM facts f
        JOIN snapshot_resource r ON r.snapshot_id = id
        LEFT JOIN largest ON largest.resource = r.resource
        LEFT JOIN domain_demand declared ON declared.domain_id = f.domain_id
            AND declared.resource = r.resource AND declared.period IS NULL;
    INSERT INTO snapshot_demand (snapshot_id, domain, resource, period, amount)
        SELECT id, f.domain, d.resource, d.period, d.amount
        FROM snapshot s
        JOIN snapshot_policy p ON p.snapshot_id = id AND p.key = 'periods'
        CROSS JOIN LATERAL (
            SELECT n.domain_id, n.resource::text, n.period, n.amount::bigint FROM domain_demand n
            WHERE n.period < p.value::integer
            UNION ALL
            SELECT m.* FROM snapshot_period_demand(s.demand_from, s.demand_to, p.value::integer) m
            WHERE p.value::integer > 1
              AND NOT EXISTS (SELECT FROM domain_demand n
                              WHERE n.domain_id = m.domain_id AND n.resource = m.resource
                                AND (n.period IS NULL OR n.period = m.period))) d
        JOIN snapshot_domain f ON f.snapshot_id = id AND f.domain_id = d.domain_id
        JOIN snapshot_resource r ON r.snapshot_id = id AND r.resource = d.resource
        WHERE s.snapshot_id = id;
    INSERT INTO snapshot_note (snapshot_id, line, kind, subject, note)
        SELECT id, (SELECT coalesce(max(line), 0) FROM snapshot_note WHERE snapshot_id = id)
                   + row_number() OVER (ORDER BY f.name COLLATE "C", r.resource COLLATE "C"),
               'domain', f.name,
               'no ' || r.resource || ' use was measured: '
               || coalesce('that of the largest domain is taken, ' || taken.amount,
                           'nor of any other domain, so none is counted')
        FROM snapshot_domain_facts(id) f
        JOIN snapshot_resource r ON r.snapshot_id = id
            AND r.resource IN ('disk_iops', 'network_mbit_s')
        JOIN snapshot_domain_resource taken ON taken.snapshot_id = id
            AND taken.domain = f.name AND taken.resource = r.resource
        WHERE NOT f.demand ? r.resource
          AND NOT EXISTS (SELECT FROM domain_demand n
                          WHERE n.domain_id = f.domain_id AND n.resource = r.resource);
$$;
COMMENT ON FUNCTION snapshot_freeze_demand(bigint) IS 'Fills the demand of a snapshot''s domains';
