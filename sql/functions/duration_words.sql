-- Minutes as a sentence says them: '45 min', '3 h 20 min', '12.5 days'.
CREATE OR REPLACE FUNCTION duration_words(p_minutes numeric)
RETURNS text LANGUAGE sql IMMUTABLE SET search_path = vmatrix, pg_temp AS $$
    SELECT CASE
        WHEN p_minutes < 100 THEN to_char(p_minutes, 'FM990') || ' min'
        WHEN p_minutes < 2880 THEN (round(p_minutes)::bigint / 60) || ' h '
            || lpad((round(p_minutes)::bigint % 60)::text, 2, '0') || ' min'
        ELSE to_char(p_minutes / 1440, 'FM999,999,990.0') || ' days'
    END
$$;

COMMENT ON FUNCTION duration_words IS 'Minutes as a sentence says them';

REVOKE ALL ON FUNCTION duration_words FROM PUBLIC;
GRANT EXECUTE ON FUNCTION duration_words TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
