-- Report budget: budget against actual by service, with why they differ. Within a team, with q
-- domain-hours and p = amount / q:
--   volume = (all actual hours - all budgeted) × this one's budgeted share × budgeted p
--   mix    = (actual hours - this one's budgeted share of all actual hours) × budgeted p
--   price  = actual amount - actual hours × budgeted p
-- The three add up to actual - budget. What has no budget is mix.
CREATE VIEW report_budget WITH (security_invoker = true) AS
WITH planned AS (
    SELECT DISTINCT ON (b.period, b.team, b.service) b.period, b.team, b.service, b.amount, b.domain_h,
           b.currency
    FROM budget b ORDER BY b.period, b.team, b.service, b.budget_id DESC
), spent AS (
    SELECT c.period, c.team, c.service, sum(c.amount) AS amount, c.currency
    FROM charge c WHERE c.kind = 'charged' GROUP BY 1, 2, 3, 5
), used AS (
    SELECT u.period, u.team, u.service, sum(extract(epoch FROM u.ends_at - u.starts_at)) / 3600 AS h
    FROM domain_use u WHERE u.team IS NOT NULL GROUP BY 1, 2, 3
), paired AS (
    SELECT period, team, service, coalesce(p.currency, s.currency) AS currency,
           p.amount IS NOT NULL AS budgeted, coalesce(p.amount, 0) AS budget,
           coalesce(s.amount, 0) AS actual, coalesce(p.domain_h, 0) AS budget_h, coalesce(u.h, 0) AS actual_h
    FROM planned p
    FULL JOIN spent s USING (period, team, service)
    LEFT JOIN used u USING (period, team, service)
), whole AS (
    SELECT x.*, sum(budget_h) OVER w AS all_budget_h, sum(actual_h) OVER w AS all_actual_h,
           budget / nullif(budget_h, 0) AS budget_price
    FROM paired x JOIN ledger_period l USING (period)
    WHERE l.starts_at < report_to() AND l.ends_at > report_from()
    WINDOW w AS (PARTITION BY period, team)
), varied AS (
    SELECT w.*,
           CASE WHEN budget_price IS NULL THEN 0
                ELSE round((all_actual_h - all_budget_h) * budget / all_budget_h, 6) END AS volume,
           CASE WHEN NOT budgeted THEN actual WHEN budget_price IS NULL THEN 0
                ELSE round((actual_h - all_actual_h * budget_h / all_budget_h) * budget_price, 6) END AS mix
    FROM whole w
)
SELECT period, team, service, budget, actual, actual - budget AS variance, volume AS volume_variance,
       mix AS mix_variance, actual - budget - volume - mix AS price_variance,
       round(budget_h, 6) AS budget_domain_h, round(actual_h, 6) AS actual_domain_h,
       round(budget_price, 6) AS budget_cost_per_domain_h,
       round(actual / nullif(actual_h, 0), 6) AS actual_cost_per_domain_h, currency
FROM varied;
COMMENT ON VIEW report_budget IS 'Report budget: budget against actual with price, volume and mix variance';
GRANT SELECT ON report_budget TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor,
    vmatrix_tenant;
