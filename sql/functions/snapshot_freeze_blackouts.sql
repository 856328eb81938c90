-- The blackouts that are not over. One of a service or host that the snapshot lacks says nothing.
CREATE OR REPLACE FUNCTION snapshot_freeze_blackouts(id bigint) RETURNS void
LANGUAGE sql
SET search_path = vmatrix, pg_temp
AS $$
    INSERT INTO snapshot_blackout (snapshot_id, line, scope, "from", "to")
        SELECT id, row_number() OVER (ORDER BY b.scope COLLATE "C", b."from", b."to", b.name),
               b.scope, to_char(b."from", 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
               to_char(b."to", 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        FROM blackout b
        WHERE b."to" > now()
          AND (b.scope = '*'
               OR EXISTS (SELECT FROM snapshot_host h WHERE h.snapshot_id = id
                              AND b.scope = 'host:' || list_cell(ARRAY[h.host]))
               OR EXISTS (SELECT FROM snapshot_service s WHERE s.snapshot_id = id
                              AND b.scope = 'service:' || list_cell(ARRAY[s.service])))
$$;
COMMENT ON FUNCTION snapshot_freeze_blackouts(bigint) IS 'Fills the blackouts of a snapshot';
