-- Drops the days of samples that are older than is to be kept; each round begins with it.
CREATE OR REPLACE FUNCTION sample_retain() RETURNS void
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    oldest text := to_char((now() AT TIME ZONE 'UTC')
                           - rate_at('sample_days', NULL, now())::integer * interval '1 day',
                           'YYYYMMDD');
    part text;
BEGIN
    FOR part IN
        SELECT c.relname FROM pg_catalog.pg_inherits i
        JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent IN ('vmatrix.host_sample'::regclass, 'vmatrix.domain_sample'::regclass)
          AND right(c.relname, 8) < oldest
    LOOP
        EXECUTE format('DROP TABLE %I', part);
    END LOOP;
END
$$;
COMMENT ON FUNCTION sample_retain() IS 'Drops samples that are older than sample_days';
