-- What each domain is charged in a month: its share of the host's fixed cost (mean of its shares of CPU
-- and memory, of the capacity or of all demand where that is more) and the energy of its own use.
-- What no domain uses stays with the host as idle cost.
CREATE VIEW domain_month WITH (security_invoker = true) AS
WITH share AS (
    SELECT d.snapshot_id, d.domain, d.host,
           avg(m.amount / greatest(r.capacity, t.amount)) AS fixed_share,
           sum(m.amount / r.capacity) FILTER (WHERE r.resource = 'cpu_mcpu') AS cpu_share
    FROM snapshot_domain d
    JOIN snapshot_mean_demand m USING (snapshot_id, domain)
    JOIN snapshot_host_resource r USING (snapshot_id, host, resource)
    CROSS JOIN LATERAL (
        SELECT sum(o.amount) AS amount
        FROM snapshot_domain p
        JOIN snapshot_mean_demand o USING (snapshot_id, domain)
        WHERE (p.snapshot_id, p.host, o.resource) = (d.snapshot_id, d.host, m.resource)
    ) t
    WHERE r.resource IN ('cpu_mcpu', 'memory_mib') AND r.capacity > 0
    GROUP BY d.snapshot_id, d.domain, d.host
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
