-- The identity of the ledger at every level: what was spent, and its parts by who bears it. difference
-- is 0 everywhere. Who does not see the ledger itself sees nothing here.
CREATE VIEW ledger_identity WITH (security_invoker = true) AS
WITH split AS (
    SELECT l.period, l.line, l.component, coalesce(l.host, '') AS host, coalesce(l.class, '') AS class,
           coalesce(l.zone, '') AS zone, l.starts_at, l.amount,
           coalesce(sum(c.amount) FILTER (WHERE c.kind = 'charged'), 0) AS charged,
           coalesce(sum(c.amount) FILTER (WHERE c.kind = 'idle'), 0) AS idle,
           coalesce(sum(c.amount) FILTER (WHERE c.kind = 'shared'), 0) AS shared,
           coalesce(sum(c.amount) FILTER (WHERE c.kind = 'unallocated'), 0) AS unallocated
    FROM cost_line l LEFT JOIN charge c USING (period, line)
    GROUP BY l.period, l.line
)
SELECT s.period, v.level, v.name, sum(s.amount) AS ledger, sum(s.charged) AS charged,
       sum(s.idle) AS idle, sum(s.shared) AS shared, sum(s.unallocated) AS unallocated,
       sum(s.amount) - sum(s.charged) - sum(s.idle) - sum(s.shared) - sum(s.unallocated) AS difference
FROM split s
CROSS JOIN LATERAL (VALUES
    ('period', s.period), ('component', s.component), ('host', s.host), ('class', s.class),
    ('zone', s.zone), ('hour', to_char(date_trunc('hour', s.starts_at, 'UTC') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24"Z"')),
    ('line', s.line::text)
) AS v (level, name)
GROUP BY s.period, v.level, v.name;
COMMENT ON VIEW ledger_identity IS 'What was spent and its parts by who bears it, at every level; difference is 0';
GRANT SELECT ON ledger_identity TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor,
    vmatrix_tenant;
