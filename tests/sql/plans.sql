-- Plans, approvals, executions, journal and freeze: who may do what, and what is refused.
BEGIN;
SELECT no_plan();
SET CONSTRAINTS ALL IMMEDIATE; -- the audit chain grows with each row, not at the end
GRANT ALL ON ALL TABLES IN SCHEMA pg_temp TO PUBLIC;
GRANT ALL ON ALL SEQUENCES IN SCHEMA pg_temp TO PUBLIC;

CREATE ROLE t_author LOGIN IN ROLE vmatrix_planner, vmatrix_approver;
CREATE ROLE t_approver LOGIN IN ROLE vmatrix_approver;
CREATE ROLE t_actuator LOGIN IN ROLE vmatrix_actuator;
CREATE ROLE t_auditor LOGIN IN ROLE vmatrix_auditor;
CREATE ROLE t_collector LOGIN IN ROLE vmatrix_collector;

-- 1. The matrix of roles and doors, complete: every function of this part, every group.
CREATE TEMP TABLE door (function_name text, groups text[]);
INSERT INTO door VALUES
    ('save_plan', '{planner}'),
    ('approve_plan', '{approver}'), ('approve_plan_signed', '{approver}'),
    ('approver_limit_set', '{}'), ('second_approver_set', '{}'), ('login_role_add', '{}'),
    ('approvers_needed', '{actuator,approver,auditor,planner}'),
    ('usable_approvals', '{actuator,approver,auditor,planner}'),
    ('last_decision', '{actuator,approver,auditor,planner}'),
    ('record_approval', '{}'), ('refuse_beyond_limit', '{}'), ('audit_append', '{}'),
    ('audit_row', '{}'), ('audit_body', '{auditor}'),
    ('reject_plan', '{approver}'),
    ('freeze_actions', '{actuator,approver,planner}'),
    ('unfreeze_actions', '{approver}'),
    ('check_execution', '{actuator}'),
    ('open_execution', '{actuator}'),
    ('claim_step', '{actuator}'),
    ('move_step', '{actuator}'), ('skip_step', '{actuator}'), ('take_in_result', '{actuator}'),
    ('note_execution', '{actuator}'),
    ('close_execution', '{actuator}'),
    ('plan_approval', '{actuator,approver,auditor,planner}'),
    ('demand_now', '{actuator}'), ('set_power_command', '{actuator}'),
    ('abandon_execution', '{}'), ('check_approval', '{}'), ('check_step_state', '{}'),
    ('journal_write', '{}'), ('record_done', '{}'), ('refuse_change', '{}'),
    ('refuse_frozen', '{}'), ('refuse_unapproved', '{}'), ('require_epoch', '{}'),
    ('require_plan', '{}'), ('set_freeze', '{}');

SELECT is(
    (SELECT array_agg(g ORDER BY g)
     FROM unnest(ARRAY['actuator', 'approver', 'auditor', 'collector', 'planner']) g
     WHERE has_function_privilege('vmatrix_' || g, f.oid, 'EXECUTE')),
    nullif(d.groups, '{}'), format('%s may be called by %s', d.function_name, d.groups))
FROM door d
LEFT JOIN pg_proc f ON f.proname = d.function_name AND f.pronamespace = 'vmatrix'::regnamespace
ORDER BY d.function_name;

SELECT ok(NOT has_function_privilege('public', f.oid, 'EXECUTE'), f.proname || ' is closed to all others')
FROM door d JOIN pg_proc f
    ON f.proname = d.function_name AND f.pronamespace = 'vmatrix'::regnamespace
ORDER BY d.function_name;

SELECT ok(f.proconfig @> ARRAY['search_path=vmatrix, pg_temp'], f.proname || ' has a fixed search path')
FROM door d JOIN pg_proc f
    ON f.proname = d.function_name AND f.pronamespace = 'vmatrix'::regnamespace
ORDER BY d.function_name;

SELECT is_empty(
    $$SELECT t, g, right_ FROM unnest(ARRAY['plan', 'plan_action', 'approval', 'approval_use',
          'execution', 'step', 'step_state_edge', 'journal', 'freeze_switch', 'power_command',
          'approver_limit', 'second_approver', 'audit', 'audit_head', 'audit_before']) t,
      unnest(ARRAY['collector', 'planner', 'approver', 'actuator', 'auditor']) g,
      unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) right_
      WHERE has_table_privilege('vmatrix_' || g, 'vmatrix.' || t, right_)$$,
    'no role writes a table of this part but through its functions');

