-- What a service did in an hour, as its monitoring tells it; told again it takes the place of before.
CREATE OR REPLACE FUNCTION service_measured(service_name text, fields jsonb) RETURNS service_measure
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    id integer := service_id_of(service_name);
    m service_measure := jsonb_populate_record(NULL::service_measure, fields);
    hour timestamptz := date_trunc('hour', coalesce((fields ->> 'at')::timestamptz, now()), 'UTC');
BEGIN
    PERFORM refuse_closed_moment(hour);
    INSERT INTO service_measure AS known (service_id, starts_at, service, team, requests, response_ms, target_ms)
        SELECT s.service_id, hour, s.service, s.team, m.requests, m.response_ms, m.target_ms
        FROM service s WHERE s.service_id = id
        ON CONFLICT (service_id, starts_at) DO UPDATE
            SET requests = excluded.requests, response_ms = excluded.response_ms,
                target_ms = excluded.target_ms, entered_at = clock_timestamp(), entered_by = session_user
        RETURNING * INTO m;
    RETURN m;
END
$$;
COMMENT ON FUNCTION service_measured(text, jsonb) IS 'Stores requests and response time of a service in an hour';
GRANT EXECUTE ON FUNCTION service_measured(text, jsonb) TO vmatrix_finance, vmatrix_planner;
