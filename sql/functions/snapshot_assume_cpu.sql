-- Where no CPU use is known the configured virtual CPUs stand for it, with a note.
CREATE OR REPLACE FUNCTION snapshot_assume_cpu(id bigint) RETURNS void
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    d record;
BEGIN
    FOR d IN
        SELECT sd.domain, p.n_vcpus
        FROM snapshot_domain sd
        JOIN snapshot_host h ON h.snapshot_id = id AND h.host = sd.host
        JOIN placement p ON p.domain_id = sd.domain_id AND p.host_id = h.host_id
        WHERE sd.snapshot_id = id AND p.n_vcpus IS NOT NULL
          AND NOT EXISTS (SELECT FROM snapshot_domain_resource r
                          WHERE r.snapshot_id = id AND r.domain = sd.domain
                            AND r.resource = 'cpu_mcpu')
        ORDER BY sd.domain COLLATE "C"
    LOOP
        INSERT INTO snapshot_domain_resource (snapshot_id, domain, resource, amount)
            VALUES (id, d.domain, 'cpu_mcpu', d.n_vcpus::bigint * 1000);
        PERFORM snapshot_add_note(id, 'domain', d.domain,
            format('no CPU use was measured: its %s virtual CPUs are taken in full', d.n_vcpus));
    END LOOP;
END
$$;
COMMENT ON FUNCTION snapshot_assume_cpu(bigint) IS 'CPU demand of domains without a sample';