-- 2. A plan to play with.
CREATE TEMP TABLE example AS
SELECT json_build_object(
    'plan', left(h, 12), 'plan_digest', 'sha256:' || h, 'snapshot_digest', 'sha256:' || md5('s'),
    'scenario', 'x', 'outcome', 'optimal', 'unchanged', false, 'currency', 'USD', 'horizon_h', 720,
    'cost', json_build_object('current', '10.50', 'planned', '7.25', 'bound', '7.25'),
    'people', json_build_object('operator_min', 12),
    'actions', '[{"wave":1,"action":"migrate","domain":"a","from":"h1","to":"h2","parking":false,"expected_s":1.5},
                 {"wave":1,"action":"migrate","domain":"b","from":"h1","to":"h2","parking":false,"expected_s":1.5},
                 {"wave":2,"action":"power_off","from":"h1","to":null,"parking":false,"expected_s":0}]'::json) AS body,
    left(h, 12) AS plan, 'sha256:' || h AS digest
FROM encode(sha256('one'), 'hex') h;
CREATE TEMP TABLE other AS
SELECT json_build_object(
    'plan', left(h, 12), 'plan_digest', 'sha256:' || h, 'snapshot_digest', 'sha256:' || md5('s'),
    'scenario', 'x', 'outcome', 'feasible', 'unchanged', false, 'currency', 'USD', 'horizon_h', 720,
    'cost', json_build_object('current', '10.50', 'planned', '9', 'bound', '7.25'),
    'people', json_build_object('operator_min', 12),
    'actions', '[{"wave":1,"action":"migrate","domain":"a","from":"h1","to":"h3"}]'::json) AS body,
    left(h, 12) AS plan, 'sha256:' || h AS digest
FROM encode(sha256('two'), 'hex') h;
CREATE TEMP TABLE at_work (execution bigint, epoch bigint, resumed boolean);
GRANT ALL ON example, other, at_work, door TO PUBLIC;

CREATE TEMP TABLE t_snapshot (id bigint);
WITH made AS (INSERT INTO snapshot (source, name) VALUES ('scenario', 'x') RETURNING snapshot_id)
INSERT INTO t_snapshot SELECT snapshot_id FROM made;
GRANT SELECT ON t_snapshot TO PUBLIC;

SET SESSION AUTHORIZATION t_author;
SELECT is(save_plan(body, NULL, (SELECT id FROM t_snapshot)), plan, 'a planner saves a plan') FROM example;
SELECT is(save_plan(body, NULL, (SELECT id FROM t_snapshot)), plan, 'the same plan again changes nothing') FROM example;
SELECT is(save_plan(body, NULL, (SELECT id FROM t_snapshot)), plan, 'and another one') FROM other;
RESET SESSION AUTHORIZATION;
SELECT results_eq(
    $$SELECT author::text COLLATE "default", cost_current, cost_planned, outcome FROM plan JOIN example USING (plan)$$,
    $$VALUES ('t_author', 10.50, 7.25, 'optimal')$$, 'the author is the login role, the figures are the JSON''s');
SELECT results_eq(
    $$SELECT seq, wave, action, domain, from_host, to_host FROM plan_action JOIN example USING (plan) ORDER BY seq$$,
    $$VALUES (1, 1, 'migrate', 'a', 'h1', 'h2'), (2, 1, 'migrate', 'b', 'h1', 'h2'),
             (3, 2, 'power_off', NULL, 'h1', NULL)$$, 'the actions are those of the JSON');
SELECT throws_ok(format($$INSERT INTO plan SELECT * FROM json_populate_record(NULL::plan,
    '{"plan":"000000000000"}')$$), '23502', NULL, 'a plan without its figures is refused');
SELECT throws_ok($$UPDATE plan SET plan_digest = 'sha256:' || repeat('0', 64)$$, 'VM001',
    'table ''plan'' is append-only', 'not even the owner alters a plan');
