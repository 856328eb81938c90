-- What each domain is charged in a month: its share of the host's fixed cost (mean of its shares of CPU
-- and memory, of the capacity or of all demand where that is more) and the energy of its own use.
-- What no domain uses stays with the host as idle cost.
CREATE VIEW domain_month WITH (security_invoker = true) AS
WITH used AS (
    SELECT d.snapshot_id, d.domain, d.host, m.resource, m.amount, r.capacity,
           sum(m.amount) OVER (PARTITION BY d.snapshot_id, d.host, m.resource) AS of_all
    FROM snapshot_domain d
    JOIN snapshot_mean_demand m USING (snapshot_id, domain)
    JOIN snapshot_host_resource r USING (snapshot_id, host, resource)
    WHERE m.resource IN ('cpu_mcpu', 'memory_mib') AND r.capacity > 0
), share AS (
    SELECT snapshot_id, domain, avg(amount / greatest(capacity, of_all)) AS fixed_share,
           sum(amount / capacity) FILTER (WHERE resource = 'cpu_mcpu') AS cpu_share
    FROM used
    GROUP BY snapshot_id, domain
)
SELECT d.snapshot_id, d.domain, d.host, d.service, v.team, v.cost_center,
       round(coalesce(s.fixed_share * (h.machine + h.admin + h.idle_energy), 0), 6) AS fixed,
       round(coalesce(h.in_service * s.cpu_share * 730 * c.pue * c.price_per_kwh / 1000
                      * (coalesce(n.peak_w, 0) - coalesce(n.idle_w, 0)), 0), 6) AS use_energy
FROM snapshot_domain d
JOIN snapshot_price c USING (snapshot_id)
LEFT JOIN snapshot_service v USING (snapshot_id, service)
LEFT JOIN share s USING (snapshot_id, domain)
LEFT JOIN host_month h ON (h.snapshot_id, h.host) = (d.snapshot_id, d.host)
LEFT JOIN snapshot_host n ON (n.snapshot_id, n.host) = (d.snapshot_id, d.host);
COMMENT ON VIEW domain_month IS 'Charge of each domain in a month of 730 h';
GRANT SELECT ON domain_month TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
