-- Samples are parted by day (UTC); who stores one makes the day where it is missing.
CREATE OR REPLACE FUNCTION sample_partitions(moment timestamptz) RETURNS void
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    day timestamptz := date_trunc('day', moment, 'UTC');
    parent text;
    part text;
BEGIN
    FOREACH parent IN ARRAY ARRAY['host_sample', 'domain_sample'] LOOP
        part := parent || to_char(day AT TIME ZONE 'UTC', '_YYYYMMDD');
        IF to_regclass(format('vmatrix.%I', part)) IS NULL THEN
            PERFORM pg_advisory_xact_lock(hashtextextended('vmatrix.sample_partitions', 0));
            EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                           part, parent, day, day + interval '24 hours');
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION sample_partitions(timestamptz) IS 'Makes the partitions of samples for that day';
