-- Before any migration, and each time: the group roles, the schema, and the record of what was
-- applied. Run by a superuser or by a role that may create roles.
DO $$
DECLARE
    group_name text;
BEGIN
    FOREACH group_name IN ARRAY ARRAY['vmatrix_owner', 'vmatrix_collector', 'vmatrix_planner',
        'vmatrix_approver', 'vmatrix_actuator', 'vmatrix_auditor', 'vmatrix_finance',
        'vmatrix_tenant']
    LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = group_name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', group_name);
        END IF;
    END LOOP;
    -- Finance reads whatever an auditor reads, and keeps the ledger.
    IF NOT pg_catalog.pg_has_role('vmatrix_finance', 'vmatrix_auditor', 'MEMBER') THEN
        GRANT vmatrix_auditor TO vmatrix_finance;
    END IF;
    IF NOT pg_catalog.pg_has_role(current_user, 'vmatrix_owner', 'MEMBER') THEN
        GRANT vmatrix_owner TO CURRENT_USER;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'vmatrix') THEN
        CREATE SCHEMA vmatrix AUTHORIZATION vmatrix_owner;
    END IF;
END
$$;

-- Exclusion constraints over names and ranges; its functions stay out of our schema.
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

SET LOCAL ROLE vmatrix_owner;
SET LOCAL search_path = vmatrix, pg_temp;
-- A function may name a view or table that is made after it.
SET LOCAL check_function_bodies = off;

COMMENT ON SCHEMA vmatrix IS 'vmatrix: inventory, samples, snapshots, plans, journal and reports';
GRANT USAGE ON SCHEMA vmatrix TO vmatrix_collector, vmatrix_planner, vmatrix_approver,
    vmatrix_actuator, vmatrix_auditor, vmatrix_finance, vmatrix_tenant;
ALTER DEFAULT PRIVILEGES FOR ROLE vmatrix_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE TABLE IF NOT EXISTS schema_migration (
    name text PRIMARY KEY,
    checksum text NOT NULL CHECK (checksum ~ '^[0-9a-f]{64}$'),
    applied_at timestamptz NOT NULL DEFAULT now(),
    applied_by text NOT NULL DEFAULT session_user
);
COMMENT ON TABLE schema_migration IS 'Migrations applied; forward only';
COMMENT ON COLUMN schema_migration.name IS 'File name without .sql, NNNN_name';
COMMENT ON COLUMN schema_migration.checksum IS 'SHA-256 of the file when it was applied';
COMMENT ON COLUMN schema_migration.applied_at IS 'When it was applied';
COMMENT ON COLUMN schema_migration.applied_by IS 'Login role that applied it';

CREATE TABLE IF NOT EXISTS schema_repeatable (
    kind text NOT NULL CHECK (kind IN ('function', 'view')),
    name text NOT NULL,
    checksum text NOT NULL CHECK (checksum ~ '^[0-9a-f]{64}$'),
    applied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (kind, name)
);
COMMENT ON TABLE schema_repeatable IS 'Functions and views as last applied; applied again when their file changes';
COMMENT ON COLUMN schema_repeatable.kind IS 'function or view';
COMMENT ON COLUMN schema_repeatable.name IS 'File name without .sql';
COMMENT ON COLUMN schema_repeatable.checksum IS 'SHA-256 of the file when it was applied';
COMMENT ON COLUMN schema_repeatable.applied_at IS 'When it was applied';

GRANT SELECT ON schema_migration, schema_repeatable TO vmatrix_collector, vmatrix_planner,
    vmatrix_approver, vmatrix_actuator, vmatrix_auditor, vmatrix_finance, vmatrix_tenant;
