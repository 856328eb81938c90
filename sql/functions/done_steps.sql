-- The steps of a plan that its last execution has done, in order; empty where none was.
CREATE OR REPLACE FUNCTION done_steps(p_plan text) RETURNS integer[]
LANGUAGE sql STABLE SET search_path = vmatrix, pg_temp AS $$
    SELECT coalesce(array_agg(s.seq ORDER BY s.seq), '{}')
    FROM step s
    WHERE s.state = 'done'
      AND s.execution = (SELECT max(e.execution) FROM execution e WHERE e.plan = p_plan)
$$;

COMMENT ON FUNCTION done_steps IS 'What was done of a plan: steps of its last execution.';

REVOKE ALL ON FUNCTION done_steps FROM PUBLIC;
GRANT EXECUTE ON FUNCTION done_steps TO vmatrix_planner, vmatrix_approver, vmatrix_actuator,
    vmatrix_auditor;
