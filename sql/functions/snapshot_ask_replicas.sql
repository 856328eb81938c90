-- Notes in an open snapshot what was asked for: {"retire": [names], "rules": [{"name", "domains"}],
-- "notes": [{"subject", "note"}]}.
CREATE OR REPLACE FUNCTION snapshot_ask_replicas(id bigint, asked jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM snapshot WHERE snapshot_id = id AND taken_by = session_user
                   AND sealed_at IS NULL) THEN
        RAISE EXCEPTION 'no open snapshot % of yours', id USING ERRCODE = 'VM066';
    END IF;
    UPDATE snapshot_domain SET retire = 1
        WHERE snapshot_id = id AND domain IN (SELECT jsonb_array_elements_text(asked -> 'retire'));
    UPDATE snapshot_rule r SET domains = a.domains
        FROM jsonb_to_recordset(asked -> 'rules') AS a (name text, domains text)
        WHERE r.snapshot_id = id AND r.name = a.name;
    INSERT INTO snapshot_note (snapshot_id, line, kind, subject, note)
        SELECT id, (SELECT coalesce(max(line), 0) FROM snapshot_note WHERE snapshot_id = id) + n.line,
               'service', n.subject, n.note
        FROM ROWS FROM (jsonb_to_recordset(asked -> 'notes') AS (subject text, note text))
            WITH ORDINALITY AS n (subject, note, line);
END
$$;
COMMENT ON FUNCTION snapshot_ask_replicas(bigint, jsonb)
    IS 'Marks what is to retire and lets rules take in copies, while a snapshot is open';
GRANT EXECUTE ON FUNCTION snapshot_ask_replicas(bigint, jsonb) TO vmatrix_planner;
