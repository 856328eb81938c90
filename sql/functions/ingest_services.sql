-- Services that only metadata names come to be undeclared; a person may take them over.
CREATE OR REPLACE FUNCTION ingest_services(told jsonb) RETURNS void
LANGUAGE sql
SET search_path = vmatrix, pg_temp
AS $$
    INSERT INTO service AS s (service, team, cost_center, declared)
        SELECT DISTINCT ON (d.service) d.service, d.team, d.cost_center, false
        FROM jsonb_to_recordset(told) AS d (service text, team text, cost_center text)
        WHERE is_label(d.service) AND coalesce(is_label(d.team), true)
          AND coalesce(is_label(d.cost_center), true)
        ORDER BY d.service, d.team, d.cost_center
        ON CONFLICT (service) DO UPDATE
            SET team = coalesce(excluded.team, s.team),
                cost_center = coalesce(excluded.cost_center, s.cost_center), removed_at = NULL
            WHERE NOT s.declared
              AND (s.team, s.cost_center, s.removed_at) IS DISTINCT FROM
                  (coalesce(excluded.team, s.team), coalesce(excluded.cost_center, s.cost_center), NULL)
$$;
COMMENT ON FUNCTION ingest_services(jsonb) IS 'Takes over services, teams and cost centers from metadata';
