-- Writes a version of a host where it is no longer what the open one says. The caller holds its row.
CREATE OR REPLACE FUNCTION host_record(id integer) RETURNS void
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    old host_version;
    new host_version;
    moment timestamptz := clock_timestamp();
BEGIN
    SELECT * INTO old FROM host_version WHERE host_id = id AND upper_inf(valid) FOR UPDATE;
    SELECT NULL, h.host_id, h.host, h.class, h.zone, h.site, h.in_service, h.machine_cost_per_h,
           h.sunk_cost_per_h, h.admin_min_per_month, h.idle_w, h.peak_w,
           coalesce(h.cpu_mcpu, o.n_cpus::bigint * 1000), coalesce(h.memory_mib, o.memory_mib),
           rate_at('currency', NULL, moment), old.valid, old.recorded_by, old.recorded_xid
        INTO new
        FROM host h LEFT JOIN host_observation o USING (host_id)
        WHERE h.host_id = id AND h.removed_at IS NULL;
    IF to_jsonb(new) - 'host_version_id' = to_jsonb(old) - 'host_version_id' THEN
        RETURN;
    END IF;
    moment := greatest(moment, lower(old.valid));
    IF old.recorded_xid = pg_current_xact_id() THEN
        DELETE FROM host_version WHERE host_version_id = old.host_version_id;
        moment := lower(old.valid);
    ELSE
        UPDATE host_version SET valid = tstzrange(lower(valid), moment)
            WHERE host_version_id = old.host_version_id;
    END IF;
    INSERT INTO host_version (host_id, host, class, zone, site, in_service, machine_cost_per_h,
            sunk_cost_per_h, admin_min_per_month, idle_w, peak_w, cpu_mcpu, memory_mib, currency,
            valid)
        SELECT new.host_id, new.host, new.class, new.zone, new.site, new.in_service,
               new.machine_cost_per_h, new.sunk_cost_per_h, new.admin_min_per_month, new.idle_w,
               new.peak_w, new.cpu_mcpu, new.memory_mib, new.currency, tstzrange(moment, NULL)
        WHERE new.host_id IS NOT NULL;
END
$$;
COMMENT ON FUNCTION host_record(integer) IS 'Writes a version of a host where it has changed';
