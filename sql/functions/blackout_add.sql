-- Adds a blackout of everything, of a service or of a host that the inventory knows.
CREATE OR REPLACE FUNCTION blackout_add(blackout_name text, fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    n blackout := jsonb_populate_record(NULL::blackout, fields);
BEGIN
    IF EXISTS (SELECT FROM blackout WHERE name = blackout_name) THEN
        RAISE EXCEPTION 'blackout ''%'' exists already', blackout_name USING ERRCODE = 'VM065',
            HINT = '''vmatrix blackout remove'' takes it away';
    END IF;
    IF n."from" IS NULL OR n."to" IS NULL THEN
        RAISE EXCEPTION 'a blackout has a begin and an end' USING ERRCODE = 'VM065',
            HINT = 'give both with --from and --to';
    END IF;
    n.scope := coalesce(n.scope, '*');
    IF n.scope <> '*' AND NOT EXISTS (SELECT FROM blackout_scopes() s WHERE s.scope = n.scope) THEN
        RAISE EXCEPTION 'no service or host is meant by the scope ''%''', n.scope
            USING ERRCODE = 'VM065', HINT = 'a scope is *, service:NAME or host:NAME';
    END IF;
    INSERT INTO blackout (name, scope, "from", "to", reason)
        VALUES (blackout_name, n.scope, n."from", n."to", n.reason);
END
$$;
COMMENT ON FUNCTION blackout_add(text, jsonb) IS 'Adds times at which no action runs';
GRANT EXECUTE ON FUNCTION blackout_add(text, jsonb) TO vmatrix_planner;
