-- Capacity and own soft limit of a host for the resource that fields name; null takes it away. The
-- capacity of a resource that has a column of host stands there alone.
CREATE OR REPLACE FUNCTION host_set_resource(id integer, fields jsonb) RETURNS void
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    of_resource text := resource_named(fields ->> 'resource', 'capacity');
BEGIN
    IF fields ? 'capacity' AND of_resource IN ('cpu_mcpu', 'memory_mib', 'disk_iops', 'network_mbit_s')
    THEN
        UPDATE host h
            SET (cpu_mcpu, memory_mib, disk_iops, network_mbit_s)
              = (SELECT n.cpu_mcpu, n.memory_mib, n.disk_iops, n.network_mbit_s
                 FROM jsonb_populate_record(h, jsonb_build_object(of_resource,
                                                                  fields -> 'capacity')) n)
            WHERE host_id = id;
        fields := fields - 'capacity';
    END IF;
    INSERT INTO host_resource (host_id, resource) VALUES (id, of_resource) ON CONFLICT DO NOTHING;
    UPDATE host_resource r
        SET (capacity, soft)
          = (SELECT n.capacity, n.soft FROM jsonb_populate_record(r, fields) n)
        WHERE host_id = id AND resource = of_resource;
    DELETE FROM host_resource
        WHERE host_id = id AND resource = of_resource AND capacity IS NULL AND soft IS NULL;
END
$$;
COMMENT ON FUNCTION host_set_resource(integer, jsonb) IS 'Sets what a host offers of one resource';
