-- Licences in the ledger: which domain needed which, and what each cost, at any time.
ALTER TABLE domain_version ADD COLUMN licences text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN domain_version.licences IS 'Licences that it needs on its host';

CREATE TABLE licence_version (
    licence_version_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    licence label NOT NULL,
    cost_per_host_h measure,
    cost_per_core_h measure,
    currency text NOT NULL,
    valid tstzrange NOT NULL,
    recorded_by text NOT NULL DEFAULT session_user,
    recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT licence_version_one_at_a_time EXCLUDE USING gist (licence WITH =, valid WITH &&)
);
COMMENT ON TABLE licence_version IS 'Licences as they were: their own prices';
COMMENT ON COLUMN licence_version.licence_version_id IS 'Identity';
COMMENT ON COLUMN licence_version.licence IS 'Name';
COMMENT ON COLUMN licence_version.cost_per_host_h IS 'Its own price of an hour for each host; NULL: the rate';
COMMENT ON COLUMN licence_version.cost_per_core_h IS 'Its own price of an hour for each core; NULL: the rate';
COMMENT ON COLUMN licence_version.currency IS 'Currency of the estate when its prices were set';
COMMENT ON COLUMN licence_version.valid IS 'When it was so';
COMMENT ON COLUMN licence_version.recorded_by IS 'Login role that changed it';
COMMENT ON COLUMN licence_version.recorded_xid IS 'Transaction that wrote it; within that one it may still change';

GRANT SELECT ON licence_version TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
