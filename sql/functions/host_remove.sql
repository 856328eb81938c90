-- A host that still holds domains stays: they would vanish from every plan.
CREATE OR REPLACE FUNCTION host_remove(host_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    id integer := host_id_of(host_name);
    n_active bigint := (SELECT n_domains FROM host_state WHERE host_id = id);
BEGIN
    IF n_active > 0 THEN
        RAISE EXCEPTION 'host ''%'' still holds % active domain(s)', host_name, n_active
            USING ERRCODE = 'VM001',
                  HINT = 'empty it first: ''vmatrix host drain'', then plan and apply';
    END IF;
    UPDATE host SET removed_at = now() WHERE host_id = id;
    DELETE FROM placement WHERE host_id = id;
END
$$;
COMMENT ON FUNCTION host_remove(text) IS 'Takes a host out of the inventory; its history stays';
GRANT EXECUTE ON FUNCTION host_remove(text) TO vmatrix_planner;
