-- Report summary: the ledger of the time in a few lines; difference must be 0. A team sees its own.
CREATE VIEW report_summary WITH (security_invoker = true) AS
WITH c AS (
    SELECT kind, component, action, currency, amount, quantity, unit, correction_id, line, period
    FROM report_charge
), f AS (
    SELECT currency, sum(amount) AS total,
           coalesce(sum(amount) FILTER (WHERE kind = 'charged'), 0) AS charged,
           coalesce(sum(amount) FILTER (WHERE kind = 'idle'), 0) AS idle,
           coalesce(sum(amount) FILTER (WHERE kind = 'shared'), 0) AS shared,
           coalesce(sum(amount) FILTER (WHERE kind = 'unallocated'), 0) AS unallocated,
           coalesce(sum(amount) FILTER (WHERE component = 'machine'), 0) AS machine,
           coalesce(sum(amount) FILTER (WHERE component IN ('energy_idle', 'energy_use')), 0) AS energy,
           coalesce(sum(amount) FILTER (WHERE component = 'licence'), 0) AS licence,
           coalesce(sum(amount) FILTER (WHERE component = 'administration'), 0) AS administration,
           coalesce(sum(amount) FILTER (WHERE component IN ('people', 'moves')), 0) AS people,
           coalesce(sum(amount) FILTER (WHERE component = 'sunk'), 0) AS sunk,
           coalesce(sum(amount) FILTER (WHERE correction_id IS NOT NULL), 0) AS corrections,
           coalesce(sum(quantity) FILTER (WHERE component = 'people' AND unit = 'h'), 0) AS people_h,
           coalesce(sum(quantity) FILTER (WHERE component = 'administration'), 0) AS admin_h
    FROM c GROUP BY currency
)
SELECT v.line, v.measure, v.amount, coalesce(v.unit, f.currency) AS unit
FROM f
CROSS JOIN (SELECT coalesce(sum(h), 0) AS domain_h FROM report_use) u
CROSS JOIN LATERAL (VALUES
    (1, 'total cost', f.total, NULL),
    (2, 'charged to teams', f.charged, NULL),
    (3, 'unallocated: used, but no team is mapped', f.unallocated, NULL),
    (4, 'shared by all', f.shared, NULL),
    (5, 'idle: nobody used it', f.idle, NULL),
    (6, 'difference', f.total - f.charged - f.unallocated - f.shared - f.idle, NULL),
    (7, 'machine', f.machine, NULL),
    (8, 'energy', f.energy, NULL),
    (9, 'licence', f.licence, NULL),
    (10, 'administration', f.administration, NULL),
    (11, 'people''s actions', f.people, NULL),
    (12, 'sunk: emptying a host does not save it', f.sunk, NULL),
    (13, 'of which corrections of earlier periods', f.corrections, NULL),
    (14, 'people''s time', round(f.people_h, 6), 'h'),
    (15, 'administration time', round(f.admin_h, 6), 'h'),
    (16, 'VM-hours', round(u.domain_h, 6), 'h'),
    (17, 'cost of a VM-hour', round(f.total / nullif(u.domain_h, 0), 6), f.currency || '/h')
) AS v (line, measure, amount, unit);
COMMENT ON VIEW report_summary IS 'Report summary: the ledger of the time in a few lines';
GRANT SELECT ON report_summary TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor,
    vmatrix_tenant;
