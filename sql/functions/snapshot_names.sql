-- Names of domains that are unique and that a scenario file may hold; others get their UUID.
CREATE OR REPLACE FUNCTION snapshot_names() RETURNS TABLE (domain_id bigint, name text)
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH live AS (
        SELECT d.domain_id, d.domain, d.uuid, count(*) OVER (PARTITION BY d.domain) AS n_same
        FROM domain d WHERE EXISTS (SELECT FROM placement p WHERE p.domain_id = d.domain_id)
    )
    SELECT domain_id,
           CASE WHEN printable(domain) <> domain THEN uuid::text
                WHEN n_same > 1 AND octet_length(domain) < 245 THEN domain || '~' || left(uuid::text, 8)
                WHEN n_same > 1 THEN uuid::text
                ELSE domain::text END
    FROM live
$$;
COMMENT ON FUNCTION snapshot_names() IS 'A unique name for each domain that is placed';
