-- Report focus: the charges as FinOps FOCUS 1.2 has them: its mandatory columns, the recommended ones and
-- those conditional ones that apply. One row a charge; amounts are what is charged, nothing is
-- discounted or amortised, so the four costs are the same. Times are UTC, what is not there is NULL.
CREATE VIEW report_focus WITH (security_invoker = true) AS
SELECT c.zone AS "AvailabilityZone",
       c.amount AS "BilledCost",
       'vmatrix'::text AS "BillingAccountId",
       'vmatrix estate'::text AS "BillingAccountName",
       c.currency AS "BillingCurrency",
       c.period_to AS "BillingPeriodEnd",
       c.period_from AS "BillingPeriodStart",
       'Usage'::text AS "ChargeCategory",
       CASE WHEN c.correction_id IS NOT NULL THEN 'Correction' END AS "ChargeClass",
       concat_ws(' ', replace(c.component, '_', ' '), replace(c.action, '_', ' '), CASE c.kind WHEN 'charged' THEN NULL ELSE '(' || c.kind || ')' END,
                 'of ' || coalesce(c.domain, c.host, c.service)) AS "ChargeDescription",
       CASE WHEN c.action IS NULL THEN 'Usage-Based' ELSE 'One-Time' END AS "ChargeFrequency",
       CASE WHEN c.ends_at > c.starts_at THEN c.ends_at
            ELSE date_trunc('hour', c.starts_at, 'UTC') + interval '1 hour' END AS "ChargePeriodEnd",
       CASE WHEN c.ends_at > c.starts_at THEN c.starts_at
            ELSE date_trunc('hour', c.starts_at, 'UTC') END AS "ChargePeriodStart",
       CASE WHEN c.correction_id IS NULL THEN c.quantity END AS "ConsumedQuantity",
       CASE WHEN c.correction_id IS NULL THEN u.unit END AS "ConsumedUnit",
       c.amount AS "ContractedCost",
       c.amount AS "EffectiveCost",
       CASE WHEN c.period_state = 'closed' THEN c.period END AS "InvoiceId",
       'vmatrix'::text AS "InvoiceIssuerName",
       c.amount AS "ListCost",
       CASE WHEN c.correction_id IS NULL THEN c.quantity END AS "PricingQuantity",
       CASE WHEN c.correction_id IS NULL THEN u.unit END AS "PricingUnit",
       'vmatrix'::text AS "ProviderName",
       'vmatrix'::text AS "PublisherName",
       coalesce('domain/' || c.domain_id, 'host/' || c.host_id) AS "ResourceId",
       CASE WHEN c.domain_id IS NOT NULL THEN c.domain WHEN c.host_id IS NOT NULL THEN c.host END AS "ResourceName",
       CASE WHEN c.domain_id IS NOT NULL THEN 'Virtual Machine'
            WHEN c.host_id IS NOT NULL THEN 'Host' END AS "ResourceType",
       CASE WHEN c.component IN ('people', 'moves') THEN 'Management and Governance' ELSE 'Compute' END AS "ServiceCategory",
       CASE WHEN c.component IN ('people', 'moves') THEN 'Operations' ELSE 'Virtual Machines' END AS "ServiceName",
       CASE WHEN c.component IN ('people', 'moves') THEN 'Other (Management and Governance)'
            ELSE 'Virtual Machines' END AS "ServiceSubcategory",
       c.team AS "SubAccountId",
       c.team AS "SubAccountName",
       jsonb_strip_nulls(jsonb_build_object('vmatrix/service', c.service, 'vmatrix/cost_center', c.cost_center,
           'vmatrix/kind', c.kind, 'vmatrix/component', c.component)) AS "Tags"
FROM report_charge c
CROSS JOIN LATERAL (SELECT CASE c.unit WHEN 'h' THEN 'Hours' WHEN 'kWh' THEN 'kWh' ELSE initcap(c.unit) END AS unit) u;
COMMENT ON VIEW report_focus IS 'Report focus: charges in the columns of FinOps FOCUS 1.2';
GRANT SELECT ON report_focus TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor,
    vmatrix_tenant;
