-- A plan larger than what the login role may approve.
CREATE OR REPLACE FUNCTION refuse_beyond_limit(p_plan plan) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_limit approver_limit;
    v_n_domains integer;
BEGIN
    SELECT * INTO v_limit FROM approver_limit WHERE approver = session_user;
    IF coalesce(p_plan.operator_min, 'Infinity') > v_limit.max_operator_min THEN
        RAISE EXCEPTION USING ERRCODE = 'VM004',
            MESSAGE = format('''%s'' may approve plans of at most %s operator minutes, and plan ''%s'' needs %s',
                             session_user, v_limit.max_operator_min, p_plan.plan,
                             coalesce(p_plan.operator_min::text, 'an unknown number')),
            HINT = 'an approver with a higher limit approves it; ''vmatrix approver list'' shows the limits';
    END IF;
    SELECT count(DISTINCT domain) INTO v_n_domains FROM plan_action WHERE plan = p_plan.plan;
    IF v_n_domains > v_limit.max_domains THEN
        RAISE EXCEPTION USING ERRCODE = 'VM004',
            MESSAGE = format('''%s'' may approve plans that touch at most %s domains, and plan ''%s'' touches %s',
                             session_user, v_limit.max_domains, p_plan.plan, v_n_domains),
            HINT = 'an approver with a higher limit approves it; ''vmatrix approver list'' shows the limits';
    END IF;
END
$$;

COMMENT ON FUNCTION refuse_beyond_limit IS 'VM004 where the plan has more operator minutes or domains than the login role may approve.';

REVOKE ALL ON FUNCTION refuse_beyond_limit FROM PUBLIC;
