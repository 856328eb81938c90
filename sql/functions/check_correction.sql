-- What a correction names must be known, or nobody would see whose it is.
CREATE OR REPLACE FUNCTION check_correction(c correction, corrected ledger_period) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    components text[] := ARRAY['machine', 'sunk', 'administration', 'energy_idle', 'energy_use', 'licence',
                               'people', 'moves'];
BEGIN
    IF c.component <> ALL (components) THEN
        RAISE EXCEPTION 'no component ''%'' of cost', c.component USING ERRCODE = 'VM066',
            HINT = 'there are: ' || array_to_string(components, ', ');
    ELSIF c.host IS NOT NULL AND NOT EXISTS (
            SELECT FROM host_version v WHERE v.host = c.host AND v.valid && tstzrange(corrected.starts_at, corrected.ends_at)) THEN
        RAISE EXCEPTION 'no host ''%'' in period ''%''', c.host, corrected.period USING ERRCODE = 'VM066',
            HINT = '''vmatrix report cost-by-host'' shows those of a period';
    ELSIF c.service IS NOT NULL AND NOT EXISTS (
            SELECT FROM service_version v
            WHERE v.service = c.service AND v.valid && tstzrange(corrected.starts_at, corrected.ends_at)) THEN
        RAISE EXCEPTION 'no service ''%'' in period ''%''', c.service, corrected.period USING ERRCODE = 'VM066',
            HINT = '''vmatrix report cost-by-service'' shows those of a period';
    ELSIF c.team IS NOT NULL AND NOT EXISTS (SELECT FROM service_version v WHERE v.team = c.team) THEN
        RAISE EXCEPTION 'no service ever belonged to team ''%''', c.team USING ERRCODE = 'VM066',
            HINT = '''vmatrix service list'' shows the teams';
    END IF;
END
$$;
COMMENT ON FUNCTION check_correction(correction, ledger_period) IS 'Refuses a correction of what is not known';