SELECT throws_ok($$DELETE FROM plan_action$$, 'VM001', 'table ''plan_action'' is append-only', 'nor its actions');
SELECT throws_ok($$TRUNCATE journal$$, 'VM001', 'table ''journal'' is append-only', 'nor the journal');
SELECT throws_ok($$UPDATE journal SET detail = ''$$, 'VM001', 'table ''journal'' is append-only', 'nor a line of it');
SELECT throws_ok($$DELETE FROM approval$$, 'VM001', 'table ''approval'' is append-only', 'nor a decision');

-- 3. Four eyes.
SET SESSION AUTHORIZATION t_actuator;
SELECT throws_ok(format('SELECT * FROM open_execution(%L, %L)', plan, digest), 'VM004',
    format('plan ''%s'' is not approved: nobody has approved it', plan), 'nothing begins unapproved') FROM example;
SELECT throws_ok(format('SELECT approve_plan(%L, %L, 24)', plan, digest), '42501', NULL,
    'an actuator approves nothing') FROM example;
SET SESSION AUTHORIZATION t_author;
SELECT throws_ok(format('SELECT approve_plan(%L, %L, 24)', plan, digest), 'VM004',
    format('plan ''%s'' was made by ''t_author'', who may not approve it', plan),
    'the author cannot approve, approver or not') FROM example;
SET SESSION AUTHORIZATION t_approver;
SELECT throws_ok(format('SELECT approve_plan(%L, %L, 24)', plan, 'sha256:' || repeat('0', 64)), 'VM004',
    format('the digest to be approved is not the one of plan ''%s''', plan), 'another digest is not approved') FROM example;
SELECT throws_ok($$SELECT approve_plan('ffffffffffff', 'x', 24)$$, 'VM066',
    'there is no plan ''ffffffffffff''', 'a plan that is not there');
SELECT throws_ok(format('SELECT approve_plan(%L, %L, %s)', plan, digest, hours), 'VM002',
    'an approval holds for more than 0 and at most 720 hours', hours || ' hours are refused')
FROM example, unnest(ARRAY['0', '-1', '721', '''NaN''', 'NULL']) hours;
SELECT throws_ok(format('SELECT reject_plan(%L, %L)', plan, '  '), 'VM002', 'a rejection needs a reason',
    'a rejection without a reason') FROM example;
