-- Stores the reverse of what was done of a plan, as a plan of its own that somebody must approve.
CREATE OR REPLACE FUNCTION save_rollback(p_plan text, p_reverse json, p_certificate json,
                                         p_snapshot bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_reverse text;
    v_done integer[] := check_rollback(p_plan);
BEGIN
    v_reverse := save_plan(p_reverse, p_certificate, p_snapshot);
    INSERT INTO rollback (reverse, plan, done) VALUES (v_reverse, p_plan, v_done)
    ON CONFLICT (reverse) DO NOTHING;
    RETURN v_reverse;
END
$$;

COMMENT ON FUNCTION save_rollback IS 'Stores a plan that leads back from another one; the author is the login role.';

REVOKE ALL ON FUNCTION save_rollback FROM PUBLIC;
GRANT EXECUTE ON FUNCTION save_rollback TO vmatrix_planner;
