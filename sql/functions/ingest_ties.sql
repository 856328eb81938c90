-- What the XML of active domains asks of a host. All of it is written anew, so that what is gone from the
-- XML is gone here; a domain whose XML was not told stays as it was.
CREATE OR REPLACE FUNCTION ingest_ties(told jsonb) RETURNS void
LANGUAGE sql
SET search_path = vmatrix, pg_temp
AS $$
    UPDATE domain known
        SET xml_requires = t.tags, stays_because = t.stays_because, may_move_cold = t.may_move_cold
        FROM (SELECT d.uuid, nullif(left(printable(d.stays_because), 200), '') AS stays_because,
                     coalesce(d.may_move_cold, false) AS may_move_cold,
                     ARRAY(SELECT DISTINCT tag FROM jsonb_array_elements_text(d.requires) tag
                           WHERE is_label(tag) AND printable(tag) = tag ORDER BY tag) AS tags
              FROM jsonb_to_recordset(told) AS d (uuid uuid, state text, requires jsonb,
                                                  stays_because text, may_move_cold boolean)
              WHERE d.state IN ('running', 'paused') AND jsonb_typeof(d.requires) = 'array') t
        WHERE known.uuid = t.uuid
          AND (known.xml_requires, known.stays_because, known.may_move_cold)
              IS DISTINCT FROM (t.tags, t.stays_because, t.may_move_cold)
$$;
COMMENT ON FUNCTION ingest_ties(jsonb) IS 'Stores what the XML of domains asks of a host';