SELECT lives_ok(format('SELECT approve_plan(%L, %L, 24)', plan, digest), 'another person approves') FROM example;
SELECT is((plan_approval(plan)).status, 'valid', 'and it is valid') FROM example;
SELECT lives_ok(format('SELECT reject_plan(%L, %L)', plan, 'not today'), 'and takes it back') FROM example;
SELECT is((plan_approval(plan)).detail, '''t_approver'' rejected it: not today', 'with the reason') FROM example;
RESET SESSION AUTHORIZATION;
SELECT throws_ok(format($$INSERT INTO approval (plan, plan_digest, decision, approver, expires_at)
    VALUES (%L, %L, 'approved', 't_approver', now() + '1 h')$$, plan, digest), 'VM004', NULL,
    'not even the owner writes a row in another''s name') FROM example;

SET SESSION AUTHORIZATION t_approver;
SELECT lives_ok(format('SELECT approve_plan(%L, %L, 0.00001)', plan, digest), 'an approval for 36 ms') FROM example;
SELECT pg_sleep(0.05);
SET SESSION AUTHORIZATION t_actuator;
SELECT throws_like(format('SELECT * FROM open_execution(%L, %L)', plan, digest),
    '%the approval by ''t_approver'' expired at%', 'an expired approval is refused') FROM example;
SET SESSION AUTHORIZATION t_approver;
SELECT lives_ok(format('SELECT approve_plan(%L, %L, 24)', plan, digest), 'approved again') FROM example;
SELECT lives_ok(format('SELECT approve_plan(%L, %L, 24)', plan, digest), 'the other too') FROM other;

-- 4. The plan altered behind everyone's back (a database administrator can): the digest tells.
RESET SESSION AUTHORIZATION;
SAVEPOINT altered;
ALTER TABLE plan DISABLE TRIGGER append_only;
UPDATE plan SET plan_digest = 'sha256:' || repeat('0', 64) WHERE plan = (SELECT plan FROM example);
SELECT is((plan_approval(plan)).status, 'altered', 'an altered digest voids the approval') FROM example;
SET SESSION AUTHORIZATION t_actuator;
SELECT throws_ok(format('SELECT * FROM open_execution(%L, %L)', plan, digest), 'VM004', NULL,
    'an altered plan is refused under its old digest') FROM example;
SELECT throws_ok(format('SELECT * FROM open_execution(%L, %L)', plan, 'sha256:' || repeat('0', 64)), 'VM004', NULL,
    'and under its new one') FROM example;
ROLLBACK TO altered;

-- 5. Freeze.
SET SESSION AUTHORIZATION t_actuator;
SELECT lives_ok($$SELECT freeze_actions('fire in the rack')$$, 'an actuator may freeze');
SELECT throws_like(format('SELECT * FROM open_execution(%L, %L)', plan, digest),
    'new actions are frozen by ''t_actuator'' since %: fire in the rack', 'frozen: nothing begins') FROM example;
SELECT throws_ok($$SELECT unfreeze_actions('out')$$, '42501', NULL, 'but not lift it');
SET SESSION AUTHORIZATION t_approver;
SELECT lives_ok($$SELECT unfreeze_actions('out')$$, 'an approver lifts it');

-- 6. An execution.
SET SESSION AUTHORIZATION t_actuator;
INSERT INTO at_work SELECT o.* FROM example, open_execution(plan, digest) o;
SELECT results_eq('SELECT epoch, resumed FROM at_work', 'VALUES (1::bigint, false)', 'the execution begins');
SELECT throws_ok(format('SELECT * FROM open_execution(%L, %L)', plan, digest), 'VM001', NULL,
    'no second plan while one stands half-way') FROM other;
SELECT throws_ok(format('SELECT claim_step(%s, 1, 3, %L)', execution, ''), 'VM001',
    'step 3 cannot be claimed: a wave before its own has not ended', 'waves keep their order') FROM at_work;
SELECT throws_ok(format('SELECT claim_step(%s, 2, 1, %L)', execution, ''), 'VM006', NULL,
    'a claim of an epoch that is not ours') FROM at_work;
SELECT throws_ok(format('SELECT move_step(%s, 1, 1, %L, NULL, NULL)', execution, s), 'VM001',
    format('step 1 cannot go from ''planned'' to ''%s''', s), 'planned to ' || s || ' without a claim')
FROM at_work, unnest(ARRAY['calling', 'done', 'failed', 'unknown', 'planned']) s;
SELECT throws_ok(format('SELECT move_step(%s, 1, 1, %L, NULL, NULL)', execution, s), 'VM001',
    format('state ''%s'' is reached by claim_step or reject_plan alone', s), s || ' has its own door')
FROM at_work, unnest(ARRAY['intent', 'skipped']) s;
SELECT lives_ok(format('SELECT claim_step(%s, 1, 1, %L)', execution, 'ours'), 'a claim') FROM at_work;
SELECT throws_ok(format('SELECT claim_step(%s, 1, 1, %L)', execution, ''), 'VM001',
    'step 1 cannot be claimed: it is ''intent''', 'no claim twice') FROM at_work;
SELECT lives_ok(format('SELECT move_step(%s, 1, 1, %L, NULL, NULL)', execution, 'calling'), 'the call') FROM at_work;

SAVEPOINT left_out;
SELECT throws_ok(format('SELECT skip_step(%s, 2, 2, %L)', execution, ''), 'VM006', NULL, 'only its own actuator leaves a step out') FROM at_work;
SELECT throws_ok(format('SELECT skip_step(%s, 1, 1, %L)', execution, ''), 'VM001',
    'step 1 cannot be left out: it is ''calling''', 'what is in hand is not left out') FROM at_work;
SELECT lives_ok(format('SELECT skip_step(%s, 1, 2, %L)', execution, 'its host is down'), 'a step is left out') FROM at_work;
SELECT lives_ok(format('SELECT move_step(%s, 1, 2, %L, %L, NULL)', execution, 'planned', 'again'), 'and looked at again') FROM at_work;
SELECT results_eq($$SELECT event, detail FROM journal WHERE seq = 2 ORDER BY entry$$,
    $$VALUES ('skipped', 'its host is down'), ('planned', 'again')$$, 'the journal says why');
