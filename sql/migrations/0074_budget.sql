-- What was planned to be spent, and what services did for it: budgets and measured service.
CREATE TABLE budget (
    budget_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    period text NOT NULL CHECK (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    team label NOT NULL,
    service label NOT NULL,
    amount measure NOT NULL,
    domain_h measure NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    reason text NOT NULL CHECK (octet_length(reason) BETWEEN 1 AND 2000),
    set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    set_by text NOT NULL DEFAULT session_user
);
CREATE INDEX budget_of ON budget (period, team, service, budget_id);
COMMENT ON TABLE budget IS 'Budgets of services by period; the last one set counts, the others stay';
COMMENT ON COLUMN budget.budget_id IS 'Identity, in order of setting';
COMMENT ON COLUMN budget.period IS 'Period';
COMMENT ON COLUMN budget.team IS 'Team';
COMMENT ON COLUMN budget.service IS 'Service';
COMMENT ON COLUMN budget.amount IS 'Planned cost';
COMMENT ON COLUMN budget.domain_h IS 'Planned domain-hours';
COMMENT ON COLUMN budget.currency IS 'Currency';
COMMENT ON COLUMN budget.reason IS 'What it rests on';
COMMENT ON COLUMN budget.set_at IS 'When it was set';
COMMENT ON COLUMN budget.set_by IS 'Login role that set it';

CREATE TABLE service_measure (
    service_id integer NOT NULL REFERENCES service,
    starts_at timestamptz NOT NULL,
    service label NOT NULL,
    team label,
    requests amount,
    response_ms measure,
    target_ms measure,
    entered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    entered_by text NOT NULL DEFAULT session_user,
    PRIMARY KEY (service_id, starts_at),
    CONSTRAINT "requests or a response time are needed" CHECK (requests IS NOT NULL OR response_ms IS NOT NULL)
);
COMMENT ON TABLE service_measure IS 'What services did in an hour, as their own monitoring tells it';
COMMENT ON COLUMN service_measure.service_id IS 'Service';
COMMENT ON COLUMN service_measure.starts_at IS 'The hour''s first moment';
COMMENT ON COLUMN service_measure.service IS 'Its name then';
COMMENT ON COLUMN service_measure.team IS 'Team of the service then';
COMMENT ON COLUMN service_measure.requests IS 'Requests that it answered; NULL: not told';
COMMENT ON COLUMN service_measure.response_ms IS 'Response time, as the target means it; NULL: not told';
COMMENT ON COLUMN service_measure.target_ms IS 'Response time that was promised; NULL: none';
COMMENT ON COLUMN service_measure.entered_at IS 'When it was entered';
COMMENT ON COLUMN service_measure.entered_by IS 'Login role that entered it';

GRANT SELECT ON budget, service_measure TO vmatrix_planner, vmatrix_approver, vmatrix_actuator,
    vmatrix_auditor, vmatrix_tenant;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['budget', 'service_measure'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_all ON %I TO vmatrix_owner USING (true) WITH CHECK (true)', name);
        EXECUTE format('CREATE POLICY staff_read ON %I FOR SELECT TO vmatrix_planner, vmatrix_approver, '
                       'vmatrix_actuator, vmatrix_auditor USING (true)', name);
        EXECUTE format('CREATE POLICY tenant_read ON %I FOR SELECT TO vmatrix_tenant USING (team IN '
                       '(SELECT m.team FROM team_member m WHERE m.login = current_user))', name);
    END LOOP;
END
$$;
