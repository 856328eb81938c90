-- All views at once, without CASCADE: whatever else depends on one is an error, not a loss.
DO $$
DECLARE
    names text;
BEGIN
    SELECT string_agg(format('vmatrix.%I', viewname), ', ') INTO names
        FROM pg_catalog.pg_views WHERE schemaname = 'vmatrix';
    IF names IS NOT NULL THEN
        EXECUTE 'DROP VIEW ' || names;
    END IF;
END
$$;
DELETE FROM vmatrix.schema_repeatable WHERE kind = 'view';
