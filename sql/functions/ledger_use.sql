-- What each domain used of its host in each segment, and its share of the host's fixed cost: the mean
-- of its shares of CPU and memory, of the capacity or of all use where that is more. CPU is the mean
-- measured in the hour on that host; without one its virtual CPUs count in full (0 while paused).
-- Shares are whole-number weights, so that nothing is lost: what no domain weighs is idle.
CREATE OR REPLACE FUNCTION ledger_use(period_name text, until timestamptz, as_known timestamptz)
RETURNS SETOF domain_use
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH segment AS MATERIALIZED (
        SELECT s.host_id, s.starts_at, s.ends_at, s.hour_at, s.cpu_mcpu, s.memory_mib
        FROM ledger_segment(period_name, until, as_known) s
    ), used AS MATERIALIZED (
        SELECT s.*, w.domain_id, coalesce(v.domain, d.domain) AS domain, v.service_id,
               coalesce(v.licences, '{}') AS licences,
               coalesce(u.cpu_mcpu, CASE WHEN w.state = 'paused' THEN 0
                                         ELSE w.n_vcpus::bigint * 1000 END, 0)::numeric AS cpu,
               u.cpu_mcpu IS NOT NULL AS measured, coalesce(w.memory_mib, 0)::numeric AS memory
        FROM segment s
        JOIN placement_version w ON w.host_id = s.host_id AND w.valid @> s.starts_at
                                AND w.state IN ('running', 'paused', 'unknown')
        JOIN domain d USING (domain_id)
        LEFT JOIN domain_version v ON v.domain_id = w.domain_id AND v.valid @> s.starts_at
        LEFT JOIN use_hour u ON u.host_id = s.host_id AND u.starts_at = s.hour_at
                            AND u.domain_id = w.domain_id
    ), whole AS (
        SELECT u.*, count(*) OVER host AS n, sum(u.cpu) OVER host AS used_cpu,
               sum(u.memory) OVER host AS used_memory,
               CASE WHEN u.cpu_mcpu > 0 THEN greatest(u.cpu_mcpu, sum(u.cpu) OVER host) END AS c,
               CASE WHEN u.memory_mib > 0 THEN greatest(u.memory_mib, sum(u.memory) OVER host) END AS m
        FROM used u
        WINDOW host AS (PARTITION BY u.host_id, u.starts_at)
    )
    SELECT period_name, h.host_id, h.starts_at, h.ends_at, h.domain_id, h.domain, h.service_id,
           s.service, s.team, s.cost_center, h.cpu::bigint, h.measured, h.memory::bigint,
           h.licences, ceil(1000 * h.used_cpu / nullif(h.cpu_mcpu, 0))::integer,
           ceil(1000 * h.used_memory / nullif(h.memory_mib, 0))::integer,
           CASE WHEN h.c IS NOT NULL AND h.m IS NOT NULL THEN h.cpu * h.m + h.memory * h.c
                WHEN h.c IS NOT NULL THEN h.cpu WHEN h.m IS NOT NULL THEN h.memory ELSE 1 END,
           CASE WHEN h.c IS NOT NULL AND h.m IS NOT NULL THEN 2 * h.c * h.m
                ELSE coalesce(h.c, h.m, h.n) END
    FROM whole h
    LEFT JOIN service_version s ON s.service_id = h.service_id AND s.valid @> h.starts_at
$$;
COMMENT ON FUNCTION ledger_use(text, timestamptz, timestamptz)
    IS 'What each domain used of its host in a period, and its share of the host''s cost';
GRANT EXECUTE ON FUNCTION ledger_use(text, timestamptz, timestamptz) TO vmatrix_auditor;
