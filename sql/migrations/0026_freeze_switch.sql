-- The one switch that stops every new action everywhere.
CREATE TABLE freeze_switch (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    frozen boolean NOT NULL,
    changed_by name NOT NULL DEFAULT session_user,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    reason text NOT NULL
);

COMMENT ON TABLE freeze_switch IS 'One row: whether new actions are stopped, by whom and why. Each claim of a step locks it.';
COMMENT ON COLUMN freeze_switch.only_row IS 'Keeps the table at one row.';
COMMENT ON COLUMN freeze_switch.frozen IS 'True: no step may be claimed.';
COMMENT ON COLUMN freeze_switch.changed_by IS 'Login role that changed it last.';
COMMENT ON COLUMN freeze_switch.changed_at IS 'When it changed last.';
COMMENT ON COLUMN freeze_switch.reason IS 'Why.';

INSERT INTO freeze_switch (frozen, reason) VALUES (false, 'never frozen');

GRANT SELECT ON freeze_switch
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
