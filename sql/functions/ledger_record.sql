-- People's work that no journal saw; charged when its period is charged next.
CREATE OR REPLACE FUNCTION ledger_record(action_name text, fields jsonb) RETURNS people_action
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    w people_action;
    moment timestamptz := coalesce((fields ->> 'at')::timestamptz, now());
BEGIN
    IF fields ->> 'minutes' IS NULL THEN
        RAISE EXCEPTION 'minutes are needed' USING ERRCODE = 'VM002',
            HINT = 'say them with --minutes MIN';
    ELSIF coalesce(fields ->> 'reason', '') = '' THEN
        RAISE EXCEPTION 'people''s work needs a reason' USING ERRCODE = 'VM065',
            HINT = 'say it with --reason TEXT';
    END IF;
    PERFORM refuse_closed_moment(moment);
    INSERT INTO people_action (at, action, minutes, host_id, service_id, reason)
        VALUES (moment, action_name, (fields ->> 'minutes')::measure,
                CASE WHEN fields ->> 'host' IS NOT NULL THEN host_id_of(fields ->> 'host') END,
                CASE WHEN fields ->> 'service' IS NOT NULL THEN service_id_of(fields ->> 'service') END,
                fields ->> 'reason')
        RETURNING * INTO w;
    RETURN w;
END
$$;
COMMENT ON FUNCTION ledger_record(text, jsonb) IS 'Enters people''s work by hand';
GRANT EXECUTE ON FUNCTION ledger_record(text, jsonb) TO vmatrix_finance, vmatrix_actuator;
