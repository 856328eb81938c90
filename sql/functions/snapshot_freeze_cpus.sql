-- What CPU models run on. A host whose CPU is not known takes and gives no running domain.
CREATE OR REPLACE FUNCTION snapshot_freeze_cpus(id bigint) RETURNS void
LANGUAGE sql
SET search_path = vmatrix, pg_temp
AS $$
    WITH relation AS MATERIALIZED (SELECT * FROM cpu_relation()),
    known AS (
        SELECT cpu_model FROM relation
        UNION SELECT cpu_model FROM snapshot_host WHERE snapshot_id = id
        UNION SELECT cpu_model FROM snapshot_domain WHERE snapshot_id = id
    )
    INSERT INTO snapshot_cpu_model (snapshot_id, cpu_model, runs_on)
        SELECT id, r.cpu_model,
               list_cell(ARRAY(SELECT n FROM unnest(r.runs_on) n
                               WHERE n IN (SELECT cpu_model FROM known)))
        FROM relation r;
    SELECT snapshot_add_note(id, 'host', h.host,
                             'its CPU is not known: no running domain moves to or from it')
        FROM snapshot_host h
        WHERE h.snapshot_id = id AND h.cpu_model IS NULL AND cpus_differ();
$$;
COMMENT ON FUNCTION snapshot_freeze_cpus(bigint) IS 'Fills the CPU models of a snapshot';
