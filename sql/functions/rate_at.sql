-- The value of a price or setting at a moment: the class's own, else everyone's, else the default.
CREATE OR REPLACE FUNCTION rate_at(rate_key_name text, host_class text, moment timestamptz)
RETURNS text
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    SELECT CASE WHEN r.rate_id IS NOT NULL THEN r.value ELSE k.default_value END
    FROM rate_key k
    LEFT JOIN rate r ON r.key = k.key AND r.valid_from <= moment
                    AND (r.class IS NULL OR r.class = host_class)
    WHERE k.key = rate_key_name
    ORDER BY r.class IS NOT NULL DESC, r.valid_from DESC NULLS LAST, r.rate_id DESC
    LIMIT 1
$$;
COMMENT ON FUNCTION rate_at(text, text, timestamptz) IS 'Value of a price or setting that holds then';
GRANT EXECUTE ON FUNCTION rate_at(text, text, timestamptz) TO vmatrix_planner, vmatrix_approver,
    vmatrix_actuator, vmatrix_auditor;
