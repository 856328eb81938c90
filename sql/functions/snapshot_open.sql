-- A snapshot for a scenario folder; its rows follow.
CREATE OR REPLACE FUNCTION snapshot_open(scenario_name text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
    INSERT INTO snapshot (source, name) VALUES ('scenario', scenario_name) RETURNING snapshot_id
$$;
COMMENT ON FUNCTION snapshot_open(text) IS 'Opens a snapshot that a scenario folder is loaded into';
GRANT EXECUTE ON FUNCTION snapshot_open(text) TO vmatrix_planner;
