-- Stores the way back from a plan, or why there is none. The first word stands.
CREATE OR REPLACE FUNCTION save_reverse(p_plan text, p_reverse json, p_refused text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
    INSERT INTO plan_reverse (plan, reverse_json, refused) VALUES (p_plan, p_reverse, p_refused)
    ON CONFLICT (plan) DO NOTHING
$$;

COMMENT ON FUNCTION save_reverse IS 'Stores the certified reverse of a plan beside it.';

REVOKE ALL ON FUNCTION save_reverse FROM PUBLIC;
GRANT EXECUTE ON FUNCTION save_reverse TO vmatrix_planner;
