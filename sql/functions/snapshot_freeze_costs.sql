-- Licences, extras of moves and stranded headroom.
CREATE OR REPLACE FUNCTION snapshot_freeze_costs(id bigint) RETURNS void
LANGUAGE sql
SET search_path = vmatrix, pg_temp
AS $$
    INSERT INTO snapshot_licence (snapshot_id, licence, cost_per_host_h, cost_per_core_h, max_hosts)
        SELECT id, l.licence,
               coalesce(l.cost_per_host_h, host.value::numeric),
               coalesce(l.cost_per_core_h, core.value::numeric), l.max_hosts
        FROM licence l
        CROSS JOIN rate_known('licence_cost_per_host_h', NULL, l.licence, NULL, now(), NULL) host
        CROSS JOIN rate_known('licence_cost_per_core_h', NULL, l.licence, NULL, now(), NULL) core;
    INSERT INTO snapshot_move_cost (snapshot_id, line, "from", "to", operator_min, cost)
        SELECT id, row_number() OVER (ORDER BY "from" COLLATE "C", "to" COLLATE "C"), "from", "to",
               operator_min, cost FROM move_cost;
    INSERT INTO snapshot_balance (snapshot_id, line, resource, "with", ratio_permille, price_per_h)
        SELECT id, row_number() OVER (ORDER BY b.resource COLLATE "C", b."with" COLLATE "C",
                                               b.ratio_permille),
               b.resource, b."with", b.ratio_permille, b.price_per_h
        FROM balance b
        JOIN snapshot_resource one ON one.snapshot_id = id AND one.resource = b.resource
        JOIN snapshot_resource other ON other.snapshot_id = id AND other.resource = b."with";
$$;
COMMENT ON FUNCTION snapshot_freeze_costs(bigint) IS 'Fills the small tables of costs of a snapshot';
