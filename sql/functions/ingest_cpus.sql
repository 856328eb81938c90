-- CPUs that the active domains of one host's answer see. What is not told stays as it was.
CREATE OR REPLACE FUNCTION ingest_cpus(told jsonb) RETURNS void
LANGUAGE sql
SET search_path = vmatrix, pg_temp
AS $$
    UPDATE domain known
        SET cpu_kind = t.cpu_kind, cpu_id = t.cpu_id
        FROM (SELECT d.uuid, d.cpu_kind,
                     CASE d.cpu_kind WHEN 'named' THEN cpu_known(d.cpu_xml, d.cpu_model) END AS cpu_id
              FROM jsonb_to_recordset(told) AS d (uuid uuid, state text, cpu_kind text, cpu_xml text,
                                                  cpu_model text)
              WHERE d.state IN ('running', 'paused')
                AND d.cpu_kind IN ('named', 'host', 'emulated')) t
        WHERE known.uuid = t.uuid AND (t.cpu_kind <> 'named' OR t.cpu_id IS NOT NULL)
          AND (known.cpu_kind, known.cpu_id) IS DISTINCT FROM (t.cpu_kind, t.cpu_id)
$$;
COMMENT ON FUNCTION ingest_cpus(jsonb) IS 'Stores what CPUs domains see';
