-- '1 VM', '3 VMs'.
CREATE OR REPLACE FUNCTION count_words(p_count bigint, p_one text)
RETURNS text LANGUAGE sql IMMUTABLE SET search_path = vmatrix, pg_temp AS $$
    SELECT p_count || ' ' || p_one || CASE WHEN p_count = 1 THEN '' ELSE 's' END
$$;

COMMENT ON FUNCTION count_words IS 'A number of things as a sentence says it';

REVOKE ALL ON FUNCTION count_words FROM PUBLIC;
GRANT EXECUTE ON FUNCTION count_words TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
