-- Plans as they were made: immutable (function refuse_change), everything else points at them.
CREATE TABLE plan (
    plan text PRIMARY KEY CHECK (plan ~ '^[0-9a-f]{12}$'),
    plan_digest text NOT NULL UNIQUE CHECK (plan_digest ~ '[0-9a-f]{64}$'),
    snapshot_id bigint NOT NULL REFERENCES snapshot,
    snapshot_digest text NOT NULL,
    scenario text NOT NULL,
    author name NOT NULL DEFAULT session_user,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    outcome text NOT NULL
        CHECK (outcome IN ('optimal', 'feasible', 'infeasible', 'blocked', 'limit')),
    unchanged boolean NOT NULL,
    currency text NOT NULL,
    horizon_h integer NOT NULL CHECK (horizon_h > 0),
    cost_current numeric CHECK (cost_current >= 0 AND cost_current < 'Infinity'),
    cost_planned numeric CHECK (cost_planned >= 0 AND cost_planned < 'Infinity'),
    cost_bound numeric CHECK (cost_bound > '-Infinity' AND cost_bound < 'Infinity'),
    operator_min numeric CHECK (operator_min >= 0 AND operator_min < 'Infinity'),
    plan_json json NOT NULL,
    certificate_json json
);

COMMENT ON TABLE plan IS 'A certified plan: ordered actions from a snapshot to a cheaper placement. Never changed once made.';
COMMENT ON COLUMN plan.plan IS 'The first 12 hexadecimal digits of the plan digest: the name that people type.';
COMMENT ON COLUMN plan.plan_digest IS 'SHA-256 over snapshot digest, placement, hosts in service and actions; what an approval is bound to.';
COMMENT ON COLUMN plan.snapshot_id IS 'The frozen state that the plan is argued from.';
COMMENT ON COLUMN plan.snapshot_digest IS 'SHA-256 over the canonical form of that snapshot.';
COMMENT ON COLUMN plan.scenario IS 'Name of the scenario or estate, may be empty.';
COMMENT ON COLUMN plan.author IS 'Login role that made the plan; it may not approve it.';
COMMENT ON COLUMN plan.created_at IS 'When it was stored.';
COMMENT ON COLUMN plan.outcome IS 'optimal, feasible, infeasible, blocked or limit.';
COMMENT ON COLUMN plan.unchanged IS 'True where nothing is to be done.';
COMMENT ON COLUMN plan.currency IS 'Currency of every amount of this plan.';
COMMENT ON COLUMN plan.horizon_h IS 'Hours over which the costs are reckoned.';
COMMENT ON COLUMN plan.cost_current IS 'Cost of staying as it is over the horizon.';
COMMENT ON COLUMN plan.cost_planned IS 'Cost of the plan over the horizon, its moves included; NULL where there is no plan.';
COMMENT ON COLUMN plan.cost_bound IS 'Proved: no plan costs less; NULL where nothing was proved.';
COMMENT ON COLUMN plan.operator_min IS 'Minutes of staff that the plan needs.';
COMMENT ON COLUMN plan.plan_json IS 'The plan as shown to people; the rows of plan_action are derived from it.';
COMMENT ON COLUMN plan.certificate_json IS 'What the judge needs to prove the plan again.';

GRANT SELECT ON plan
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
