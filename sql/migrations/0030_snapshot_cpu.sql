-- CPU models of a snapshot: which run on which (cpu_models.csv), and the one that a guest sees.

ALTER TABLE snapshot_domain ADD cpu_model label;
COMMENT ON COLUMN snapshot_domain.cpu_model IS 'CPU model that the guest sees; NULL: that of its host';

CREATE TABLE snapshot_cpu_model (
    snapshot_id bigint NOT NULL REFERENCES snapshot,
    cpu_model label NOT NULL,
    runs_on text,
    PRIMARY KEY (snapshot_id, cpu_model)
);
COMMENT ON TABLE snapshot_cpu_model IS 'What CPU models of a snapshot run on (cpu_models.csv); without a row every CPU runs everywhere';
COMMENT ON COLUMN snapshot_cpu_model.snapshot_id IS 'Snapshot';
COMMENT ON COLUMN snapshot_cpu_model.cpu_model IS 'CPU model that a guest sees';
COMMENT ON COLUMN snapshot_cpu_model.runs_on IS 'CPU models whose hosts it may be moved to besides its own, as a list cell';

CREATE TRIGGER snapshot_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_cpu_model
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_insert AFTER INSERT ON snapshot_cpu_model REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();

GRANT INSERT ON snapshot_cpu_model TO vmatrix_planner;
GRANT SELECT ON snapshot_cpu_model
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