SELECT lives_ok(format('SELECT skip_step(%s, 1, 2, %L)', execution, 'still down'), 'left out again') FROM at_work;
SELECT lives_ok(format('SELECT move_step(%s, 1, 1, %L, %L, NULL)', execution, 'done', 'verified'), 'the other one ends') FROM at_work;
SELECT lives_ok(format('SELECT claim_step(%s, 1, 3, %L)', execution, ''), 'a wave begins when each step before has ended, one way or the other') FROM at_work;
SELECT throws_ok(format('SELECT close_execution(%s, 1)', execution), 'VM001', NULL, 'what was left out is not done') FROM at_work;
ROLLBACK TO left_out;

-- 7. Another actuator takes over: the first one's writes are refused.
UPDATE at_work SET (execution, epoch, resumed) = (SELECT o.execution, o.epoch, o.resumed FROM example, open_execution(plan, digest) o);
SELECT results_eq('SELECT epoch, resumed FROM at_work', 'VALUES (2::bigint, true)', 'taken over, under the same approval');
SELECT throws_like(format('SELECT move_step(%s, 1, 1, %L, NULL, NULL)', execution, 'done'),
    'another actuator has taken execution % over (epoch 2, ours is 1)', 'the first one''s result is refused') FROM at_work;
SELECT throws_like(format('SELECT %s(%s, 1)', 'close_execution', execution), 'another actuator%', 'and its end') FROM at_work;
SELECT lives_ok(format('SELECT move_step(%s, 2, 1, %L, %L, %L)', execution, 'done', 'verified', '{"downtime_ms":80}'),
    'the second one''s counts') FROM at_work;

-- 8. One open move per domain, whatever the functions do.
SET SESSION AUTHORIZATION t_approver;
SELECT throws_ok(format('SELECT reject_plan(%L, %L)', plan, ''), 'VM002', NULL, 'still no rejection without a reason') FROM example;
RESET SESSION AUTHORIZATION;
SAVEPOINT doubled;
UPDATE step SET state = 'intent' WHERE seq = 2;
INSERT INTO step (execution, seq, wave, domain) SELECT execution, 9, 1, 'b' FROM at_work;
SELECT throws_ok($$UPDATE step SET state = 'intent' WHERE seq = 9$$, '23505', NULL, 'a domain is in one pair of hands');
ROLLBACK TO doubled;
SELECT throws_ok($$UPDATE step SET state = 'planned' WHERE seq = 1$$, 'VM001',
    'step 1 cannot go from ''done'' to ''planned''', 'nothing leaves done');

-- 9. Frozen and rejected half-way.
SET SESSION AUTHORIZATION t_actuator;
SELECT lives_ok($$SELECT freeze_actions('wait')$$, 'frozen half-way');
SELECT throws_ok(format('SELECT claim_step(%s, 2, 2, %L)', execution, ''), 'VM004', NULL, 'frozen: no claim') FROM at_work;
SET SESSION AUTHORIZATION t_approver;
SELECT lives_ok($$SELECT unfreeze_actions('go on')$$, 'lifted');
SET SESSION AUTHORIZATION t_actuator;
SELECT lives_ok(format('SELECT claim_step(%s, 2, 2, %L)', execution, ''), 'a claim again') FROM at_work;
SAVEPOINT claimed;
SELECT freeze_actions('between claim and call');
SELECT throws_ok(format('SELECT move_step(%s, 2, 2, %L, NULL, NULL)', execution, 'calling'), 'VM004', NULL,
    'frozen: not even a claimed step calls the hypervisor') FROM at_work;
ROLLBACK TO claimed;
SELECT lives_ok(format('SELECT move_step(%s, 2, 2, %L, NULL, NULL)', execution, 'calling'), 'called') FROM at_work;
SELECT lives_ok(format('SELECT move_step(%s, 2, 2, %L, %L, NULL)', execution, 'unknown', 'paused on both'), 'not known') FROM at_work;
SELECT throws_ok(format('SELECT close_execution(%s, 2)', execution), 'VM001', NULL, 'no end before the end') FROM at_work;
SET SESSION AUTHORIZATION t_approver;
SELECT throws_ok(format('SELECT reject_plan(%L, %L)', plan, 'stop'), 'VM006',
    format('plan ''%s'' has steps that are not settled: 2 (unknown)', plan), 'not given up while a step is not settled') FROM example;
