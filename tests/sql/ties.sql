-- What ties domains to hosts by their XML: tags of both, derived roots, and what people say beside it.
BEGIN;
SELECT plan(22);

INSERT INTO host (host, uri, tags) VALUES ('a', 'x', '{ssd}'), ('b', 'x', '{}'), ('mute', 'x', '{}');
SELECT ingest_begin('00000000-0000-4000-8000-000000000001');
SELECT ingest_host('00000000-0000-4000-8000-000000000001', host, now(), NULL, 4, 4096, NULL, NULL)
    FROM host;
CREATE FUNCTION pg_temp.tell(extra jsonb) RETURNS integer LANGUAGE sql AS $$
    SELECT ingest_domains('00000000-0000-4000-8000-000000000001', 'a', jsonb_agg(
        jsonb_build_object('uuid', '10000000-0000-4000-8000-00000000000' || n, 'domain', name, 'state',
            'running', 'sampled_at', clock_timestamp() + n * interval '1 s', 'n_vcpus', 1, 'memory_mib', 64)
        || coalesce(extra -> name, '{}')))
    FROM (VALUES (1, 'plain'), (2, 'lan'), (3, 'card'), (4, 'cpu')) v (n, name)
$$;
CREATE FUNCTION pg_temp.snap() RETURNS bigint LANGUAGE sql AS
    'SELECT snapshot_create(''t'', interval ''1 h'', interval ''1 h'')';
CREATE TEMP TABLE told AS SELECT '{"plain": {"requires": []},
    "lan": {"requires": ["net:lan", "net:lan", "pool:images", "net:\u200b"]},
    "card": {"requires": ["net:lan"], "stays_because": "it uses a pci device\u0007 of its host"},
    "cpu": {"requires": [], "stays_because": "its CPU is fixed", "may_move_cold": true}}'::jsonb AS t;
SELECT is(pg_temp.tell(t), 4, 'domains are told with what they ask for') FROM told;
SELECT results_eq('SELECT domain::text, xml_requires FROM domain ORDER BY domain',
    $$VALUES ('card', '{net:lan}'::text[]), ('cpu', '{}'), ('lan', '{net:lan,pool:images}'),
             ('plain', '{}')$$, 'each tag once, and none that no file could hold');

SELECT set_config('t.id', pg_temp.snap()::text, false);
CREATE TEMP VIEW snap_domain AS SELECT domain::text, requires FROM snapshot_domain
    WHERE snapshot_id = current_setting('t.id')::bigint ORDER BY domain COLLATE "C";
CREATE TEMP VIEW snap_rule AS SELECT name::text, rule::text, domains, strength::text, reason FROM snapshot_rule
    WHERE snapshot_id = current_setting('t.id')::bigint ORDER BY name COLLATE "C";
CREATE TEMP VIEW snap_host AS SELECT host::text, tags FROM snapshot_host
    WHERE snapshot_id = current_setting('t.id')::bigint ORDER BY host COLLATE "C";
SELECT results_eq('TABLE snap_domain', $$VALUES ('card', NULL::text), ('cpu', NULL), ('lan', NULL),
    ('plain', NULL)$$, 'where no host tells of networks and pools nothing is required');
SELECT results_eq('SELECT name, domains, reason FROM snap_rule',
    $$VALUES ('derived: card', 'card', 'it uses a pci device? of its host'),
             ('derived: cpu', 'cpu', 'its CPU is fixed')$$, 'a device keeps its domain');

SELECT ingest_places('a', '{"networks": ["lan", "dmz"], "pools": ["images"]}');
SELECT ingest_places('b', '{"networks": ["lan"], "pools": []}');
SELECT set_config('t.id', pg_temp.snap()::text, false);
SELECT results_eq('TABLE snap_host', $$VALUES ('a', 'net\:dmz;net\:lan;pool\:images;ssd'),
    ('b', 'net\:lan'), ('mute', NULL)$$, 'hosts have tags of what they offer beside their own');
