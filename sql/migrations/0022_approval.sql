-- What people decided about plans. Append-only; the last decision about a plan counts.
CREATE TABLE approval (
    approval bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plan text NOT NULL REFERENCES plan,
    plan_digest text NOT NULL,
    decision text NOT NULL CHECK (decision IN ('approved', 'rejected')),
    approver name NOT NULL DEFAULT session_user,
    decided_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz,
    reason text,
    CHECK ((decision = 'approved') = (expires_at IS NOT NULL)),
    CHECK (decision <> 'rejected' OR reason <> '')
);

CREATE INDEX approval_plan ON approval (plan, approval);

COMMENT ON TABLE approval IS 'A person''s decision about a plan, bound to its digest.';
COMMENT ON COLUMN approval.approval IS 'Number of the decision.';
COMMENT ON COLUMN approval.plan IS 'The plan.';
COMMENT ON COLUMN approval.plan_digest IS 'Digest that the person saw.';
COMMENT ON COLUMN approval.decision IS 'approved or rejected.';
COMMENT ON COLUMN approval.approver IS 'Login role of the person; never the author where approved.';
COMMENT ON COLUMN approval.decided_at IS 'When it was decided.';
COMMENT ON COLUMN approval.expires_at IS 'No action begins under this approval afterwards.';
COMMENT ON COLUMN approval.reason IS 'Why; required for a rejection.';

GRANT SELECT ON approval
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
