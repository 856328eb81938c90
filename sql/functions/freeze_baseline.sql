-- Trigger of approval: freezes what the hosts cost that the plan switches, and the licences where it frees
-- or comes to need them, as its snapshot has them.
CREATE OR REPLACE FUNCTION freeze_baseline() RETURNS trigger
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
BEGIN
    INSERT INTO saving_baseline (approval, plan, host, host_id, change, component, per_month,
                                 cpu_mcpu, memory_mib, currency)
    SELECT NEW.approval, p.plan, h.host, h.host_id,
           CASE a.action WHEN 'power_off' THEN 'off' ELSE 'on' END, v.component, round(v.per_month, 6),
           (SELECT capacity FROM snapshot_host_resource r
            WHERE (r.snapshot_id, r.host, r.resource) = (p.snapshot_id, h.host, 'cpu_mcpu')),
           (SELECT capacity FROM snapshot_host_resource r
            WHERE (r.snapshot_id, r.host, r.resource) = (p.snapshot_id, h.host, 'memory_mib')),
           c.currency
    FROM plan p
    JOIN plan_action a ON a.plan = p.plan AND a.action IN ('power_off', 'power_on')
    JOIN snapshot_host h ON h.snapshot_id = p.snapshot_id AND h.host = coalesce(a.from_host, a.to_host)
    JOIN snapshot_price c ON c.snapshot_id = p.snapshot_id
    CROSS JOIN LATERAL (VALUES
        ('machine', 730 * coalesce(h.machine_cost_per_h, 0)),
        ('administration', coalesce(h.admin_min_per_month, 0) / 60 * c.wage_per_h),
        ('energy_idle', 730 * c.pue * c.price_per_kwh / 1000 * coalesce(h.idle_w, 0))
    ) AS v (component, per_month)
    WHERE p.plan = NEW.plan
    ON CONFLICT DO NOTHING;
    INSERT INTO saving_baseline (approval, plan, host, host_id, change, component, licence, per_month, currency)
    SELECT NEW.approval, l.plan, l.host, l.host_id, CASE WHEN l.before THEN 'off' ELSE 'on' END, 'licence',
           l.licence, round(l.per_month, 6), c.currency
    FROM plan_licence l JOIN plan p USING (plan) JOIN snapshot_price c ON c.snapshot_id = p.snapshot_id
    WHERE l.plan = NEW.plan AND l.before <> l.after;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION freeze_baseline IS 'Freezes the baseline of a plan''s savings when it is approved.';

CREATE OR REPLACE TRIGGER freeze_baseline AFTER INSERT ON approval
    FOR EACH ROW WHEN (NEW.decision = 'approved') EXECUTE FUNCTION freeze_baseline();
