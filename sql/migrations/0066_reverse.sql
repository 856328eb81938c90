-- The way back from a plan: certified together with it, and made anew for what was really done.
ALTER TABLE snapshot ADD after_plan text REFERENCES plan;
COMMENT ON COLUMN snapshot.after_plan IS 'The plan whose done steps made this state of its snapshot, to be rolled back from; NULL: observed or loaded';

CREATE TABLE plan_reverse (
    plan text PRIMARY KEY REFERENCES plan,
    reverse_json json,
    refused text,
    CHECK ((reverse_json IS NULL) <> (refused IS NULL))
);
COMMENT ON TABLE plan_reverse IS 'The way back from the whole of a plan, made, priced and certified together with it.';
COMMENT ON COLUMN plan_reverse.plan IS 'The plan.';
COMMENT ON COLUMN plan_reverse.reverse_json IS 'The reverse plan, from the planned state; NULL where there is none.';
COMMENT ON COLUMN plan_reverse.refused IS 'Why there is none.';

CREATE TABLE rollback (
    reverse text PRIMARY KEY REFERENCES plan,
    plan text NOT NULL REFERENCES plan,
    done integer[] NOT NULL
);
CREATE INDEX rollback_plan ON rollback (plan);
COMMENT ON TABLE rollback IS 'Plans that are the certified reverse of what was done of another one.';
COMMENT ON COLUMN rollback.reverse IS 'The plan that leads back; approved and carried out like any.';
COMMENT ON COLUMN rollback.plan IS 'The plan that it reverses.';
COMMENT ON COLUMN rollback.done IS 'The steps of it that were done, in order: exactly those are reversed.';

GRANT SELECT ON plan_reverse, rollback
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
