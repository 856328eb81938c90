-- Hosts that answer, and CPUs in use that libvirt was not asked about for the CPU they have now.
CREATE OR REPLACE FUNCTION cpu_pairs_unknown()
RETURNS TABLE (host text, uri text, cpu_id integer, cpu_xml text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
    WITH present AS (
        SELECT h.host_id, h.host, h.uri, o.cpu_id, o.unreachable_at
        FROM host h JOIN host_observation o USING (host_id)
        WHERE h.removed_at IS NULL AND o.cpu_id IS NOT NULL
    ), in_use AS (
        SELECT cpu_id FROM present
        UNION
        SELECT d.cpu_id FROM domain d JOIN placement p USING (domain_id) WHERE d.cpu_id IS NOT NULL
    )
    SELECT p.host, p.uri, c.cpu_id, c.cpu_xml
    FROM present p CROSS JOIN in_use u JOIN cpu c ON c.cpu_id = u.cpu_id
    WHERE p.unreachable_at IS NULL AND p.cpu_id <> c.cpu_id
      AND NOT EXISTS (SELECT FROM cpu_comparison k WHERE k.host_id = p.host_id
                      AND k.cpu_id = c.cpu_id AND k.host_cpu_id = p.cpu_id)
    ORDER BY p.host COLLATE "C", c.cpu_id
$$;
COMMENT ON FUNCTION cpu_pairs_unknown() IS 'Which hosts are to be asked about which CPUs';
GRANT EXECUTE ON FUNCTION cpu_pairs_unknown() TO vmatrix_collector;
