-- A row as the chain keeps it: of large documents the SHA-256.
CREATE OR REPLACE FUNCTION audit_body(p_row jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = vmatrix, pg_temp AS $$
    SELECT coalesce(jsonb_object_agg(key, CASE
        WHEN key IN ('plan_json', 'certificate_json') AND value <> 'null'
            THEN to_jsonb('sha256:' || encode(sha256(convert_to(value::text, 'UTF8')), 'hex'))
        ELSE value END), '{}')
    FROM jsonb_each(p_row)
$$;

COMMENT ON FUNCTION audit_body IS 'The row with plan and certificate replaced by their digests.';

REVOKE ALL ON FUNCTION audit_body FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_body TO vmatrix_auditor;
