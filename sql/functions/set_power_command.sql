-- Sets or, with NULL for both, takes away the power commands of a host.
CREATE OR REPLACE FUNCTION set_power_command(p_host text, p_on text, p_off text,
                                             p_confirm_s integer)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_host integer;
BEGIN
    SELECT host_id INTO v_host FROM host WHERE host = p_host AND removed_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'VM066', MESSAGE = format('no host ''%s''', p_host),
            HINT = '''vmatrix host list'' shows the hosts';
    END IF;
    DELETE FROM power_command WHERE host_id = v_host;
    IF p_on IS NOT NULL OR p_off IS NOT NULL THEN
        INSERT INTO power_command (host_id, power_on, power_off, confirm_s)
        VALUES (v_host, p_on, p_off, p_confirm_s);
    END IF;
    PERFORM journal_write(NULL, NULL, NULL, NULL, NULL, 'power command',
                          format('host ''%s'': on: %s, off: %s', p_host, coalesce(p_on, 'none'),
                                 coalesce(p_off, 'none')), NULL);
END
$$;

COMMENT ON FUNCTION set_power_command IS 'Says how a host is switched on and off; the journal keeps who said it.';

REVOKE ALL ON FUNCTION set_power_command FROM PUBLIC;
GRANT EXECUTE ON FUNCTION set_power_command TO vmatrix_actuator;
