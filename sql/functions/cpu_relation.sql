-- What each CPU model runs on: as declared, else as every host of the other model answered.
CREATE OR REPLACE FUNCTION cpu_relation()
RETURNS TABLE (cpu_model text, runs_on text[], known_from text)
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH seen AS MATERIALIZED (
        SELECT DISTINCT label, kind, cpu_id, host_label FROM domain_cpu
        WHERE label IS NOT NULL AND NOT declared
    ), answer AS MATERIALIZED (
        SELECT u.cpu_id, h.label,
               bool_and(coalesce(h.cpu_id = u.cpu_id, false) OR coalesce(k.runs, false)) AS runs
        FROM (SELECT cpu_id FROM host_cpu UNION SELECT cpu_id FROM seen) u
        CROSS JOIN host_cpu h
        LEFT JOIN cpu_comparison k ON k.host_id = h.host_id AND k.cpu_id = u.cpu_id
                                  AND k.host_cpu_id = h.cpu_id
        WHERE u.cpu_id IS NOT NULL AND h.label IS NOT NULL
        GROUP BY u.cpu_id, h.label
    ), model AS (
        SELECT label, array_agg(DISTINCT cpu_id) AS cpus, bool_and(cpu_id IS NOT NULL) AS known
        FROM host_cpu WHERE label IS NOT NULL GROUP BY label
    ), found AS (
        SELECT m.label, r.label AS runs_on FROM model m
        LEFT JOIN LATERAL (SELECT a.label FROM answer a WHERE a.cpu_id = ANY (m.cpus)
                           GROUP BY a.label HAVING bool_and(a.runs)) r
            ON m.known AND r.label <> m.label
        UNION
        SELECT s.label, r.label FROM seen s
        LEFT JOIN LATERAL (SELECT m.label FROM model m WHERE s.kind = 'emulated'
                           UNION SELECT s.host_label WHERE s.kind = 'host'
                           UNION SELECT a.label FROM answer a
                                 WHERE s.kind = 'named' AND a.cpu_id = s.cpu_id AND a.runs) r ON true
    )
    SELECT f.label, array_remove(array_agg(f.runs_on::text ORDER BY f.runs_on COLLATE "C"), NULL),
           'libvirt'
    FROM found f
    WHERE cpus_differ() AND f.label NOT IN (SELECT m.cpu_model FROM cpu_model m)
    GROUP BY f.label
    UNION ALL
    SELECT m.cpu_model, m.runs_on, 'command' FROM cpu_model m
$$;
COMMENT ON FUNCTION cpu_relation() IS 'What each CPU model runs on';
GRANT EXECUTE ON FUNCTION cpu_relation() TO vmatrix_planner, vmatrix_approver,
    vmatrix_actuator, vmatrix_auditor;
