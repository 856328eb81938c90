-- CPUs: who is to be asked about what, what plans call them, and what runs where.
BEGIN;
SELECT plan(17);

INSERT INTO host (host, uri) VALUES ('old', 'x'), ('new1', 'x'), ('new2', 'x'), ('mute', 'x');
SELECT ingest_begin('00000000-0000-4000-8000-000000000001');
SELECT ingest_host('00000000-0000-4000-8000-000000000001', host, now(), 'Box', 4, 4096, NULL, NULL)
    FROM host;
SELECT is_empty('SELECT * FROM cpu_pairs_unknown()', 'where no CPU is told nobody is asked');
SELECT is((SELECT count(*) FROM cpu_relation()), 0::bigint, 'and nothing is said');
SELECT ingest_host_cpu('old', '<cpu>old</cpu>', 'Box');
SELECT ingest_host_cpu('new1', '<cpu>new</cpu>', 'Box');
SELECT ingest_host_cpu('new2', '<cpu>new</cpu>', 'Box');
SELECT ingest_host_cpu('new2', NULL, NULL);
SELECT results_eq($$SELECT count(DISTINCT label), count(DISTINCT cpu_id) FROM host_cpu WHERE host <> 'mute'$$,
    $$VALUES (2::bigint, 2::bigint)$$, 'one name for two CPUs is told apart');
SELECT results_eq($$SELECT host, cpu_xml FROM cpu_pairs_unknown()$$,
    $$VALUES ('new1', '<cpu>old</cpu>'), ('new2', '<cpu>old</cpu>'), ('old', '<cpu>new</cpu>')$$,
    'each is asked about the others'' CPUs');
CREATE TEMP VIEW runs AS
    SELECT (SELECT min(host) FROM host_cpu h WHERE h.label = r.cpu_model) AS cpu,
           ARRAY(SELECT min(host) FROM host_cpu h WHERE h.label = ANY (r.runs_on)
                 GROUP BY label ORDER BY 1) AS hosts
    FROM cpu_relation() r WHERE known_from = 'libvirt';
CREATE TEMP VIEW pair AS
    SELECT u.host, u.cpu_id, host.host_id FROM cpu_pairs_unknown() u JOIN host USING (host);
SELECT ingest_comparison(host, cpu_id, true) FROM pair WHERE host = 'new1';
SELECT results_eq($$SELECT cpu::text, hosts::text[] FROM runs WHERE cpu <> 'mute' ORDER BY cpu$$,
    $$VALUES ('new1', '{}'::text[]), ('old', '{}')$$, 'a model runs only where each host of it says so');
SELECT ingest_comparison(host, cpu_id, true) FROM pair WHERE host = 'new2';
SELECT ingest_comparison(host, cpu_id, false) FROM pair WHERE host = 'old';
SELECT results_eq($$SELECT cpu::text, hosts::text[] FROM runs WHERE cpu <> 'mute' ORDER BY cpu$$,
    $$VALUES ('new1', '{}'::text[]), ('old', '{new1}')$$, 'the relation is directed');
SELECT is_empty('SELECT * FROM cpu_pairs_unknown()', 'who has answered is not asked again');

SELECT ingest_domains('00000000-0000-4000-8000-000000000001', 'new1', jsonb_agg(d)) FROM (
    SELECT '10000000-0000-4000-8000-00000000000' || n AS uuid, name AS domain, 'running' AS state,
           now() AS sampled_at, kind AS cpu_kind, xml AS cpu_xml, model AS cpu_model
    FROM (VALUES (1, 'plain', 'named', '<cpu mode=p>', 'qemu64'), (2, 'soft', 'emulated', NULL, NULL),
                 (3, 'through', 'host', NULL, NULL), (4, 'silent', NULL, NULL, NULL))
         v (n, name, kind, xml, model)) d;
SELECT results_eq($$SELECT domain::text, v.label FROM domain_cpu v JOIN domain USING (domain_id)
    WHERE v.label NOT LIKE 'pass%' ORDER BY domain$$,
    $$VALUES ('plain', 'guest qemu64'), ('soft', 'emulated')$$, 'guests have CPUs of their own');
SELECT ok((SELECT label LIKE 'passthrough of Box~%' FROM domain_cpu WHERE kind = 'host'),
    'or their host''s as it is');
SELECT is((SELECT count(*) FROM cpu_pairs_unknown() WHERE cpu_xml = '<cpu mode=p>'), 3::bigint,
    'every host is asked about a guest''s');
SELECT ingest_comparison(host, cpu_id, host <> 'new2') FROM pair;
SELECT results_eq($$SELECT cpu_model, cardinality(runs_on) FROM cpu_relation()
    WHERE cpu_model !~ '^Box' ORDER BY cpu_model COLLATE "C"$$,
    $$SELECT m, n FROM (VALUES ('emulated', 3), ('guest qemu64', 1),
        ((SELECT label FROM domain_cpu WHERE kind = 'host'), 1)) v (m, n) ORDER BY m COLLATE "C"$$,
    'emulated ones run everywhere, others where each host says so or on their own');
SELECT ingest_host_cpu('old', '<cpu>newer</cpu>', 'Box');
SELECT is((SELECT count(*) FROM cpu_pairs_unknown() WHERE host = 'old'), 2::bigint,
    'another CPU in a host makes its answers void');

SET LOCAL ROLE vmatrix_planner;
SELECT lives_ok($$SELECT cpu_model_set('guest qemu64', '{"runs_on": ["Box"]}')$$,
    'people may know better');
SELECT results_eq($$SELECT runs_on, known_from FROM cpu_relation() WHERE cpu_model = 'guest qemu64'$$,
    $$VALUES ('{Box}'::text[], 'command')$$, 'which goes before');
SELECT lives_ok($$SELECT domain_set('silent', '{"cpu_model": "guest qemu64"}')$$, 'also of a domain');
SELECT is((SELECT v.label FROM domain_cpu v JOIN domain USING (domain_id) WHERE domain = 'silent'),
    'guest qemu64', 'that was not told');
SELECT throws_ok($$SELECT ingest_comparison('old', 1, true)$$, '42501', NULL,
    'but answers come from the collector');
SELECT * FROM finish();
ROLLBACK;
