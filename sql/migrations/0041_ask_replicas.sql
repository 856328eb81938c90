-- While a snapshot is open it is noted what min_replicas and max_replicas ask for: domains that are to
-- retire are marked, and rules take in the copies. Nothing else of it ever changes, and nothing at all
-- once it is sealed.
ALTER TABLE snapshot_note DROP CONSTRAINT snapshot_note_kind_check;
ALTER TABLE snapshot_note ADD CONSTRAINT snapshot_note_kind_check
    CHECK (kind IN ('host', 'domain', 'resource', 'rule', 'service'));

DROP TRIGGER snapshot_keep ON snapshot_domain;
CREATE TRIGGER snapshot_keep BEFORE DELETE OR TRUNCATE ON snapshot_domain
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_change AFTER UPDATE ON snapshot_domain REFERENCING OLD TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();

DROP TRIGGER snapshot_keep ON snapshot_rule;
CREATE TRIGGER snapshot_keep BEFORE DELETE OR TRUNCATE ON snapshot_rule
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_change AFTER UPDATE ON snapshot_rule REFERENCING OLD TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();
