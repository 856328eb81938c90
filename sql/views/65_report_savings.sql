-- Report savings: each plan from forecast to what was verified, a month of 730 h. Hard savings are hosts
-- that are off, licences and energy that are not paid for and hours that are not spent; capacity that
-- was emptied on a host that still runs is freed, not saved. Verified: a baseline frozen at approval
-- less the same for the part of the days after the execution in which the host was in service all the
-- same, or needed the licence.
CREATE VIEW report_savings WITH (security_invoker = true) AS
WITH life AS (
    SELECT p.plan, p.snapshot_id, p.created_at, p.currency, p.horizon_h, p.plan_json, a.approval,
           a.decided_at, e.execution, e.state AS execution_state, e.ended_at,
           rate_at('savings_verify_days', NULL, coalesce(e.ended_at, now()))::integer AS days,
           last.decision
    FROM plan p
    LEFT JOIN LATERAL (SELECT * FROM execution x WHERE x.plan = p.plan
                       ORDER BY x.execution DESC LIMIT 1) e ON true
    LEFT JOIN LATERAL (SELECT y.* FROM approval y LEFT JOIN approval_use z ON z.approval = y.approval
                       WHERE y.plan = p.plan AND y.decision = 'approved'
                       ORDER BY z.execution = e.execution DESC NULLS LAST, y.approval DESC LIMIT 1) a ON true
    LEFT JOIN LATERAL (SELECT y.decision FROM approval y WHERE y.plan = p.plan
                       ORDER BY y.approval DESC LIMIT 1) last ON true
    WHERE p.outcome IN ('optimal', 'feasible') AND NOT p.unchanged
), window_of AS (
    SELECT l.plan, l.ended_at AS a, l.ended_at + l.days * interval '1 day' AS b,
           (SELECT bool_and(q.charged_until >= least(q.ends_at, l.ended_at + l.days * interval '1 day'))
                   AND max(q.charged_until) >= l.ended_at + l.days * interval '1 day'
            FROM ledger_period q
            WHERE q.starts_at < l.ended_at + l.days * interval '1 day' AND q.ends_at > l.ended_at) AS charged
    FROM life l WHERE l.execution_state = 'done'
), host_part AS (
    SELECT b.plan, b.component, b.host, b.change,
           CASE b.change WHEN 'off' THEN b.per_month ELSE -b.per_month END AS saves,
           b.cpu_mcpu, b.memory_mib, moved.emptied,
           CASE WHEN b.licence IS NULL THEN s.state = 'done' WHEN b.change = 'off' THEN moved.emptied
                ELSE moved.filled END AS switched,
           CASE WHEN w.charged THEN 1 - least(1, coalesce((
               SELECT sum(extract(epoch FROM least(c.ends_at, w.b) - greatest(c.starts_at, w.a)))
               FROM cost_line c
               WHERE c.host_id = b.host_id AND c.correction_id IS NULL
                 AND c.component = CASE WHEN b.licence IS NULL THEN 'machine' ELSE 'licence' END
                 AND c.licence IS NOT DISTINCT FROM b.licence
                 AND c.starts_at < w.b AND c.ends_at > w.a), 0)
               / extract(epoch FROM w.b - w.a)) END AS off_ratio
    FROM life l
    JOIN saving_baseline b ON b.approval = l.approval
    LEFT JOIN plan_action a ON a.plan = b.plan AND a.action IN ('power_off', 'power_on')
                           AND coalesce(a.from_host, a.to_host) = b.host AND b.licence IS NULL
    LEFT JOIN step s ON s.execution = l.execution AND s.seq = a.seq
    LEFT JOIN window_of w ON w.plan = b.plan
    CROSS JOIN LATERAL (
        SELECT l.execution IS NOT NULL
               AND coalesce(bool_and(t.state = 'done') FILTER (WHERE m.from_host = b.host), true) AS emptied,
               bool_or(t.state = 'done') FILTER (WHERE m.to_host = b.host) AS filled
        FROM plan_action m JOIN step t ON t.execution = l.execution AND t.seq = m.seq
        WHERE m.plan = b.plan AND m.domain IS NOT NULL
          AND (b.licence IS NULL OR EXISTS (SELECT FROM plan_domain_licence n WHERE n.plan = b.plan
                                            AND n.domain = m.domain AND n.licence = b.licence))) moved
), host_sum AS (
    SELECT plan, component, sum(saves) FILTER (WHERE switched) AS carried_out,
           CASE WHEN bool_and(off_ratio IS NOT NULL)
                THEN sum(CASE change WHEN 'off' THEN saves * off_ratio ELSE saves * (1 - off_ratio) END)
                     FILTER (WHERE switched) END AS verified,
           sum(cpu_mcpu) FILTER (WHERE change = 'off' AND emptied AND switched IS NOT TRUE) AS freed_mcpu,
           sum(memory_mib) FILTER (WHERE change = 'off' AND emptied AND switched IS NOT TRUE) AS freed_mib
    FROM host_part GROUP BY 1, 2
), item AS (
    SELECT l.*, v.kind, v.what, v.unit,
           round(CASE WHEN v.part IS NOT NULL
                      THEN ((l.plan_json #>> ARRAY['cost', 'parts', v.part, 'current'])::numeric
                            - (l.plan_json #>> ARRAY['cost', 'parts', v.part, 'planned'])::numeric)
                           * 730 / l.horizon_h END, 6) AS forecast,
           CASE WHEN v.kind = 'capacity' THEN CASE v.unit WHEN 'mcpu' THEN h.freed_mcpu ELSE h.freed_mib END
                ELSE h.carried_out END AS carried_out, h.verified
    FROM life l
    CROSS JOIN (VALUES
        ('hard', 'hosts off', 'machine', 'machine', NULL),
        ('hard', 'energy', 'energy', 'energy_idle', NULL),
        ('hard', 'hours not spent', 'admin', 'administration', NULL),
        ('hard', 'licences freed', 'licence', 'licence', NULL),
        ('capacity', 'CPU freed on hosts that still run', NULL, 'machine', 'mcpu'),
        ('capacity', 'memory freed on hosts that still run', NULL, 'machine', 'MiB')
    ) AS v (kind, what, part, component, unit)
    LEFT JOIN host_sum h ON h.plan = l.plan AND h.component = v.component
)
SELECT plan, created_at, kind, what,
       CASE WHEN decision = 'rejected' AND execution IS NULL THEN 'rejected'
            WHEN approval IS NULL THEN 'forecast'
            WHEN execution IS NULL THEN 'approved'
            WHEN execution_state <> 'done' THEN 'half carried out'
            WHEN verified IS NULL THEN 'carried out'
            ELSE 'verified' END AS status,
       forecast, CASE WHEN approval IS NOT NULL THEN forecast END AS approved,
       CASE WHEN execution IS NOT NULL THEN coalesce(carried_out, 0) END AS carried_out,
       round(verified, 6) AS verified,
       CASE WHEN verified IS NOT NULL THEN round(forecast - verified, 6) END AS did_not_come,
       decided_at AS approved_at, ended_at AS carried_out_at,
       CASE WHEN ended_at IS NOT NULL THEN ended_at + days * interval '1 day' END AS verified_from,
       coalesce(unit, currency) AS unit
FROM item
WHERE kind = 'hard' AND (forecast <> 0 OR carried_out <> 0) OR kind = 'capacity' AND carried_out > 0;
COMMENT ON VIEW report_savings IS 'Report savings: each plan''s savings from forecast to verified, hard savings apart from capacity freed';
GRANT SELECT ON report_savings TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
