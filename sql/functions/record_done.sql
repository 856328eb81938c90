-- What a step that is done means for the observed placement, before the next round sees it itself.
CREATE OR REPLACE FUNCTION record_done(p_plan text, p_seq integer) RETURNS void
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_action plan_action;
    v_snapshot bigint;
    v_domain bigint;
    v_from integer;
    v_to integer;
BEGIN
    SELECT * INTO STRICT v_action FROM plan_action WHERE plan = p_plan AND seq = p_seq;
    SELECT snapshot_id INTO STRICT v_snapshot FROM plan WHERE plan = p_plan;
    SELECT domain_id INTO v_domain FROM snapshot_domain
    WHERE snapshot_id = v_snapshot AND domain = v_action.domain;
    SELECT host_id INTO v_from FROM snapshot_host
    WHERE snapshot_id = v_snapshot AND host = v_action.from_host;
    SELECT host_id INTO v_to FROM snapshot_host
    WHERE snapshot_id = v_snapshot AND host = v_action.to_host;
    IF v_action.action IN ('power_on', 'power_off') THEN
        UPDATE host SET in_service = v_action.action = 'power_on'
        WHERE host_id = coalesce(v_to, v_from);
        RETURN;
    END IF;
    IF v_action.action = 'suspend' THEN
        UPDATE placement SET state = 'shutoff', observed_at = clock_timestamp()
        WHERE domain_id = v_domain AND host_id = v_from;
        RETURN;
    END IF;
    IF v_action.action = 'retire' THEN
        DELETE FROM placement WHERE domain_id = v_domain AND host_id = v_from;
        RETURN;
    END IF;
    DELETE FROM placement WHERE domain_id = v_domain AND host_id = v_to;
    UPDATE placement SET host_id = v_to, state = 'running', since = clock_timestamp(),
                         observed_at = clock_timestamp()
    WHERE domain_id = v_domain AND host_id = v_from;
    UPDATE domain SET last_host_id = v_to, moved_at = clock_timestamp(),
                      last_seen_at = clock_timestamp()
    WHERE domain_id = v_domain;
END
$$;

COMMENT ON FUNCTION record_done IS 'Carries a verified move over into placement and domain, a power action into host.';

REVOKE ALL ON FUNCTION record_done FROM PUBLIC;
