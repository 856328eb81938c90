-- What happened, in order. Append-only: function refuse_change.
CREATE TABLE journal (
    entry bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor name NOT NULL DEFAULT session_user,
    plan text REFERENCES plan,
    execution bigint REFERENCES execution,
    seq integer,
    attempt integer,
    epoch bigint,
    event text NOT NULL,
    detail text NOT NULL DEFAULT '',
    figures json
);

CREATE INDEX journal_plan ON journal (plan, entry);

COMMENT ON TABLE journal IS 'Append-only record of plans, decisions, executions, steps and freezes; a step''s intent is committed before the hypervisor is called.';
COMMENT ON COLUMN journal.entry IS 'Number of the entry.';
COMMENT ON COLUMN journal.at IS 'When it was written.';
COMMENT ON COLUMN journal.actor IS 'Login role that wrote it.';
COMMENT ON COLUMN journal.plan IS 'The plan; NULL where it concerns all.';
COMMENT ON COLUMN journal.execution IS 'The execution; NULL before one began.';
COMMENT ON COLUMN journal.seq IS 'Place of the action in the plan; NULL where it concerns the whole.';
COMMENT ON COLUMN journal.attempt IS 'Which attempt at the step.';
COMMENT ON COLUMN journal.epoch IS 'Epoch of the actuator.';
COMMENT ON COLUMN journal.event IS 'The state that a step reached, or saved, approved, rejected, started, resumed, ended, abandoned, note, frozen, unfrozen.';
COMMENT ON COLUMN journal.detail IS 'What exactly happened, for a person.';
COMMENT ON COLUMN journal.figures IS 'Measured figures: bytes, downtime_ms, elapsed_ms, …';

GRANT SELECT ON journal
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
