-- Trigger of the tables whose every change belongs in the chain. Deferred: the chain's head is
-- locked only while a transaction commits, and its order is the order of commits.
CREATE OR REPLACE FUNCTION audit_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vmatrix, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    v_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
BEGIN
    PERFORM audit_append(TG_TABLE_NAME, v_row ->> TG_ARGV[0],
                         jsonb_build_object('did', lower(TG_OP), 'row', audit_body(v_row))::text);
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION audit_row IS 'Appends the changed row to the audit chain when its transaction commits.';

REVOKE ALL ON FUNCTION audit_row FROM PUBLIC;

DO $$
DECLARE
    audited record;
BEGIN
    FOR audited IN SELECT * FROM (VALUES ('plan', 'plan'), ('approval', 'approval'),
        ('approval_use', 'approval'), ('journal', 'entry'), ('approver_limit', 'approver'),
        ('second_approver', 'only_row'), ('freeze_switch', 'only_row'),
        ('power_command', 'host_id')) AS t (name, key)
    LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS audited ON %I', audited.name);
        EXECUTE format('CREATE CONSTRAINT TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON %I
                            DEFERRABLE INITIALLY DEFERRED
                            FOR EACH ROW EXECUTE FUNCTION audit_row(%L)',
                       audited.name, audited.key);
    END LOOP;
END
$$;
