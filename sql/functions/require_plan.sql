-- The plan's row, or an error that names it.
CREATE OR REPLACE FUNCTION require_plan(p_plan text) RETURNS plan
LANGUAGE plpgsql STABLE SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_plan plan;
BEGIN
    SELECT * INTO v_plan FROM plan WHERE plan.plan = p_plan;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'VM066',
            MESSAGE = format('there is no plan ''%s''', p_plan),
            HINT = '''vmatrix list'' shows the plans';
    END IF;
    RETURN v_plan;
END
$$;

COMMENT ON FUNCTION require_plan IS 'The row of a plan; VM066 where there is none.';

REVOKE ALL ON FUNCTION require_plan FROM PUBLIC;
