-- The savings ledger: what the hosts that a plan switches cost, frozen when it is approved; and every
-- run of a report that somebody may have to repeat.
CREATE TABLE saving_baseline (
    approval bigint NOT NULL REFERENCES approval,
    plan text NOT NULL REFERENCES plan,
    host label NOT NULL,
    host_id integer,
    change text NOT NULL CHECK (change IN ('off', 'on')),
    component text NOT NULL CHECK (component IN ('machine', 'administration', 'energy_idle')),
    per_month numeric NOT NULL,
    cpu_mcpu amount,
    memory_mib amount,
    currency text NOT NULL,
    frozen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (approval, host, component)
);
COMMENT ON TABLE saving_baseline IS 'What each host that a plan switches costs a month of 730 h, frozen when the plan is approved; append-only';
COMMENT ON COLUMN saving_baseline.approval IS 'Approval that froze it';
COMMENT ON COLUMN saving_baseline.plan IS 'Plan';
COMMENT ON COLUMN saving_baseline.host IS 'Host that is switched';
COMMENT ON COLUMN saving_baseline.host_id IS 'Host of the inventory; NULL: a scenario''s';
COMMENT ON COLUMN saving_baseline.change IS 'off (saves this much) or on (costs this much)';
COMMENT ON COLUMN saving_baseline.component IS 'Component of cost';
COMMENT ON COLUMN saving_baseline.per_month IS 'Cost of a month of 730 h in service, at the snapshot''s prices';
COMMENT ON COLUMN saving_baseline.cpu_mcpu IS 'CPU capacity of the host';
COMMENT ON COLUMN saving_baseline.memory_mib IS 'Memory of the host';
COMMENT ON COLUMN saving_baseline.currency IS 'Currency';
COMMENT ON COLUMN saving_baseline.frozen_at IS 'When it was frozen';

CREATE TABLE report_run (
    report_run_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report text NOT NULL,
    report_from timestamptz NOT NULL,
    report_to timestamptz NOT NULL,
    as_of timestamptz NOT NULL DEFAULT clock_timestamp(),
    final boolean NOT NULL,
    n_rows bigint NOT NULL,
    digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    run_by text NOT NULL DEFAULT session_user
);
COMMENT ON TABLE report_run IS 'Reports as they were run: over closed periods alone (final) the digest is always the same; append-only';
COMMENT ON COLUMN report_run.report_run_id IS 'Identity';
COMMENT ON COLUMN report_run.report IS 'Report';
COMMENT ON COLUMN report_run.report_from IS 'Beginning of the time it is about';
COMMENT ON COLUMN report_run.report_to IS 'End of the time it is about';
COMMENT ON COLUMN report_run.as_of IS 'When it was run';
COMMENT ON COLUMN report_run.final IS 'True: every period in that time was closed';
COMMENT ON COLUMN report_run.n_rows IS 'Rows in it';
COMMENT ON COLUMN report_run.digest IS 'SHA-256 over its rows in order';
COMMENT ON COLUMN report_run.run_by IS 'Login role that ran it';

GRANT SELECT ON saving_baseline, report_run TO vmatrix_planner, vmatrix_approver, vmatrix_actuator,
    vmatrix_auditor;
