-- March 2026 of a small estate, to be charged with: vmatrix ledger charge 2026-03. Two machines at 1.00
-- an hour, nothing else costs. On h1 (4 CPUs, 8 GiB) 'web' of team shop has 2 CPUs and 4 GiB all the
-- month (1/2 of it), on h2 'db' of team data 1 CPU and 2 GiB (1/4); CPU not measured counts in full. So
-- of 744 h × 2.00 = 1488.00: shop 372.00, data 186.00, idle 930.00. An incident of 30 min at 60 an hour
-- for web: 30.00 more for shop.
SELECT rate_set('machine_cost_per_h', '1.00', '{"valid_from": "2020-01-01T00:00:00Z"}');
SELECT rate_set('price_per_kwh', '0', '{"valid_from": "2020-01-01T00:00:00Z"}');
SELECT rate_set('wage_per_h', '60', '{"valid_from": "2020-01-01T00:00:00Z"}');
SELECT rate_set('admin_min_per_month', '0', '{"valid_from": "2020-01-01T00:00:00Z"}');

INSERT INTO host (host, uri) VALUES ('h1', 'sim:1'), ('h2', 'sim:2');
INSERT INTO service (service, team, cost_center) VALUES ('web', 'shop', 'CC-1'), ('db', '<b>data</b>', '=1+1');
INSERT INTO domain (uuid, domain, first_seen_at, last_seen_at) VALUES
    ('10000000-0000-4000-8000-000000000001', 'web-1', now(), now()),
    ('10000000-0000-4000-8000-000000000002', 'db-1', now(), now());
INSERT INTO host_version (host_id, host, in_service, cpu_mcpu, memory_mib, currency, valid)
SELECT host_id, host, true, 4000, 8192, 'USD', '[2026-03-01 00:00Z, 2026-04-01 00:00Z)' FROM host;
INSERT INTO service_version (service_id, service, team, cost_center, valid)
SELECT service_id, service, team, cost_center, '[2026-03-01 00:00Z, 2026-04-01 00:00Z)' FROM service;
INSERT INTO domain_version (domain_id, domain, service_id, valid)
SELECT d.domain_id, d.domain, s.service_id, '[2026-03-01 00:00Z, 2026-04-01 00:00Z)'
FROM domain d JOIN service s ON d.domain = s.service || '-1';
INSERT INTO placement_version (domain_id, host_id, state, n_vcpus, memory_mib, valid)
SELECT d.domain_id, h.host_id, 'running', v.n_vcpus, v.memory_mib, '[2026-03-01 00:00Z, 2026-04-01 00:00Z)'
FROM (VALUES ('web-1', 'h1', 2, 4096), ('db-1', 'h2', 1, 2048)) AS v(domain, host, n_vcpus, memory_mib)
JOIN domain d USING (domain)
JOIN host h USING (host);
INSERT INTO people_action (at, action, minutes, service_id, reason)
SELECT '2026-03-10 12:00Z', 'incident', 30, service_id, 'disk full' FROM service WHERE service = 'web';
