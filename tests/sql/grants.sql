-- Who may do what: the matrix of roles and rights.
BEGIN;
SELECT plan(10);

CREATE TEMP VIEW has AS
    SELECT grantee::text AS role, table_name::text AS object, privilege_type::text AS does
    FROM information_schema.role_table_grants
    WHERE table_schema = 'vmatrix' AND grantee LIKE 'vmatrix\_%' AND grantee <> 'vmatrix_owner';
CREATE TEMP VIEW calls AS
    SELECT r.rolname::text AS role, p.proname::text AS object
    FROM pg_proc p CROSS JOIN pg_roles r
    WHERE p.pronamespace = 'vmatrix'::regnamespace AND r.rolname LIKE 'vmatrix\_%'
      AND r.rolname NOT IN ('vmatrix_owner', 'vmatrix_dba')
      AND has_function_privilege(r.oid, p.oid, 'EXECUTE');

SELECT is_empty($$SELECT * FROM has WHERE does NOT IN ('SELECT', 'INSERT')$$,
    'nobody changes or takes away rows but by functions');
SELECT is_empty($$SELECT * FROM has WHERE does = 'INSERT'
                  AND NOT (role = 'vmatrix_planner' AND object LIKE 'snapshot\_%')$$,
    'only the planner adds rows itself, to open snapshots');
SELECT set_eq($$SELECT object FROM has WHERE role = 'vmatrix_collector'$$,
    ARRAY['host', 'host_observation', 'ingest_batch', 'schema_migration', 'schema_repeatable'],
    'the collector sees only whom to ask');
SELECT set_eq($$SELECT object FROM calls WHERE role = 'vmatrix_collector'$$,
    ARRAY['ingest_begin', 'ingest_host', 'ingest_domains', 'ingest_unreachable', 'ingest_end',
          'ingest_host_cpu', 'ingest_places', 'ingest_comparison', 'cpu_pairs_unknown'],
    'and writes only what it measured');
SELECT is_empty($$SELECT * FROM calls WHERE role = 'vmatrix_auditor'
                  AND object NOT IN ('list_cell', 'rate_at')
                  AND object IN (SELECT proname FROM pg_proc WHERE prosecdef)$$,
    'the auditor writes nothing');
SELECT set_has(
    $$SELECT object FROM has WHERE role = 'vmatrix_auditor' AND does = 'SELECT'$$,
    $$SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'vmatrix'::regnamespace
        AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition$$,
    'and reads everything');
SELECT is_empty($$SELECT * FROM calls WHERE role = 'vmatrix_approver'
    AND object ~ '^(host|service|domain|rule|rate|snapshot|ingest)_'
    AND object NOT IN ('rate_at', 'rate_known')$$, 'the approver changes no inventory and takes no snapshot');
SELECT is_empty($$SELECT * FROM calls WHERE role = 'vmatrix_actuator'
    AND object ~ '^(service|domain|rule|rate|snapshot|ingest)_' AND object NOT IN ('rate_at', 'rate_known')$$,
    'nor does the actuator');
SELECT set_has($$SELECT object FROM calls WHERE role = 'vmatrix_planner'$$,
    $$VALUES ('host_add'), ('host_set'), ('host_remove'), ('service_add'), ('domain_set'),
             ('rule_add'), ('rate_set'), ('snapshot_create'), ('snapshot_open'),
             ('snapshot_seal')$$,
    'the planner keeps the inventory and takes snapshots');
SELECT is_empty($$SELECT * FROM calls WHERE object IN ('login_role_add', 'sample_partitions', 'sample_retain')$$,
    'roles and partitions are made by the owner alone');
SELECT * FROM finish();
ROLLBACK;
