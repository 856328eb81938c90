-- What a plan's power_on and power_off mean for the inventory.
CREATE OR REPLACE FUNCTION host_take_in_service(host_name text, in_service_now boolean)
RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
    UPDATE host SET in_service = in_service_now WHERE host_id = host_id_of(host_name)
$$;
COMMENT ON FUNCTION host_take_in_service(text, boolean) IS 'Notes that a host was taken in or out of service';
GRANT EXECUTE ON FUNCTION host_take_in_service(text, boolean) TO vmatrix_planner, vmatrix_actuator;
