-- Stores a plan; its rows are derived from the JSON that people are shown, so the two cannot differ.
CREATE OR REPLACE FUNCTION save_plan(p_plan json, p_certificate json, p_snapshot bigint)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_plan text := p_plan ->> 'plan';
    v_n integer;
BEGIN
    INSERT INTO plan (plan, plan_digest, snapshot_id, snapshot_digest, scenario, outcome, unchanged,
                      currency, horizon_h, cost_current, cost_planned, cost_bound, operator_min,
                      plan_json, certificate_json)
    VALUES (v_plan, p_plan ->> 'plan_digest', p_snapshot, p_plan ->> 'snapshot_digest',
            coalesce(p_plan ->> 'scenario', ''), p_plan ->> 'outcome',
            coalesce((p_plan ->> 'unchanged')::boolean, false), p_plan ->> 'currency',
            (p_plan ->> 'horizon_h')::integer,
            (p_plan #>> '{cost,current}')::numeric, (p_plan #>> '{cost,planned}')::numeric,
            (p_plan #>> '{cost,bound}')::numeric, (p_plan #>> '{people,operator_min}')::numeric,
            p_plan, p_certificate)
    ON CONFLICT (plan) DO NOTHING;
    IF NOT FOUND THEN
        IF NOT EXISTS (SELECT FROM plan WHERE plan = v_plan
                       AND plan_digest = p_plan ->> 'plan_digest') THEN
            RAISE EXCEPTION USING ERRCODE = 'VM001',
                MESSAGE = format('another plan has the name ''%s'' already', v_plan);
        END IF;
        RETURN v_plan; -- the same plan, found again: it stays its first author's
    END IF;

    INSERT INTO plan_action (plan, seq, wave, action, domain, from_host, to_host, parking,
                             expected_s)
    SELECT v_plan, place, (a ->> 'wave')::integer, a ->> 'action', nullif(a ->> 'domain', ''),
           nullif(a ->> 'from', ''), nullif(a ->> 'to', ''),
           coalesce((a ->> 'parking')::boolean, false), (a ->> 'expected_s')::double precision
    FROM json_array_elements(coalesce(p_plan -> 'actions', '[]'))
        WITH ORDINALITY AS element (a, place);
    GET DIAGNOSTICS v_n = ROW_COUNT;
    PERFORM journal_write(v_plan, NULL, NULL, NULL, NULL, 'saved',
                          format('%s with %s actions', p_plan ->> 'outcome', v_n), NULL);
    RETURN v_plan;
END
$$;

COMMENT ON FUNCTION save_plan IS 'Stores a plan with its actions; the author is the login role. The same plan again changes nothing.';

REVOKE ALL ON FUNCTION save_plan FROM PUBLIC;
GRANT EXECUTE ON FUNCTION save_plan TO vmatrix_planner;
