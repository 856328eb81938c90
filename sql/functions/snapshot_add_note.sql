-- One more thing that a person must know of the snapshot.
CREATE OR REPLACE FUNCTION snapshot_add_note(id bigint, about text, about_name text, text_of_note text)
RETURNS void
LANGUAGE sql
SET search_path = vmatrix, pg_temp
AS $$
    INSERT INTO snapshot_note (snapshot_id, line, kind, subject, note)
        SELECT id, coalesce(max(line), 0) + 1, about, about_name, text_of_note
        FROM snapshot_note WHERE snapshot_id = id
$$;
COMMENT ON FUNCTION snapshot_add_note(bigint, text, text, text) IS 'Adds a note to a snapshot being taken';
