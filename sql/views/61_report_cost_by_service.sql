-- Report cost-by-service: what each service costs, with what a domain's hour of it costs; what no
-- service or team is mapped to, what is shared and what is idle are lines of their own, so that the
-- lines add up to the ledger.
CREATE VIEW report_cost_by_service WITH (security_invoker = true) AS
WITH cost AS (
    SELECT kind, service, team, cost_center, currency, count(DISTINCT domain_id) AS domains,
           coalesce(sum(amount) FILTER (WHERE component = 'machine'), 0) AS machine,
           coalesce(sum(amount) FILTER (WHERE component IN ('energy_idle', 'energy_use')), 0) AS energy,
           coalesce(sum(amount) FILTER (WHERE component = 'licence'), 0) AS licence,
           coalesce(sum(amount) FILTER (WHERE component = 'administration'), 0) AS administration,
           coalesce(sum(amount) FILTER (WHERE component IN ('people', 'moves')), 0) AS people,
           coalesce(sum(amount) FILTER (WHERE component = 'sunk'), 0) AS sunk,
           sum(amount) AS total
    FROM report_charge GROUP BY 1, 2, 3, 4, 5
), used AS (
    SELECT service, team, cost_center, sum(h) AS domain_h FROM report_use GROUP BY 1, 2, 3
), served AS (
    SELECT service, team, sum(requests) AS requests FROM service_measure
    WHERE starts_at >= report_from() AND starts_at < report_to() GROUP BY 1, 2
)
SELECT c.kind, c.service, c.team, c.cost_center, c.domains, round(coalesce(u.domain_h, 0), 6) AS domain_h,
       c.machine, c.energy, c.licence, c.administration, c.people, c.sunk, c.total,
       CASE WHEN c.kind IN ('charged', 'unallocated')
            THEN round(c.total / nullif(u.domain_h, 0), 6) END AS cost_per_domain_h,
       r.requests, round(c.total / nullif(r.requests, 0), 9) AS cost_per_request,
       c.currency
FROM cost c
LEFT JOIN used u ON c.kind IN ('charged', 'unallocated')
    AND (u.service, u.team, u.cost_center) IS NOT DISTINCT FROM (c.service, c.team, c.cost_center)
LEFT JOIN served r ON c.kind = 'charged' AND (r.service, r.team) = (c.service, c.team);
COMMENT ON VIEW report_cost_by_service IS 'Report cost-by-service: cost and unit cost of each service; the lines add up to the ledger';
GRANT SELECT ON report_cost_by_service TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor,
    vmatrix_tenant;
