-- What all domains need of a resource in the fullest period of each snapshot of the real estate.
CREATE VIEW capacity_trend WITH (security_invoker = true) AS
SELECT s.snapshot_id, s.taken_at, u.resource, max(u.amount) AS peak
FROM snapshot s
JOIN (
    SELECT snapshot_id, resource, period, sum(amount) AS amount
    FROM snapshot_period_demand
    GROUP BY snapshot_id, resource, period
) u USING (snapshot_id)
WHERE s.source = 'estate' AND s.sealed_at IS NOT NULL
GROUP BY s.snapshot_id, s.taken_at, u.resource;
COMMENT ON VIEW capacity_trend IS 'Need of the whole estate in each of its snapshots';
GRANT SELECT ON capacity_trend TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
