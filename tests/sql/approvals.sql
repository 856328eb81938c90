-- Limits of approvers, a second approver, signatures' place, and the audit chain.
BEGIN;
SELECT no_plan();
SET CONSTRAINTS ALL IMMEDIATE; -- the audit chain grows with each row, not at the end
GRANT ALL ON ALL TABLES IN SCHEMA pg_temp TO PUBLIC;

CREATE ROLE t_author LOGIN IN ROLE vmatrix_planner;
CREATE ROLE t_ben LOGIN IN ROLE vmatrix_approver;
CREATE ROLE t_cleo LOGIN IN ROLE vmatrix_approver;
CREATE ROLE t_actuator LOGIN IN ROLE vmatrix_actuator;

CREATE TEMP TABLE t_snapshot AS
WITH made AS (INSERT INTO snapshot (source, name) VALUES ('scenario', 'x') RETURNING snapshot_id)
SELECT snapshot_id AS id FROM made;

-- Two plans: of 12 minutes and two domains, one-off 40.00 USD; and one priced in EUR.
CREATE TEMP TABLE example AS
SELECT currency, left(h, 12) AS plan, 'sha256:' || h AS digest, json_build_object(
    'plan', left(h, 12), 'plan_digest', 'sha256:' || h, 'snapshot_digest', 'sha256:' || md5('s'),
    'scenario', 'x', 'outcome', 'optimal', 'unchanged', false, 'currency', currency,
    'horizon_h', 720, 'cost', json_build_object('current', '10.50', 'planned', '7.25',
                                                'bound', '7.25', 'one_off', '40'),
    'people', json_build_object('operator_min', 12),
    'actions', '[{"wave":1,"action":"migrate","domain":"a","from":"h1","to":"h2"},
                 {"wave":1,"action":"migrate","domain":"b","from":"h1","to":"h2"},
                 {"wave":2,"action":"migrate","domain":"b","from":"h2","to":"h3"}]'::json) AS body
FROM unnest(ARRAY['USD', 'EUR']) currency, encode(sha256(currency::bytea), 'hex') h;
GRANT SELECT ON example, t_snapshot TO PUBLIC;
SET SESSION AUTHORIZATION t_author;
SELECT save_plan(body, NULL, (SELECT id FROM t_snapshot)) FROM example;
RESET SESSION AUTHORIZATION;
CREATE TEMP TABLE usd AS SELECT * FROM example WHERE currency = 'USD';
CREATE TEMP TABLE eur AS SELECT * FROM example WHERE currency = 'EUR';
GRANT SELECT ON usd, eur TO PUBLIC;

-- 1. Limits.
SET SESSION AUTHORIZATION t_ben;
SELECT throws_ok($$SELECT approver_limit_set('t_ben', '{}')$$, '42501', NULL, 'an approver sets no limit');
SELECT throws_ok($$SELECT second_approver_set('{}')$$, '42501', NULL, 'nor lifts the second approver');
RESET SESSION AUTHORIZATION;
SELECT throws_ok($$SELECT approver_limit_set('t_author', '{"max_domains":1}')$$, 'VM066',
    'no approver ''t_author''', 'only approvers have limits');
