-- How far a person's yes reaches, and when one yes is not enough.
CREATE TABLE approver_limit (
    approver name PRIMARY KEY,
    max_operator_min numeric
        CHECK (max_operator_min >= 0 AND max_operator_min < 'Infinity'),
    max_domains bigint CHECK (max_domains >= 0),
    changed_by name NOT NULL DEFAULT session_user,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

COMMENT ON TABLE approver_limit IS 'The largest plan that an approver may approve; an approver without a row has no limit.';
COMMENT ON COLUMN approver_limit.approver IS 'Login role of the approver.';
COMMENT ON COLUMN approver_limit.max_operator_min IS 'Most operator minutes of a plan; NULL: no limit.';
COMMENT ON COLUMN approver_limit.max_domains IS 'Most domains that a plan may touch; NULL: no limit.';
COMMENT ON COLUMN approver_limit.changed_by IS 'Login role that set it.';
COMMENT ON COLUMN approver_limit.changed_at IS 'When it was set.';

CREATE TABLE second_approver (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    above numeric CHECK (above >= 0 AND above < 'Infinity'),
    currency text,
    changed_by name NOT NULL DEFAULT session_user,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((above IS NULL) = (currency IS NULL))
);

COMMENT ON TABLE second_approver IS 'One row: above which one-off cost a plan needs two approvers.';
COMMENT ON COLUMN second_approver.only_row IS 'Keeps the table at one row.';
COMMENT ON COLUMN second_approver.above IS 'One-off cost of a plan above which two people must approve it; NULL: one is always enough.';
COMMENT ON COLUMN second_approver.currency IS 'Currency of that amount; a plan in another currency needs two approvers.';
COMMENT ON COLUMN second_approver.changed_by IS 'Login role that changed it last.';
COMMENT ON COLUMN second_approver.changed_at IS 'When it changed last.';

INSERT INTO second_approver (above) VALUES (NULL);

ALTER TABLE approval ADD COLUMN signature text
    CHECK (octet_length(signature) BETWEEN 1 AND 16384);
COMMENT ON COLUMN approval.signature IS 'Signature of ssh-keygen -Y sign over the approval''s statement (docs/actuator.md); NULL: unsigned.';

GRANT SELECT ON approver_limit, second_approver
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
COMMENT ON COLUMN journal.event IS 'The state that a step reached, or saved, approved, rejected, started, resumed, ended, abandoned, note, frozen, unfrozen, power command, approver limit, second approver, role granted.';
