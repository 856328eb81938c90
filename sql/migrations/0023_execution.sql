-- One carrying out of a plan, its resumptions included.
CREATE TABLE execution (
    execution bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plan text NOT NULL REFERENCES plan,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'abandoned')),
    epoch bigint NOT NULL DEFAULT 1 CHECK (epoch > 0),
    started_by name NOT NULL DEFAULT session_user,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz,
    CHECK ((state = 'open') = (ended_at IS NULL))
);

-- Two plans at work at once could break together what each keeps alone.
CREATE UNIQUE INDEX execution_one_open ON execution ((true)) WHERE state = 'open';
CREATE INDEX execution_plan ON execution (plan);

COMMENT ON TABLE execution IS 'A carrying out of a plan; at most one is open at a time.';
COMMENT ON COLUMN execution.execution IS 'Number of the execution.';
COMMENT ON COLUMN execution.plan IS 'The plan.';
COMMENT ON COLUMN execution.state IS 'open, done (every step) or abandoned (given up by a person).';
COMMENT ON COLUMN execution.epoch IS 'Raised by each actuator that takes the execution over; writes that carry an older one are refused.';
COMMENT ON COLUMN execution.started_by IS 'Login role that began it.';
COMMENT ON COLUMN execution.started_at IS 'When it began.';
COMMENT ON COLUMN execution.ended_at IS 'When it ended.';

-- The primary key makes an approval single use.
CREATE TABLE approval_use (
    approval bigint PRIMARY KEY REFERENCES approval,
    execution bigint NOT NULL REFERENCES execution,
    used_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

COMMENT ON TABLE approval_use IS 'Which execution an approval was used for: one, its resumptions included.';
COMMENT ON COLUMN approval_use.approval IS 'The approval.';
COMMENT ON COLUMN approval_use.execution IS 'The execution.';
COMMENT ON COLUMN approval_use.used_at IS 'When it was used.';

GRANT SELECT ON execution, approval_use
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
