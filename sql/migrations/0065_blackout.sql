-- Times at which nothing may be done, as people keep them; snapshots take those that are not over.
CREATE TABLE blackout (
    name label PRIMARY KEY,
    scope text NOT NULL,
    "from" timestamptz NOT NULL,
    "to" timestamptz NOT NULL,
    reason text,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL DEFAULT session_user,
    CONSTRAINT "the end of a blackout is after its begin" CHECK ("to" > "from"),
    CONSTRAINT "a blackout ends" CHECK (isfinite("from") AND isfinite("to"))
);
COMMENT ON TABLE blackout IS 'Times at which no action runs';
COMMENT ON COLUMN blackout.name IS 'Name';
COMMENT ON COLUMN blackout.scope IS '*, service:NAME or host:NAME, with the signs of list cells escaped';
COMMENT ON COLUMN blackout."from" IS 'Begin';
COMMENT ON COLUMN blackout."to" IS 'End: an action may begin then';
COMMENT ON COLUMN blackout.reason IS 'Why';
COMMENT ON COLUMN blackout.created_at IS 'When it was added';
COMMENT ON COLUMN blackout.created_by IS 'Login role that added it';
GRANT SELECT ON blackout
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
