-- The actions of a plan, one row each, derived from its JSON by save_plan.
CREATE TABLE plan_action (
    plan text NOT NULL REFERENCES plan,
    seq integer NOT NULL CHECK (seq > 0),
    wave integer NOT NULL CHECK (wave > 0),
    action text NOT NULL CHECK (action IN ('migrate', 'activate', 'suspend', 'replicate',
                                           'retire', 'power_on', 'power_off')),
    domain text,
    from_host text,
    to_host text,
    parking boolean NOT NULL,
    expected_s double precision CHECK (expected_s >= 0 AND expected_s < 'Infinity'),
    PRIMARY KEY (plan, seq),
    CHECK ((domain IS NULL) = (action IN ('power_on', 'power_off'))),
    CHECK (action <> 'migrate' OR (from_host IS NOT NULL AND to_host IS NOT NULL)),
    CHECK (action NOT IN ('activate', 'power_on') OR to_host IS NOT NULL),
    CHECK (action <> 'power_off' OR from_host IS NOT NULL)
);

COMMENT ON TABLE plan_action IS 'One action of a plan; actions of a wave may run at the same time.';
COMMENT ON COLUMN plan_action.plan IS 'The plan.';
COMMENT ON COLUMN plan_action.seq IS 'Place in the plan, from 1.';
COMMENT ON COLUMN plan_action.wave IS 'Wave, from 1; a wave begins when the one before has ended.';
COMMENT ON COLUMN plan_action.action IS 'What is done.';
COMMENT ON COLUMN plan_action.domain IS 'Name of the domain; NULL for a power action.';
COMMENT ON COLUMN plan_action.from_host IS 'Host that is left or powered off.';
COMMENT ON COLUMN plan_action.to_host IS 'Host that is gone to or powered on.';
COMMENT ON COLUMN plan_action.parking IS 'True where the move is a detour that frees room for another.';
COMMENT ON COLUMN plan_action.expected_s IS 'Seconds that the action is expected to take.';

GRANT SELECT ON plan_action
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
