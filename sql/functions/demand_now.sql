-- What the samples of the last while say that the domains of a snapshot need now.
CREATE OR REPLACE FUNCTION demand_now(p_snapshot bigint)
RETURNS TABLE (domain text, resource text, amount bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
    SELECT known.domain, use.resource, use.amount
    FROM snapshot s
    CROSS JOIN LATERAL snapshot_demand_of(now() - (s.demand_to - s.demand_from), now()) use
    JOIN snapshot_domain known
        ON known.snapshot_id = s.snapshot_id AND known.domain_id = use.domain_id
    WHERE s.snapshot_id = p_snapshot AND s.source = 'estate'
    UNION ALL
    SELECT known.domain, 'memory_mib', max(p.memory_mib)
    FROM snapshot_domain known JOIN placement p USING (domain_id)
    WHERE known.snapshot_id = p_snapshot AND p.memory_mib IS NOT NULL
    GROUP BY known.domain
$$;

COMMENT ON FUNCTION demand_now IS 'Demand of a snapshot''s domains as estimated now, over a window as long as the snapshot''s own.';

REVOKE ALL ON FUNCTION demand_now FROM PUBLIC;
GRANT EXECUTE ON FUNCTION demand_now TO vmatrix_actuator;
