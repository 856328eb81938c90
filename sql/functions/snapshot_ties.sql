-- What ties each placed domain by its XML, as far as the snapshot's hosts tell of such things: tags that
-- it requires, and why it must stay where it is. What its own host is not known to have is no tag,
-- which would drive it away, but a reason to stay.
CREATE OR REPLACE FUNCTION snapshot_ties(id bigint)
RETURNS TABLE (domain_id bigint, requires text[], stays_because text)
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH told AS (
        SELECT bool_or(o.networks IS NOT NULL) AS networks, bool_or(o.pools IS NOT NULL) AS pools
        FROM snapshot_host s JOIN host_observation o USING (host_id) WHERE s.snapshot_id = id
    ), asked AS (
        SELECT d.domain_id, tag, tag = ANY (own.tags) AS is_there
        FROM snapshot_place_domains(id) p
        JOIN domain d USING (domain_id)
        JOIN snapshot_host s ON s.snapshot_id = id AND s.host = p.host
        JOIN host_tags own ON own.host_id = s.host_id
        CROSS JOIN told
        CROSS JOIN unnest(d.xml_requires) tag
        WHERE d.heed_xml AND CASE WHEN tag LIKE 'net:%' THEN told.networks ELSE told.pools END
    ), summed AS (
        SELECT a.domain_id, array_agg(a.tag) FILTER (WHERE a.is_there) AS there,
               string_agg(CASE WHEN a.tag LIKE 'net:%' THEN 'network ' ELSE 'storage pool ' END
                          || quote_literal(substr(a.tag, strpos(a.tag, ':') + 1)), ', '
                          ORDER BY a.tag) FILTER (WHERE NOT a.is_there) AS lacking
        FROM asked a GROUP BY a.domain_id
    )
    SELECT d.domain_id, coalesce(s.there, '{}'),
           CASE WHEN NOT d.heed_xml THEN NULL
                WHEN d.stays_because IS NOT NULL AND NOT (d.may_move_cold AND d.move = 'cold')
                    THEN d.stays_because
                WHEN s.lacking IS NOT NULL
                    THEN 'its host is not known to have its ' || left(s.lacking, 200) END
    FROM snapshot_place_domains(id) p
    JOIN domain d USING (domain_id)
    LEFT JOIN summed s USING (domain_id)
$$;
COMMENT ON FUNCTION snapshot_ties(bigint) IS 'What ties each placed domain by its XML';
