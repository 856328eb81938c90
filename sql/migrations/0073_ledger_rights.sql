-- Row-level security: staff see all, a team sees its own. The owner, whose functions write, is bound
-- too (FORCE) and has a policy of its own. Who has no policy sees nothing.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['cost_line', 'domain_use', 'charge', 'correction', 'people_action',
                                'invoice_line', 'team_member']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_all ON %I TO vmatrix_owner USING (true) WITH CHECK (true)', name);
        EXECUTE format('CREATE POLICY staff_read ON %I FOR SELECT TO vmatrix_planner, vmatrix_approver, '
                       'vmatrix_actuator, vmatrix_auditor USING (true)', name);
    END LOOP;
END
$$;
CREATE POLICY tenant_read ON team_member FOR SELECT TO vmatrix_tenant USING (login = current_user);
CREATE POLICY tenant_read ON charge FOR SELECT TO vmatrix_tenant
    USING (team IN (SELECT m.team FROM team_member m WHERE m.login = current_user));
CREATE POLICY tenant_read ON domain_use FOR SELECT TO vmatrix_tenant
    USING (team IN (SELECT m.team FROM team_member m WHERE m.login = current_user));
CREATE POLICY tenant_read ON invoice_line FOR SELECT TO vmatrix_tenant
    USING (team IN (SELECT m.team FROM team_member m WHERE m.login = current_user));
