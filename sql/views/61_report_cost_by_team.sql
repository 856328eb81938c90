-- Report cost-by-team. Showback is what its own use and actions cost; chargeback adds its part of
-- idle, shared and unallocated cost, for the periods that lie wholly in the time (invoice_line).
CREATE VIEW report_cost_by_team WITH (security_invoker = true) AS
WITH shown AS (
    SELECT kind, team, cost_center, currency, count(DISTINCT domain_id) AS domains,
           count(DISTINCT service) AS services, sum(amount) AS showback
    FROM report_charge GROUP BY 1, 2, 3, 4
), billed AS (
    SELECT i.team, i.cost_center, sum(i.idle) AS idle, sum(i.shared) AS shared,
           sum(i.unallocated) AS unallocated, sum(i.amount) AS chargeback, sum(i.invoiced) AS invoiced
    FROM invoice_line i
    JOIN ledger_period p USING (period)
    WHERE p.starts_at >= report_from() AND p.ends_at <= report_to()
    GROUP BY 1, 2
)
SELECT s.kind, s.team, s.cost_center, s.services, s.domains, s.showback,
       b.idle AS idle_share, b.shared AS shared_share, b.unallocated AS unallocated_share,
       b.chargeback, b.invoiced, s.currency
FROM shown s
LEFT JOIN billed b ON s.kind = 'charged'
    AND (b.team, b.cost_center) IS NOT DISTINCT FROM (s.team, s.cost_center);
COMMENT ON VIEW report_cost_by_team IS 'Report cost-by-team: showback and chargeback of each team and cost center';
GRANT SELECT ON report_cost_by_team TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor,
    vmatrix_tenant;