SET SESSION AUTHORIZATION t_actuator;
SELECT lives_ok(format('SELECT move_step(%s, 2, 2, %L, %L, NULL)', execution, 'planned', 'runs at its source'), 'settled') FROM at_work;
SAVEPOINT before_rejection;
SET SESSION AUTHORIZATION t_approver;
SELECT lives_ok(format('SELECT reject_plan(%L, %L)', plan, 'stop'), 'given up') FROM example;
SELECT results_eq($$SELECT seq, state FROM step JOIN at_work USING (execution) ORDER BY seq$$,
    $$VALUES (1, 'done'), (2, 'skipped'), (3, 'skipped')$$, 'what was done stays done');
SET SESSION AUTHORIZATION t_actuator;
SELECT throws_ok(format('SELECT claim_step(%s, 2, 2, %L)', execution, ''), 'VM006', NULL, 'the execution has ended') FROM at_work;
ROLLBACK TO before_rejection;

-- 10. The end, and no second one under the same approval.
SET SESSION AUTHORIZATION t_actuator;
SELECT claim_step(execution, 2, seq, ''), move_step(execution, 2, seq, 'calling', '', NULL),
       move_step(execution, 2, seq, 'done', '', NULL) FROM at_work, generate_series(2, 3) seq;
SELECT lives_ok(format('SELECT close_execution(%s, 2)', execution), 'the end') FROM at_work;
SELECT throws_ok(format('SELECT * FROM open_execution(%L, %L)', plan, digest), 'VM004',
    format('plan ''%s'' is not approved: the approval by ''t_approver'' was used for execution %s', plan,
           execution), 'an approval is not used twice') FROM example, at_work;
RESET SESSION AUTHORIZATION;
SELECT results_eq(
    $$SELECT event FROM journal JOIN example USING (plan) ORDER BY entry$$,
    $$VALUES ('saved'), ('approved'), ('rejected'), ('approved'), ('approved'), ('started'),
             ('intent'), ('calling'), ('resumed'), ('done'), ('intent'), ('calling'), ('unknown'),
             ('planned'), ('intent'), ('calling'), ('done'), ('intent'), ('calling'), ('done'), ('ended')$$,
    'the journal tells it all, in order');
SELECT is_empty($$SELECT FROM journal WHERE actor NOT LIKE 't\_%'$$, 'under the names of those who did it');

-- 11. Every pair of states: an edge passes the trigger, every other pair does not.
CREATE FUNCTION pg_temp.edge_passes(p_from text, p_to text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    BEGIN
        ALTER TABLE vmatrix.step DISABLE TRIGGER step_state;
        UPDATE vmatrix.step SET state = p_from WHERE seq = 1;
        ALTER TABLE vmatrix.step ENABLE TRIGGER step_state;
        UPDATE vmatrix.step SET state = p_to WHERE seq = 1;
        RAISE EXCEPTION USING ERRCODE = 'P0099';
    EXCEPTION WHEN SQLSTATE 'P0099' THEN RETURN true; WHEN SQLSTATE 'VM001' THEN RETURN false;
    END;
END $$;
SELECT is(pg_temp.edge_passes(f, t),
          EXISTS (SELECT FROM step_state_edge WHERE from_state = f AND to_state = t),
          format('from %s to %s', f, t))
FROM unnest(ARRAY['planned', 'intent', 'calling', 'done', 'failed', 'unknown', 'skipped']) f,
     unnest(ARRAY['planned', 'intent', 'calling', 'done', 'failed', 'unknown', 'skipped']) t;

-- 12. Every change above stands in the chain.
SELECT is_empty($$SELECT * FROM audit_difference WHERE subject <> 'plan'$$, 'nothing was altered behind the chain');
SELECT is((SELECT count(*) FROM audit WHERE subject = 'journal'), (SELECT count(*) FROM journal),
          'each line of the journal stands in it once');

SELECT * FROM finish();
ROLLBACK;