SELECT results_eq('TABLE snap_domain', $$VALUES ('card', 'net\:lan'), ('cpu', NULL),
    ('lan', 'net\:lan;pool\:images'), ('plain', NULL)$$, 'domains require what they use');
SELECT is((SELECT count(*) FROM snap_rule), 2::bigint, 'and taking it again gives the same rules');
SELECT results_eq($$SELECT subject::text, note FROM snapshot_note
    WHERE snapshot_id = current_setting('t.id')::bigint AND note LIKE 'stays%' ORDER BY 1$$,
    $$VALUES ('card', 'stays where it is: it uses a pci device? of its host'),
             ('cpu', 'stays where it is: its CPU is fixed')$$, 'a note says why');

SELECT ingest_places('a', '{}');
SELECT results_eq($$SELECT networks, pools FROM host_observation JOIN host USING (host_id) WHERE host = 'a'$$,
    $$VALUES ('{dmz,lan}'::text[], '{images}'::text[])$$, 'what is not told leaves what is known');
SELECT ingest_places('a', '{"networks": ["dmz"]}');
SELECT set_config('t.id', pg_temp.snap()::text, false);
SELECT results_eq('TABLE snap_domain', $$VALUES ('card', NULL), ('cpu', NULL),
    ('lan', 'pool\:images'), ('plain', NULL)$$, 'what its own host lacks does not drive a domain away');
SELECT results_eq('SELECT domains, reason FROM snap_rule', $$VALUES
    ('card', 'it uses a pci device? of its host'), ('cpu', 'its CPU is fixed'),
    ('lan', 'its host is not known to have its network ''lan''')$$, 'but keeps it');
SELECT ingest_places('a', '{"networks": ["lan"]}');

SET LOCAL ROLE vmatrix_planner;
SELECT lives_ok($$SELECT domain_set('cpu', '{"move": "cold"}')$$, 'a domain may be moved shut down');
SELECT lives_ok($$SELECT domain_set('card', '{"heed_xml": false}')$$, 'people may answer for a domain');
SELECT lives_ok($$SELECT host_set('mute', '{"tags": ["net:lan", "pool:images"]}')$$, 'or for a host');
SELECT lives_ok($$SELECT domain_set('plain', '{"requires": ["ssd"]}')$$, 'and require more');
SELECT throws_ok($$SELECT rule_add('derived: x', '{"rule": "root", "domains": "plain"}')$$, 'VM065',
    'the name of a rule cannot begin with ''derived: ''', 'names of derived rules are kept apart');
SELECT throws_ok($$SELECT ingest_places('a', '{}')$$, '42501', NULL, 'places come from the collector');
RESET ROLE;
SELECT set_config('t.id', pg_temp.snap()::text, false);
SELECT is_empty('TABLE snap_rule', 'then nothing keeps them');
SELECT results_eq('TABLE snap_domain', $$VALUES ('card', NULL), ('cpu', NULL),
    ('lan', 'net\:lan;pool\:images'), ('plain', 'ssd')$$, 'and what people require stands beside it');

SELECT domain_set('card', '{"heed_xml": null}');
SELECT pg_temp.tell('{"card": {"requires": []}, "lan": {}, "cpu": {"requires": []}}');
SELECT results_eq('SELECT domain::text, xml_requires, stays_because FROM domain ORDER BY domain',
    $$VALUES ('card', '{}'::text[], NULL::text), ('cpu', '{}', NULL), ('lan', '{net:lan,pool:images}', NULL),
             ('plain', '{}', NULL)$$, 'a device that is gone ties no more; XML that was not told changes nothing');
SELECT set_config('t.id', pg_temp.snap()::text, false);
SELECT is_empty('TABLE snap_rule', 'so its rule is gone');
SELECT is((SELECT tags FROM host WHERE host = 'a'), '{ssd}', 'what people said is as they said it');
SELECT * FROM finish();
ROLLBACK;
