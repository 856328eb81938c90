-- A root rule for each domain that its XML ties to its host, apart from the rules that people made.
CREATE OR REPLACE FUNCTION snapshot_derive_roots(id bigint) RETURNS void
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    tied record;
BEGIN
    FOR tied IN
        SELECT d.domain, d.uuid, t.stays_because
        FROM snapshot_ties(id) t
        JOIN snapshot_domain d ON d.snapshot_id = id AND d.domain_id = t.domain_id
        WHERE t.stays_because IS NOT NULL
        ORDER BY d.domain COLLATE "C"
    LOOP
        INSERT INTO snapshot_rule (snapshot_id, rule, name, domains, strength, reason)
            VALUES (id, 'root',
                    'derived: ' || CASE WHEN octet_length(tied.domain) <= 246 THEN tied.domain::text
                                        ELSE tied.uuid::text END,
                    list_cell(ARRAY[tied.domain]), 'hard', tied.stays_because);
        PERFORM snapshot_add_note(id, 'domain', tied.domain, 'stays where it is: ' || tied.stays_because);
    END LOOP;
END
$$;
COMMENT ON FUNCTION snapshot_derive_roots(bigint) IS 'Fills the rules of a snapshot that follow from XML';
