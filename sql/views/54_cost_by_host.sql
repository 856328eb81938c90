-- Cost of a month by host: charged + idle = total, to the micro-unit.
CREATE VIEW cost_by_host WITH (security_invoker = true) AS
SELECT h.snapshot_id, h.host, h.class, h.state, h.in_service,
       coalesce(d.domains, 0) AS domains,
       h.machine, h.admin, h.idle_energy + coalesce(d.use_energy, 0) AS energy,
       coalesce(d.charged, 0) AS charged,
       h.machine + h.admin + h.idle_energy - coalesce(d.fixed, 0) AS idle,
       h.machine + h.admin + h.idle_energy + coalesce(d.use_energy, 0) AS total,
       h.sunk, h.currency
FROM host_month h
LEFT JOIN (
    SELECT snapshot_id, host, count(*) AS domains, sum(fixed) AS fixed,
           sum(use_energy) AS use_energy, sum(fixed + use_energy) AS charged
    FROM domain_month GROUP BY snapshot_id, host
) d USING (snapshot_id, host);
COMMENT ON VIEW cost_by_host IS 'Cost of a month of 730 h by host; charged + idle = total';
GRANT SELECT ON cost_by_host TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
