-- The value of a price or setting at a moment: the class's own, else everyone's, else the default.
CREATE OR REPLACE FUNCTION rate_at(rate_key_name text, host_class text, moment timestamptz)
RETURNS text
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    SELECT value FROM rate_known(rate_key_name, host_class, NULL, NULL, moment, NULL)
$$;
COMMENT ON FUNCTION rate_at(text, text, timestamptz) IS 'Value of a price or setting that holds then';
GRANT EXECUTE ON FUNCTION rate_at(text, text, timestamptz) TO vmatrix_planner, vmatrix_approver,
    vmatrix_actuator, vmatrix_auditor;
