-- What each host costs in a month of 730 h as the snapshot has it; energy at idle.
CREATE VIEW host_month WITH (security_invoker = true) AS
SELECT h.snapshot_id, h.host, h.class, coalesce(h.state, 'up') AS state, s.in_service, c.currency,
       round(s.in_service * 730 * coalesce(h.machine_cost_per_h, 0), 6) AS machine,
       round(s.in_service * coalesce(h.admin_min_per_month, 0) / 60 * c.wage_per_h, 6) AS admin,
       round(s.in_service * 730 * c.pue * c.price_per_kwh / 1000 * coalesce(h.idle_w, 0), 6)
           AS idle_energy,
       round(730 * coalesce(h.sunk_cost_per_h, 0), 6) AS sunk
FROM snapshot_host h
JOIN snapshot_price c USING (snapshot_id)
CROSS JOIN LATERAL (
    SELECT coalesce(h."on", EXISTS (
        SELECT FROM snapshot_domain d WHERE (d.snapshot_id, d.host) = (h.snapshot_id, h.host)
    )::integer) AS in_service
) s;
COMMENT ON VIEW host_month IS 'Cost of each host in a month of 730 h, energy at idle';
GRANT SELECT ON host_month TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
