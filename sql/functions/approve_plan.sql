-- A person's yes to exactly the plan with this digest.
CREATE OR REPLACE FUNCTION approve_plan(p_plan text, p_digest text, p_valid_h numeric)
RETURNS timestamptz LANGUAGE plpgsql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
BEGIN
    RETURN record_approval(p_plan, p_digest, CASE WHEN p_valid_h > 0 AND p_valid_h <= 720 THEN
        clock_timestamp() + make_interval(secs => (p_valid_h * 3600)::double precision) END, NULL);
END
$$;

COMMENT ON FUNCTION approve_plan IS 'Approves a plan in the name of the login role, which must not be its author.';

REVOKE ALL ON FUNCTION approve_plan FROM PUBLIC;
GRANT EXECUTE ON FUNCTION approve_plan TO vmatrix_approver;
