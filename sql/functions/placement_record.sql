-- Ends the open version of a domain on a host, and begins another where it still is there (now not NULL).
CREATE OR REPLACE FUNCTION placement_record(was placement, now_is placement, moment timestamptz)
RETURNS void
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
DECLARE
    last_end timestamptz;
BEGIN
    moment := history_moment(moment);
    UPDATE placement_version
        SET valid = tstzrange(lower(valid), greatest(moment, lower(valid)))
        WHERE domain_id = was.domain_id AND host_id = was.host_id AND upper_inf(valid);
    IF now_is.domain_id IS NULL THEN
        RETURN;
    END IF;
    SELECT max(upper(valid)) INTO last_end FROM placement_version
        WHERE domain_id = now_is.domain_id AND host_id = now_is.host_id;
    INSERT INTO placement_version (domain_id, host_id, state, n_vcpus, memory_mib, valid)
        VALUES (now_is.domain_id, now_is.host_id, now_is.state, now_is.n_vcpus, now_is.memory_mib,
                tstzrange(greatest(moment, last_end), NULL));
END
$$;
COMMENT ON FUNCTION placement_record(placement, placement, timestamptz)
    IS 'Ends a version of a placement and begins the next';
