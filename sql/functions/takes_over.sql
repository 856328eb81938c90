-- Is the plan the reverse of exactly what the open execution has done? Then it may begin in its place.
CREATE OR REPLACE FUNCTION takes_over(p_plan text, p_open text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = vmatrix, pg_temp AS $$
    SELECT EXISTS (SELECT FROM rollback r
                   WHERE r.reverse = p_plan AND r.plan = p_open AND r.done = done_steps(p_open))
       AND NOT EXISTS (SELECT FROM step s JOIN execution e USING (execution)
                       WHERE e.plan = p_open AND e.state = 'open'
                         AND s.state IN ('intent', 'calling', 'unknown'))
$$;

COMMENT ON FUNCTION takes_over IS 'Whether a reverse plan may take the place of the half-done plan that it reverses.';

REVOKE ALL ON FUNCTION takes_over FROM PUBLIC;
