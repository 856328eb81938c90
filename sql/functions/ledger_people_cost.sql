-- What people did in a period, each action a line of its own: from the journal (moves, notices,
-- reviews, power changes, incidents), by hand (people_action), and corrections posted in it.
-- A move takes the minutes of the plan that was approved, else those that hold then.
CREATE OR REPLACE FUNCTION ledger_people_cost(period_name text, until timestamptz, as_known timestamptz)
RETURNS SETOF cost_line
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH p AS (
        SELECT * FROM ledger_period WHERE period = period_name
    ), step_entry AS MATERIALIZED (
        SELECT j.entry, j.at, j.event, j.plan, j.execution, a.action, sh.host_id,
               coalesce(a.to_host, a.from_host) AS host, d.domain_id, a.domain, v.service_id,
               s.service, s.team, s.cost_center,
               coalesce((plan.plan_json #>> ARRAY['actions', (a.seq - 1)::text, 'operator_min'])::numeric,
                        v.operator_min + review.value::numeric,
                        move.value::numeric + review.value::numeric) AS minutes,
               coalesce(v.move_cost, 0) + coalesce(v.downtime_cost, 0) + coalesce(pair.cost, 0) AS further
        FROM p
        JOIN journal j ON j.at >= p.starts_at AND j.at < until AND j.event IN ('done', 'failed', 'unknown')
        JOIN plan_action a ON a.plan = j.plan AND a.seq = j.seq
        JOIN plan ON plan.plan = j.plan
        LEFT JOIN snapshot_domain d ON d.snapshot_id = plan.snapshot_id AND d.domain = a.domain
        LEFT JOIN snapshot_host sh ON sh.snapshot_id = plan.snapshot_id
                                  AND sh.host = coalesce(a.to_host, a.from_host)
        LEFT JOIN domain_version v ON v.domain_id = d.domain_id AND v.valid @> j.at
        LEFT JOIN service_version s ON s.service_id = v.service_id AND s.valid @> j.at
        LEFT JOIN LATERAL (
            SELECT sum(m.cost) AS cost FROM snapshot_move_cost m
            LEFT JOIN snapshot_host f ON f.snapshot_id = m.snapshot_id AND f.host = a.from_host
            LEFT JOIN snapshot_host t ON t.snapshot_id = m.snapshot_id AND t.host = a.to_host
            WHERE m.snapshot_id = plan.snapshot_id
              AND m."from" IN (list_cell(ARRAY[a.from_host]), 'zone:' || list_cell(ARRAY[f.zone::text]))
              AND m."to" IN (list_cell(ARRAY[a.to_host]), 'zone:' || list_cell(ARRAY[t.zone::text]))) pair ON true
        CROSS JOIN rate_known('operator_min', NULL, NULL, NULL, j.at, as_known) move
        CROSS JOIN rate_known('move_review_min', NULL, NULL, NULL, j.at, as_known) review
    ), work AS (
        SELECT CASE WHEN e.event <> 'done' THEN 'incident' WHEN e.domain IS NULL THEN 'power_change'
                    WHEN e.action = 'migrate' THEN 'move' ELSE e.action END AS action,
               e.at, e.host_id, e.host, e.domain_id, e.domain, e.service_id, e.service, e.team,
               e.cost_center, CASE WHEN e.event = 'done' AND e.domain IS NOT NULL THEN e.minutes END AS minutes,
               e.plan, e.entry, NULL::integer AS by_hand
        FROM step_entry e
        UNION ALL
        (SELECT DISTINCT ON (e.execution, e.service_id) 'notice', e.at, NULL, NULL, NULL, NULL,
                e.service_id, e.service, e.team, e.cost_center, NULL, e.plan, e.entry, NULL
         FROM step_entry e WHERE e.event = 'done' AND e.service_id IS NOT NULL
         ORDER BY e.execution, e.service_id, e.entry)
        UNION ALL
        SELECT 'review', j.at, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, j.plan, j.entry, NULL
        FROM p JOIN journal j ON j.at >= p.starts_at AND j.at < until
                             AND j.event IN ('approved', 'rejected')
        UNION ALL
        SELECT w.action, w.at, w.host_id, h.host, NULL, NULL, w.service_id, s.service, s.team,
               s.cost_center, w.minutes, NULL, NULL, w.people_action_id
        FROM p
        JOIN people_action w ON w.at >= p.starts_at AND w.at < until
        LEFT JOIN host h USING (host_id)
        LEFT JOIN service_version s ON s.service_id = w.service_id AND s.valid @> w.at
    ), priced AS (
        SELECT w.*, hv.class, hv.zone, g.value::numeric AS wage, coalesce(g.currency, p.currency) AS currency,
               CASE WHEN g.rate_card_id IS NULL THEN 'default' ELSE 'rate' END AS source,
               coalesce(w.minutes, m.value::numeric) AS taken,
               CASE WHEN w.action IN ('move', 'activate', 'suspend', 'replicate', 'retire')
                    THEN f.value::numeric ELSE 1 END AS factor
        FROM p CROSS JOIN work w
        LEFT JOIN host_version hv ON hv.host_id = w.host_id AND hv.valid @> w.at
        CROSS JOIN rate_known('wage_per_h', NULL, NULL, NULL, w.at, as_known) g
        CROSS JOIN rate_known('out_of_hours_factor', NULL, NULL, NULL, w.at, as_known) f
        CROSS JOIN rate_known(CASE w.action WHEN 'incident' THEN 'incident_min'
                                            WHEN 'power_change' THEN 'power_change_min'
                                            WHEN 'notice' THEN 'service_notice_min'
                                            ELSE 'plan_review_min' END,
                              NULL, NULL, NULL, w.at, as_known) m
    )
    SELECT period_name, NULL::bigint, 'people', r.action, r.at, r.at, r.host_id, r.host,
           r.class, r.zone, NULL::text, r.domain_id, r.domain, r.service_id, r.service,
           r.team, r.cost_center, round(r.taken * r.factor / 60, 9), 'h', r.wage, r.source,
           round(r.taken * r.factor * r.wage / 60, 6), r.currency, r.plan, r.entry, r.by_hand,
           NULL::integer
    FROM priced r
    UNION ALL
    SELECT period_name, NULL, 'moves', 'move', e.at, e.at, e.host_id, e.host, hv.class, hv.zone, NULL,
           e.domain_id, e.domain, e.service_id, e.service, e.team, e.cost_center, 1, 'moves',
           e.further, 'domain', round(e.further, 6), rate_at('currency', NULL, e.at), e.plan,
           e.entry, NULL, NULL
    FROM step_entry e
    LEFT JOIN host_version hv ON hv.host_id = e.host_id AND hv.valid @> e.at
    WHERE e.event = 'done' AND e.further > 0
    UNION ALL
    SELECT period_name, NULL, c.component, 'correction', f.starts_at, f.ends_at, NULL, c.host, NULL,
           NULL, NULL, NULL, NULL, NULL, c.service, c.team, c.cost_center, 1, 'corrections',
           c.amount, 'correction', c.amount, c.currency, NULL, NULL, NULL, c.correction_id
    FROM correction c JOIN ledger_period f ON f.period = c.corrects_period
    WHERE c.period = period_name
$$;
COMMENT ON FUNCTION ledger_people_cost(text, timestamptz, timestamptz)
    IS 'Each action of people in a period, and each correction posted in it';
GRANT EXECUTE ON FUNCTION ledger_people_cost(text, timestamptz, timestamptz) TO vmatrix_auditor;
