-- Makes the open version of a licence's history what the licence is now; none where it is gone.
CREATE OR REPLACE FUNCTION licence_record(name text) RETURNS void
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
DECLARE
    was licence_version;
    now_is licence;
    moment timestamptz := clock_timestamp();
    estate_currency text := rate_at('currency', NULL, moment);
BEGIN
    SELECT * INTO was FROM licence_version v WHERE v.licence = name AND upper_inf(v.valid) FOR UPDATE;
    SELECT * INTO now_is FROM licence l WHERE l.licence = name;
    IF (was.licence, was.cost_per_host_h, was.cost_per_core_h, was.currency) IS NOT DISTINCT FROM
       (now_is.licence, now_is.cost_per_host_h, now_is.cost_per_core_h,
        CASE WHEN now_is.licence IS NOT NULL THEN estate_currency END) THEN
        RETURN;
    END IF;
    moment := greatest(moment, lower(was.valid));
    IF was.recorded_xid = pg_current_xact_id() THEN
        DELETE FROM licence_version WHERE licence_version_id = was.licence_version_id;
        moment := lower(was.valid);
    ELSE
        UPDATE licence_version SET valid = tstzrange(lower(valid), moment)
            WHERE licence_version_id = was.licence_version_id;
    END IF;
    IF now_is.licence IS NOT NULL THEN
        INSERT INTO licence_version (licence, cost_per_host_h, cost_per_core_h, currency, valid)
            VALUES (now_is.licence, now_is.cost_per_host_h, now_is.cost_per_core_h, estate_currency,
                    tstzrange(moment, NULL));
    END IF;
END
$$;
COMMENT ON FUNCTION licence_record(text) IS 'Writes what a licence is now into its history';
