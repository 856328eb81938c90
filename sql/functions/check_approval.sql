-- Trigger of approval: four eyes and the digest, whoever writes the row and however.
CREATE OR REPLACE FUNCTION check_approval() RETURNS trigger
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
DECLARE
    found plan;
BEGIN
    SELECT * INTO STRICT found FROM plan WHERE plan.plan = NEW.plan;
    IF NEW.approver <> session_user THEN
        RAISE EXCEPTION USING ERRCODE = 'VM004',
            MESSAGE = format('''%s'' cannot decide in the name of ''%s''', session_user,
                             NEW.approver);
    END IF;
    IF NEW.decision = 'approved' AND found.author = session_user THEN
        RAISE EXCEPTION USING ERRCODE = 'VM004',
            MESSAGE = format('plan ''%s'' was made by ''%s'', who may not approve it', NEW.plan,
                             found.author),
            HINT = 'another person approves it, with a login role of their own (--database)';
    END IF;
    IF NEW.decision = 'approved' AND NEW.plan_digest <> found.plan_digest THEN
        RAISE EXCEPTION USING ERRCODE = 'VM004',
            MESSAGE = format('the digest to be approved is not the one of plan ''%s''', NEW.plan),
            HINT = 'look at the plan again with ''vmatrix show'', then approve what it shows';
    END IF;
    IF NEW.decision = 'approved' THEN
        PERFORM refuse_beyond_limit(found);
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION check_approval IS 'Author and approver differ, the digest is the plan''s, nobody decides in another''s name or beyond a limit of their own.';

CREATE OR REPLACE TRIGGER four_eyes BEFORE INSERT ON approval
    FOR EACH ROW EXECUTE FUNCTION check_approval();
