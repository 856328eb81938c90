-- Nothing more is told of a closed period, nor of what has not been yet.
CREATE OR REPLACE FUNCTION refuse_closed_moment(moment timestamptz) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    shown text := to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
BEGIN
    IF moment > clock_timestamp() THEN
        RAISE EXCEPTION '% is in the future', shown USING ERRCODE = 'VM065',
            HINT = 'say when it was with --at TIME, in UTC';
    ELSIF EXISTS (SELECT FROM ledger_period
                  WHERE state = 'closed' AND starts_at <= moment AND ends_at > moment) THEN
        RAISE EXCEPTION 'the period of % is closed', shown USING ERRCODE = 'VM001',
            HINT = '''vmatrix ledger correct'' posts a correction';
    END IF;
END
$$;
COMMENT ON FUNCTION refuse_closed_moment(timestamptz) IS 'Refuses what is told of a closed period or of the future';
