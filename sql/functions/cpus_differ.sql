-- Whether CPUs can stand in a move's way: people say so, or hosts are known to differ. Where no host
-- ever told its CPU nothing can be said, and nothing is asked.
CREATE OR REPLACE FUNCTION cpus_differ() RETURNS boolean
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM cpu_model)
        OR (SELECT count(cpu_id) > 0 AND count(DISTINCT coalesce(label, '')) > 1 FROM host_cpu)
$$;
COMMENT ON FUNCTION cpus_differ() IS 'Whether CPUs are to be compared';
GRANT EXECUTE ON FUNCTION cpus_differ() TO vmatrix_planner, vmatrix_approver,
    vmatrix_actuator, vmatrix_auditor;
