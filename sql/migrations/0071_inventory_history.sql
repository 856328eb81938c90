-- What hosts, services, domains and placements were at any time (slowly changing dimensions, type 2).
-- A version is closed when another begins; nothing in the past is ever changed (function keep_history).
CREATE TABLE host_version (
    host_version_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    host_id integer NOT NULL REFERENCES host,
    host label NOT NULL,
    class label,
    zone label,
    site label,
    in_service boolean NOT NULL,
    machine_cost_per_h measure,
    sunk_cost_per_h measure,
    admin_min_per_month measure,
    idle_w measure,
    peak_w measure,
    cpu_mcpu amount,
    memory_mib amount,
    currency text NOT NULL,
    valid tstzrange NOT NULL,
    recorded_by text NOT NULL DEFAULT session_user,
    recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT host_version_one_at_a_time EXCLUDE USING gist (host_id WITH =, valid WITH &&)
);
CREATE INDEX host_version_time ON host_version USING gist (valid);
COMMENT ON TABLE host_version IS 'Hosts as they were: size, price, class, in service or not';
COMMENT ON COLUMN host_version.host_version_id IS 'Identity';
COMMENT ON COLUMN host_version.host_id IS 'Host';
COMMENT ON COLUMN host_version.host IS 'Name';
COMMENT ON COLUMN host_version.class IS 'Kind of machine';
COMMENT ON COLUMN host_version.zone IS 'Zone';
COMMENT ON COLUMN host_version.site IS 'Site';
COMMENT ON COLUMN host_version.in_service IS 'In service, so that it costs';
COMMENT ON COLUMN host_version.machine_cost_per_h IS 'Its own avoidable price of an hour; NULL: the rate';
COMMENT ON COLUMN host_version.sunk_cost_per_h IS 'Its own sunk price of an hour; NULL: the rate';
COMMENT ON COLUMN host_version.admin_min_per_month IS 'Its own administrator''s minutes a month; NULL: the rate';
COMMENT ON COLUMN host_version.idle_w IS 'Its own watts when idle; NULL: the rate';
COMMENT ON COLUMN host_version.peak_w IS 'Its own watts at full CPU use; NULL: the rate';
COMMENT ON COLUMN host_version.cpu_mcpu IS 'CPU capacity, declared or else observed; NULL: not known';
COMMENT ON COLUMN host_version.memory_mib IS 'Memory, declared or else observed; NULL: not known';
COMMENT ON COLUMN host_version.currency IS 'Currency of the estate when its prices were set';
COMMENT ON COLUMN host_version.valid IS 'When it was so';
COMMENT ON COLUMN host_version.recorded_by IS 'Login role that changed it';
COMMENT ON COLUMN host_version.recorded_xid IS 'Transaction that wrote it; within that one it may still change';

CREATE TABLE service_version (
    service_version_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service_id integer NOT NULL REFERENCES service,
    service label NOT NULL,
    team label,
    cost_center label,
    tier label,
    valid tstzrange NOT NULL,
    recorded_by text NOT NULL DEFAULT session_user,
    recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT service_version_one_at_a_time EXCLUDE USING gist (service_id WITH =, valid WITH &&)
);
COMMENT ON TABLE service_version IS 'Services as they were: name, team, cost center';
COMMENT ON COLUMN service_version.service_version_id IS 'Identity';
COMMENT ON COLUMN service_version.service_id IS 'Service';
COMMENT ON COLUMN service_version.service IS 'Name';
COMMENT ON COLUMN service_version.team IS 'Team; NULL: unallocated';
COMMENT ON COLUMN service_version.cost_center IS 'Cost center; NULL: none';
COMMENT ON COLUMN service_version.tier IS 'Tier';
COMMENT ON COLUMN service_version.valid IS 'When it was so';
COMMENT ON COLUMN service_version.recorded_by IS 'Login role that changed it';
COMMENT ON COLUMN service_version.recorded_xid IS 'Transaction that wrote it; within that one it may still change';

