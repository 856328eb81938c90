-- Lets a login role see a team's lines, or no longer.
CREATE OR REPLACE FUNCTION team_member_set(login_name text, fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    IF fields ->> 'team' IS NULL THEN
        RAISE EXCEPTION 'which team is needed' USING ERRCODE = 'VM002', HINT = 'say it with --team NAME';
    ELSIF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = login_name AND rolcanlogin) THEN
        RAISE EXCEPTION 'no login role ''%''', login_name USING ERRCODE = 'VM066',
            HINT = '''vmatrix db user add NAME --role tenant'' makes one';
    ELSIF coalesce((fields ->> 'remove')::boolean, false) THEN
        DELETE FROM team_member WHERE login = login_name AND team = fields ->> 'team';
        IF NOT FOUND THEN
            RAISE EXCEPTION '''%'' does not see team ''%''', login_name, fields ->> 'team'
                USING ERRCODE = 'VM066';
        END IF;
    ELSIF NOT EXISTS (SELECT FROM service_version WHERE team = fields ->> 'team') THEN
        RAISE EXCEPTION 'no service belongs to team ''%''', fields ->> 'team' USING ERRCODE = 'VM066',
            HINT = '''vmatrix service list'' shows the teams';
    ELSE
        INSERT INTO team_member (login, team) VALUES (login_name, fields ->> 'team')
            ON CONFLICT DO NOTHING;
    END IF;
END
$$;
COMMENT ON FUNCTION team_member_set(text, jsonb) IS 'Lets a login role see a team''s lines, or no longer';
GRANT EXECUTE ON FUNCTION team_member_set(text, jsonb) TO vmatrix_finance;
