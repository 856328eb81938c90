-- Names as one cell of a scenario file: sorted, parted by ';', with the signs that part escaped.
CREATE OR REPLACE FUNCTION list_cell(names text[]) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT string_agg(regexp_replace(name, '([;|:\\])', '\\\1', 'g'), ';' ORDER BY name COLLATE "C")
    FROM (SELECT DISTINCT unnest(names) AS name) AS n
$$;
COMMENT ON FUNCTION list_cell(text[]) IS 'Names as a list cell of a scenario file';
GRANT EXECUTE ON FUNCTION list_cell(text[]) TO vmatrix_planner, vmatrix_approver, vmatrix_actuator,
    vmatrix_auditor;