CREATE TABLE domain_version (
    domain_version_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    domain_id bigint NOT NULL REFERENCES domain,
    domain label NOT NULL,
    service_id integer REFERENCES service,
    operator_min measure,
    move_cost measure,
    downtime_cost measure,
    valid tstzrange NOT NULL,
    recorded_by text NOT NULL DEFAULT session_user,
    recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT domain_version_one_at_a_time EXCLUDE USING gist (domain_id WITH =, valid WITH &&)
);
COMMENT ON TABLE domain_version IS 'Domains as they were: name, service, cost of a move';
COMMENT ON COLUMN domain_version.domain_version_id IS 'Identity';
COMMENT ON COLUMN domain_version.domain_id IS 'Domain';
COMMENT ON COLUMN domain_version.domain IS 'Name';
COMMENT ON COLUMN domain_version.service_id IS 'Service; NULL: unallocated';
COMMENT ON COLUMN domain_version.operator_min IS 'Operator''s minutes for one move; NULL: the rate';
COMMENT ON COLUMN domain_version.move_cost IS 'Further cost of one move';
COMMENT ON COLUMN domain_version.downtime_cost IS 'Cost of the downtime of one move';
COMMENT ON COLUMN domain_version.valid IS 'When it was so';
COMMENT ON COLUMN domain_version.recorded_by IS 'Login role that changed it';
COMMENT ON COLUMN domain_version.recorded_xid IS 'Transaction that wrote it; within that one it may still change';

CREATE TABLE placement_version (
    placement_version_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    domain_id bigint NOT NULL REFERENCES domain,
    host_id integer NOT NULL REFERENCES host,
    state text NOT NULL,
    n_vcpus integer,
    memory_mib amount,
    valid tstzrange NOT NULL,
    recorded_by text NOT NULL DEFAULT session_user,
    recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT placement_version_one_at_a_time
        EXCLUDE USING gist (domain_id WITH =, host_id WITH =, valid WITH &&)
);
CREATE INDEX placement_version_host ON placement_version USING gist (host_id, valid);
COMMENT ON TABLE placement_version IS 'Where domains were, in which state and of which size';
COMMENT ON COLUMN placement_version.placement_version_id IS 'Identity';
COMMENT ON COLUMN placement_version.domain_id IS 'Domain';
COMMENT ON COLUMN placement_version.host_id IS 'Host that listed it';
COMMENT ON COLUMN placement_version.state IS 'State there';
COMMENT ON COLUMN placement_version.n_vcpus IS 'Virtual CPUs';
COMMENT ON COLUMN placement_version.memory_mib IS 'Configured maximum of memory, MiB';
COMMENT ON COLUMN placement_version.valid IS 'When it was so';
COMMENT ON COLUMN placement_version.recorded_by IS 'Login role that stored it';
COMMENT ON COLUMN placement_version.recorded_xid IS 'Transaction that wrote it; within that one it may still change';

-- What is known already begins when it was first heard of.
INSERT INTO host_version (host_id, host, class, zone, site, in_service, machine_cost_per_h,
        sunk_cost_per_h, admin_min_per_month, idle_w, peak_w, cpu_mcpu, memory_mib, currency, valid)
    SELECT h.host_id, h.host, h.class, h.zone, h.site, h.in_service, h.machine_cost_per_h,
           h.sunk_cost_per_h, h.admin_min_per_month, h.idle_w, h.peak_w,
           coalesce(h.cpu_mcpu, o.n_cpus::bigint * 1000), coalesce(h.memory_mib, o.memory_mib),
           coalesce((SELECT c.value FROM rate_card c WHERE c.key = 'currency' AND c.valid @> now()
                     AND upper_inf(c.known)), 'USD'),
           tstzrange(h.created_at, h.removed_at)
    FROM host h LEFT JOIN host_observation o USING (host_id)
    WHERE h.removed_at IS NULL OR h.removed_at > h.created_at;
INSERT INTO service_version (service_id, service, team, cost_center, tier, valid)
    SELECT service_id, service, team, cost_center, tier, tstzrange(created_at, NULL) FROM service;
INSERT INTO domain_version (domain_id, domain, service_id, operator_min, move_cost, downtime_cost, valid)
    SELECT domain_id, domain, service_id, operator_min, move_cost, downtime_cost,
           tstzrange(first_seen_at, NULL) FROM domain;
INSERT INTO placement_version (domain_id, host_id, state, n_vcpus, memory_mib, valid)
    SELECT domain_id, host_id, state, n_vcpus, memory_mib, tstzrange(since, NULL) FROM placement;

GRANT SELECT ON host_version, service_version, domain_version, placement_version
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