SELECT approver_limit_set('t_ben', '{"max_operator_min":11.5}');
SET SESSION AUTHORIZATION t_ben;
SELECT throws_ok(format('SELECT approve_plan(%L, %L, 24)', plan, digest), 'VM004',
    format('''t_ben'' may approve plans of at most 11.5 operator minutes, and plan ''%s'' needs 12', plan),
    'a plan of more minutes than the limit') FROM usd;
SELECT throws_ok(format('SELECT approve_plan_signed(%L, %L, now() + interval ''1 h'', %L)', plan, digest,
    E'-----BEGIN SSH SIGNATURE-----\nx'), 'VM004', NULL, 'nor with a signature') FROM usd;
RESET SESSION AUTHORIZATION;
SELECT approver_limit_set('t_ben', '{"max_operator_min":12, "max_domains":1}');
SET SESSION AUTHORIZATION t_ben;
SELECT throws_ok(format('SELECT approve_plan(%L, %L, 24)', plan, digest), 'VM004',
    format('''t_ben'' may approve plans that touch at most 1 domains, and plan ''%s'' touches 2', plan),
    'a plan of more domains: a domain that moves twice is one') FROM usd;
SELECT lives_ok(format('SELECT reject_plan(%L, %L)', plan, 'too large'), 'a limit keeps nobody from a no') FROM usd;
RESET SESSION AUTHORIZATION;
SELECT approver_limit_set('t_ben', '{"max_domains":2}');
SELECT results_eq($$SELECT max_operator_min, max_domains FROM approver_limit$$,
    $$VALUES (12::numeric, 2::bigint)$$, 'what is not named stays');
SET SESSION AUTHORIZATION t_ben;
SELECT lives_ok(format('SELECT approve_plan(%L, %L, 24)', plan, digest), 'within both limits') FROM usd;
SELECT is((plan_approval(plan)).status, 'valid', 'one is enough') FROM usd;
RESET SESSION AUTHORIZATION;
SELECT approver_limit_set('t_ben', '{"max_operator_min":null, "max_domains":null}');
SELECT is_empty('SELECT * FROM approver_limit', 'limits are lifted');

-- 2. A second approver.
SELECT second_approver_set('{"above":40, "currency":"USD"}');
SELECT is((approvers_needed(plan)).needed, 1, '40.00 is not above 40') FROM usd;
SELECT is((approvers_needed(plan)).needed, 2, 'another currency cannot be compared') FROM eur;
SELECT second_approver_set('{"above":39.99}');
SELECT is((plan_approval(plan)).status, 'partial', 'now one is not enough') FROM usd;
SELECT is((plan_approval(plan)).detail, 'approved by ''t_ben'' alone, and it needs two approvers: '
    'its one-off cost of 40 USD is above 39.99', 'and why') FROM usd;
SET SESSION AUTHORIZATION t_actuator;
SELECT throws_like(format('SELECT * FROM open_execution(%L, %L)', plan, digest),
    '%is not approved: approved by ''t_ben'' alone%', 'nothing begins under one of two') FROM usd;
SET SESSION AUTHORIZATION t_ben;
SELECT lives_ok(format('SELECT approve_plan(%L, %L, 24)', plan, digest), 'the same person again') FROM usd;
SELECT is((plan_approval(plan)).status, 'partial', 'is still one person') FROM usd;
SET SESSION AUTHORIZATION t_cleo;
SELECT lives_ok(format('SELECT approve_plan(%L, %L, 24)', plan, digest), 'another one') FROM usd;
SELECT is((plan_approval(plan)).status || (plan_approval(plan)).detail, 'validapproved by ''t_ben'' and ''t_cleo''',
    'makes two') FROM usd;
SAVEPOINT two;
SELECT reject_plan(plan, 'no') FROM usd;
SELECT is((plan_approval(plan)).status, 'rejected', 'one no outweighs two') FROM usd;
SELECT lives_ok(format('SELECT approve_plan(%L, %L, 24)', plan, digest), 'and after it') FROM usd;
SELECT is((plan_approval(plan)).status, 'partial', 'the yes of before counts no longer') FROM usd;
ROLLBACK TO two;
SET SESSION AUTHORIZATION t_actuator;
SELECT lives_ok(format('SELECT * FROM open_execution(%L, %L)', plan, digest), 'it begins') FROM usd;
RESET SESSION AUTHORIZATION;
SELECT is((SELECT count(*) FROM approval_use), 2::bigint, 'both approvals are used');
SELECT is((plan_approval(plan)).status, 'used', 'by the execution that is open') FROM usd;
UPDATE execution SET state = 'done', ended_at = now();
SELECT is((plan_approval(plan)).status, 'used', 'and not for another one') FROM usd;
SET SESSION AUTHORIZATION t_cleo;
SELECT lives_ok(format('SELECT approve_plan(%L, %L, 24)', plan, digest), 'one new approval') FROM usd;
SELECT is((plan_approval(plan)).status, 'partial', 'does not wake the used one') FROM usd;
RESET SESSION AUTHORIZATION;
SELECT second_approver_set('{"above":null}');
SELECT is((plan_approval(plan)).status, 'valid', 'one is enough again') FROM usd;

-- 3. Signatures are kept as they are; who acts judges them.
SET SESSION AUTHORIZATION t_ben;
SELECT throws_ok(format('SELECT approve_plan_signed(%L, %L, now() + interval ''1 h'', %L)', plan, digest, s),
    'VM002', 'this is no signature of ssh-keygen', 'no signature: ' || coalesce(s, 'NULL'))
FROM eur, unnest(ARRAY['', 'x', NULL]) s;
SELECT throws_ok(format('SELECT approve_plan_signed(%L, %L, %s, %L)', plan, digest, t,
    E'-----BEGIN SSH SIGNATURE-----\nx'), 'VM002',
    'an approval holds for more than 0 and at most 720 hours', 'signed until ' || t)
FROM eur, unnest(ARRAY['now() - interval ''1 s''', 'now() + interval ''721 h''', 'NULL', '''infinity''']) t;
SELECT lives_ok(format('SELECT approve_plan_signed(%L, %L, now() + interval ''1 h'', %L)', plan, digest,
    E'-----BEGIN SSH SIGNATURE-----\nx'), 'signed') FROM eur;
SELECT throws_ok(format('SELECT approve_plan_signed(%L, %L, now() + interval ''1 h'', %L)', plan,
    'sha256:' || repeat('0', 64), E'-----BEGIN SSH SIGNATURE-----\nx'), 'VM004', NULL,
    'another digest, though signed') FROM eur;
RESET SESSION AUTHORIZATION;

-- 4. The chain.
SELECT is((SELECT count(*) FROM audit WHERE subject = 'approval'), (SELECT count(*) FROM approval),
    'every decision stands in the chain');
SELECT is((SELECT count(*) FROM audit), (SELECT max(entry) FROM audit), 'without gaps');
SELECT is_empty($$SELECT entry FROM audit a WHERE hash <> encode(sha256(convert_to(
    previous || E'\n' || entry || E'\n' || at || E'\n' || actor || E'\n' || subject || E'\n' || key
    || E'\n' || body, 'UTF8')), 'hex')$$, 'each hash is that of the entry');
SELECT is_empty($$SELECT entry FROM (SELECT entry, previous, lag(hash, 1, repeat('0', 64))
    OVER (ORDER BY entry) AS before FROM audit) a WHERE previous <> before$$, 'and holds the one before');
SELECT is_empty('SELECT * FROM audit_difference', 'nothing was altered');
SELECT throws_ok($$UPDATE audit SET body = ''$$, 'VM001', 'table ''audit'' is append-only', 'nobody rewrites it');
SELECT throws_ok($$INSERT INTO audit_before VALUES ('journal', '1')$$, 'VM001',
    'table ''audit_before'' is append-only', 'nor exempts a row from it');
SAVEPOINT meddled;
ALTER TABLE approval DISABLE TRIGGER ALL;
ALTER TABLE journal DISABLE TRIGGER ALL;
UPDATE approval SET approver = 't_cleo' WHERE approval = (SELECT max(approval) FROM approval);
DELETE FROM journal WHERE entry = (SELECT max(entry) FROM journal WHERE plan IS NOT NULL);
INSERT INTO journal (event) VALUES ('forged');
SELECT results_eq($$SELECT subject, difference FROM audit_difference ORDER BY subject, difference$$,
    $$VALUES ('approval', 'the row was altered'), ('journal', 'the row has no entry in the chain'),
             ('journal', 'the row is gone')$$, 'whoever goes behind the triggers is seen');
ROLLBACK TO meddled;
SELECT is_empty('SELECT * FROM audit_difference', 'and whoever undoes it is not');

SELECT * FROM finish();
ROLLBACK;
