-- The states of a step and the edges between them: the same table as actuator/step_state.c.
CREATE TABLE step_state_edge (
    from_state text NOT NULL,
    to_state text NOT NULL,
    meaning text NOT NULL,
    PRIMARY KEY (from_state, to_state)
);

COMMENT ON TABLE step_state_edge IS 'The state machine of a step; trigger step_state refuses every other edge.';
COMMENT ON COLUMN step_state_edge.from_state IS 'State that is left.';
COMMENT ON COLUMN step_state_edge.to_state IS 'State that is reached.';
COMMENT ON COLUMN step_state_edge.meaning IS 'When that happens.';

INSERT INTO step_state_edge (from_state, to_state, meaning) VALUES
    ('planned', 'intent', 'an actuator claims the step; committed before the hypervisor is called'),
    ('planned', 'skipped', 'the execution was given up before the step began'),
    ('intent', 'calling', 'the hypervisor is called next'),
    ('intent', 'planned', 'the claim is released: the hypervisor was not called'),
    ('intent', 'done', 'both hosts say that the step has happened'),
    ('intent', 'failed', 'the step''s own preconditions broke after the claim'),
    ('intent', 'unknown', 'asked after the claim, the hosts'' answers decide nothing'),
    ('calling', 'done', 'verified on both hosts'),
    ('calling', 'failed', 'the call failed and the domain runs at its source alone'),
    ('calling', 'planned', 'after a crash both hosts say that nothing has happened'),
    ('calling', 'unknown', 'asked after the call, the hosts'' answers decide nothing'),
    ('failed', 'planned', 'a later apply tries again'),
    ('failed', 'skipped', 'the execution was given up after the failure'),
    ('unknown', 'done', 'asked again, both hosts say that the step has happened'),
    ('unknown', 'planned', 'asked again, both hosts say that nothing has happened');

CREATE TABLE step (
    execution bigint NOT NULL REFERENCES execution,
    seq integer NOT NULL,
    wave integer NOT NULL,
    domain text,
    state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'intent', 'calling', 'done',
                                                           'failed', 'unknown', 'skipped')),
    attempt integer NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    epoch bigint NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (execution, seq)
);

-- Whatever else goes wrong: a domain is in one pair of hands at a time.
CREATE UNIQUE INDEX step_one_open_move_per_domain ON step (domain)
    WHERE domain IS NOT NULL AND state IN ('intent', 'calling', 'unknown');

COMMENT ON TABLE step IS 'Where each action of a plan stands in an execution.';
COMMENT ON COLUMN step.execution IS 'The execution.';
COMMENT ON COLUMN step.seq IS 'Place of the action in the plan.';
COMMENT ON COLUMN step.wave IS 'Wave of the action.';
COMMENT ON COLUMN step.domain IS 'Domain of the action; NULL for a power action.';
COMMENT ON COLUMN step.state IS 'planned, intent, calling, done, failed, unknown or skipped.';
COMMENT ON COLUMN step.attempt IS 'How often the step was claimed.';
COMMENT ON COLUMN step.epoch IS 'Epoch of the actuator that changed it last.';
COMMENT ON COLUMN step.changed_at IS 'When it changed last.';

GRANT SELECT ON step, step_state_edge
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
