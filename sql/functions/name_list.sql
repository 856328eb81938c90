-- Names as a sentence lists them, the rest as a number where there are many.
CREATE OR REPLACE FUNCTION name_list(p_names text[], p_most integer DEFAULT 6)
RETURNS text LANGUAGE sql IMMUTABLE SET search_path = vmatrix, pg_temp AS $$
    SELECT array_to_string(p_names[1:p_most], ', ')
        || CASE WHEN cardinality(p_names) > p_most
                THEN ' and ' || (cardinality(p_names) - p_most) || ' more' ELSE '' END
$$;

COMMENT ON FUNCTION name_list IS 'Names as a sentence lists them';

REVOKE ALL ON FUNCTION name_list FROM PUBLIC;
GRANT EXECUTE ON FUNCTION name_list TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
