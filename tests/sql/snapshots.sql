-- A sealed snapshot never changes, whoever tries.
BEGIN;
SELECT plan(14);

SELECT snapshot_open('story') AS id \gset
INSERT INTO snapshot_policy (snapshot_id, key, value) VALUES (:id, 'format', '1');
SELECT lives_ok(format('INSERT INTO snapshot_host (snapshot_id, host) VALUES (%s, ''h'')', :id),
    'an open snapshot takes rows');
SELECT throws_ok($$UPDATE snapshot_host SET zone = 'z'$$, 'VM001', 'a snapshot cannot be changed',
    'but no row of it ever changes');
SELECT throws_ok('DELETE FROM snapshot_host', 'VM001', NULL, 'nor goes');
SELECT throws_ok('TRUNCATE snapshot_policy', 'VM001', NULL, 'nor all at once');
INSERT INTO snapshot_domain (snapshot_id, domain) VALUES (:id, 'd');
INSERT INTO snapshot_rule (snapshot_id, rule, name, domains) VALUES (:id, 'spread', 'r', 'd');
SELECT lives_ok(format('SELECT snapshot_ask_replicas(%s, %L)', :id,
    '{"retire": ["d"], "rules": [{"name": "r", "domains": "d;e"}],
      "notes": [{"subject": "s", "note": "n"}]}'), 'what is asked for is noted in it');
SELECT results_eq('SELECT retire FROM snapshot_domain', ARRAY[1], 'who retires is marked');
SELECT results_eq('SELECT domains FROM snapshot_rule', ARRAY['d;e'], 'rules take copies in');
SELECT lives_ok(format('SELECT snapshot_seal(%s, %L)', :id, 'sha256:' || repeat('0', 64)),
    'it is sealed with its digest');
SELECT throws_ok(format('SELECT snapshot_ask_replicas(%s, %L)', :id, '{}'), 'VM066', NULL,
    'then nothing more is asked for');
SELECT throws_ok('UPDATE snapshot_domain SET retire = NULL', 'VM001', NULL,
    'and no mark is taken back');
SELECT throws_ok(format('INSERT INTO snapshot_host (snapshot_id, host) VALUES (%s, ''i'')', :id),
    'VM001', NULL, 'then takes no further row');
SELECT throws_ok(format('SELECT snapshot_seal(%s, %L)', :id, 'sha256:' || repeat('1', 64)),
    'VM001', NULL, 'nor another digest');
SELECT throws_ok('DELETE FROM snapshot', 'VM001', NULL, 'nor goes as a whole');
SELECT throws_ok($$SELECT snapshot_seal(-1, 'x')$$, 'VM066', NULL,
    'a snapshot that is not there cannot be sealed');
SELECT * FROM finish();
ROLLBACK;
