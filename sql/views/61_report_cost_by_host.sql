-- Report cost-by-host: charged + unallocated + idle + shared = total of each host; costs of no host are
-- a line without one.
CREATE VIEW report_cost_by_host WITH (security_invoker = true) AS
SELECT host, class, zone, count(DISTINCT domain_id) AS domains,
       coalesce(sum(amount) FILTER (WHERE component = 'machine'), 0) AS machine,
       coalesce(sum(amount) FILTER (WHERE component IN ('energy_idle', 'energy_use')), 0) AS energy,
       coalesce(sum(amount) FILTER (WHERE component = 'licence'), 0) AS licence,
       coalesce(sum(amount) FILTER (WHERE component = 'administration'), 0) AS administration,
       coalesce(sum(amount) FILTER (WHERE component IN ('people', 'moves')), 0) AS people,
       coalesce(sum(amount) FILTER (WHERE component = 'sunk'), 0) AS sunk,
       coalesce(sum(amount) FILTER (WHERE kind = 'charged'), 0) AS charged,
       coalesce(sum(amount) FILTER (WHERE kind = 'unallocated'), 0) AS unallocated,
       coalesce(sum(amount) FILTER (WHERE kind = 'shared'), 0) AS shared,
       coalesce(sum(amount) FILTER (WHERE kind = 'idle'), 0) AS idle,
       sum(amount) AS total, currency
FROM report_charge
GROUP BY host, class, zone, currency;
COMMENT ON VIEW report_cost_by_host IS 'Report cost-by-host: cost of each host and who bears it';
GRANT SELECT ON report_cost_by_host TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor,
    vmatrix_tenant;
