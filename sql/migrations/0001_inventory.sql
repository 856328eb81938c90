-- What people say about the estate: hosts, services, domains, rules, limits and prices.

CREATE DOMAIN label AS text
    CONSTRAINT "a name has 1 to 255 bytes and no control characters"
    CHECK (octet_length(VALUE) BETWEEN 1 AND 255 AND VALUE !~ '[\x01-\x1f\x7f-\x9f]');
COMMENT ON DOMAIN label IS 'A name: 1 to 255 bytes without control characters; never interpreted';

CREATE DOMAIN amount AS bigint
    CONSTRAINT "an amount is a whole number from 0 to 10^12" CHECK (VALUE BETWEEN 0 AND 1000000000000);
COMMENT ON DOMAIN amount IS 'A whole amount of a resource in the unit its column names, at most 10^12';

CREATE DOMAIN measure AS numeric
    CONSTRAINT "a figure is a finite number and not negative" CHECK (VALUE >= 0 AND VALUE < 'Infinity');
COMMENT ON DOMAIN measure IS 'A non-negative decimal (cost, minutes, watts, factor); NaN and infinity are refused';

CREATE DOMAIN counter AS bigint
    CONSTRAINT "a counter is not negative" CHECK (VALUE >= 0);
COMMENT ON DOMAIN counter IS 'A counter as read; it begins anew when its domain or host does';

CREATE TABLE host (
    host_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    host label NOT NULL,
    uri text NOT NULL,
    migrate_uri text,
    peer_uri text,
    zone label,
    site label,
    class label,
    state text NOT NULL DEFAULT 'up'
        CONSTRAINT "state is up, drain, closed or failed"
        CHECK (state IN ('up', 'drain', 'closed', 'failed')),
    cpu_model label,
    tags text[] NOT NULL DEFAULT '{}',
    machine_cost_per_h measure,
    sunk_cost_per_h measure,
    admin_min_per_month measure,
    idle_w measure,
    peak_w measure,
    cpu_mcpu amount,
    memory_mib amount,
    disk_iops amount,
    network_mbit_s amount,
    in_service boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL DEFAULT session_user,
    removed_at timestamptz,
    CONSTRAINT "a uri has 1 to 2000 bytes"
        CHECK (octet_length(uri) BETWEEN 1 AND 2000
               AND octet_length(migrate_uri) BETWEEN 1 AND 2000
               AND octet_length(peer_uri) BETWEEN 1 AND 2000),
    CONSTRAINT "peak_w is not below idle_w" CHECK (peak_w >= idle_w)
);
CREATE UNIQUE INDEX host_name ON host (host) WHERE removed_at IS NULL;
COMMENT ON TABLE host IS 'Machines that run domains; a removed one stays for its history';
COMMENT ON COLUMN host.host_id IS 'Identity; a name that is added again gets another';
COMMENT ON COLUMN host.host IS 'Name, unique among those not removed';
COMMENT ON COLUMN host.uri IS 'How vmatrix reaches its hypervisor';
COMMENT ON COLUMN host.migrate_uri IS 'Where migration data is sent to; NULL: the hypervisor''s choice';
COMMENT ON COLUMN host.peer_uri IS 'How the other hosts reach its hypervisor in a peer-to-peer migration; NULL: as uri';
COMMENT ON COLUMN host.zone IS 'Hosts of one zone fail together';
COMMENT ON COLUMN host.site IS 'Hosts of one site are near each other';
COMMENT ON COLUMN host.class IS 'Kind of machine; rates may differ by class';
COMMENT ON COLUMN host.state IS 'up, drain (must end empty), closed (accepts nothing), failed (its domains are down)';
COMMENT ON COLUMN host.cpu_model IS 'CPU model as declared; NULL: as observed';
COMMENT ON COLUMN host.tags IS 'Tags that domains may require';
COMMENT ON COLUMN host.machine_cost_per_h IS 'Avoidable cost of an hour in service; NULL: the rate';
COMMENT ON COLUMN host.sunk_cost_per_h IS 'Cost of an hour that emptying does not save, only reported; NULL: the rate';
COMMENT ON COLUMN host.admin_min_per_month IS 'Administrator''s minutes a month in service; NULL: the rate';
COMMENT ON COLUMN host.idle_w IS 'Watts when idle; NULL: the rate';
COMMENT ON COLUMN host.peak_w IS 'Watts at full CPU use; NULL: the rate';
COMMENT ON COLUMN host.cpu_mcpu IS 'CPU capacity in thousandths of a CPU as declared; NULL: as observed';
COMMENT ON COLUMN host.memory_mib IS 'Memory in MiB as declared; NULL: as observed';
COMMENT ON COLUMN host.disk_iops IS 'Disk requests a second as declared; NULL: not known';
COMMENT ON COLUMN host.network_mbit_s IS 'Network Mbit/s as declared; NULL: not known';
COMMENT ON COLUMN host.in_service IS 'False: taken out of service (powered off) by a plan or a person, until put back';
COMMENT ON COLUMN host.created_at IS 'When it was added';
COMMENT ON COLUMN host.created_by IS 'Login role that added it';
COMMENT ON COLUMN host.removed_at IS 'When it was taken out of the inventory; NULL: it is in';

CREATE TABLE service (
    service_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service label NOT NULL UNIQUE,
    team label,
    cost_center label,
    tier label,
    min_zones amount,
    max_per_host amount,
    max_per_zone amount,
    near text[] NOT NULL DEFAULT '{}',
    min_replicas amount,
    max_replicas amount,
    declared boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL DEFAULT session_user
);
COMMENT ON TABLE service IS 'Domains that replace one another, and who pays for them';
COMMENT ON COLUMN service.service_id IS 'Identity';
COMMENT ON COLUMN service.service IS 'Name';
COMMENT ON COLUMN service.team IS 'Team; NULL: unallocated';
COMMENT ON COLUMN service.cost_center IS 'Cost center; NULL: unallocated';
COMMENT ON COLUMN service.tier IS 'Tier, whose limits hold on each host with a domain of it';
COMMENT ON COLUMN service.min_zones IS 'Least number of zones its domains are in';
COMMENT ON COLUMN service.max_per_host IS 'Most domains on one host';
COMMENT ON COLUMN service.max_per_zone IS 'Most domains in one zone';
COMMENT ON COLUMN service.near IS 'Services that must have a domain in every site where this one has';
COMMENT ON COLUMN service.min_replicas IS 'Least number of domains';
COMMENT ON COLUMN service.max_replicas IS 'Most domains';
COMMENT ON COLUMN service.declared IS 'True: by a person; false: found in a domain''s metadata';
COMMENT ON COLUMN service.created_at IS 'When it was added or first found';
COMMENT ON COLUMN service.created_by IS 'Login role that added it';

CREATE TABLE domain (
    domain_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid uuid NOT NULL UNIQUE,
    domain label NOT NULL,
    service_id integer REFERENCES service,
    service_declared boolean NOT NULL DEFAULT false,
    move text NOT NULL DEFAULT 'live'
        CONSTRAINT "move is live, save, cold or never" CHECK (move IN ('live', 'save', 'cold', 'never')),
    operator_min measure,
    move_cost measure,
    downtime_cost measure,
    dirty_mib_s amount,
    requires text[] NOT NULL DEFAULT '{}',
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    last_host_id integer REFERENCES host,
    moved_at timestamptz
);
CREATE INDEX domain_name ON domain (domain);
CREATE INDEX domain_service ON domain (service_id);
COMMENT ON TABLE domain IS 'Domains ever observed, with what people say about them';
COMMENT ON COLUMN domain.domain_id IS 'Identity';
COMMENT ON COLUMN domain.uuid IS 'UUID, by which it is known wherever it runs';
COMMENT ON COLUMN domain.domain IS 'Name as last observed; two may have the same';
COMMENT ON COLUMN domain.service_id IS 'Service; NULL: unallocated';
COMMENT ON COLUMN domain.service_declared IS 'True: a person set the service; its metadata then does not change it';
COMMENT ON COLUMN domain.move IS 'How it may move: live, save, cold or never';
COMMENT ON COLUMN domain.operator_min IS 'Operator''s minutes for one move; NULL: the rate';
COMMENT ON COLUMN domain.move_cost IS 'Further cost of one move; NULL: 0';
COMMENT ON COLUMN domain.downtime_cost IS 'Cost of the downtime of one move; NULL: 0';
COMMENT ON COLUMN domain.dirty_mib_s IS 'Memory it writes, MiB/s; NULL: not known';
COMMENT ON COLUMN domain.requires IS 'Tags that its host must have';
COMMENT ON COLUMN domain.first_seen_at IS 'When it was first observed';
COMMENT ON COLUMN domain.last_seen_at IS 'When it was last observed';
COMMENT ON COLUMN domain.last_host_id IS 'Host where it last ran';
COMMENT ON COLUMN domain.moved_at IS 'When it was first observed there, if it ran elsewhere before';

CREATE TABLE rule (
    rule_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule text NOT NULL CONSTRAINT "rule is a kind that 'vmatrix rule --help' names"
        CHECK (rule IN ('spread', 'spread_zone', 'gather', 'fence', 'ban', 'root', 'lonely',
                        'split', 'max_on')),
    name label NOT NULL UNIQUE,
    domains text,
    hosts text,
    "limit" amount,
    strength text NOT NULL DEFAULT 'hard'
        CONSTRAINT "strength is hard, soft or keep" CHECK (strength IN ('hard', 'soft', 'keep')),
    price_per_h measure,
    owner label,
    reason text,
    valid_from timestamptz,
    valid_to timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL DEFAULT session_user,
    CONSTRAINT "valid_to is after valid_from" CHECK (valid_to > valid_from)
);
COMMENT ON TABLE rule IS 'Rules of placement';
COMMENT ON COLUMN rule.rule_id IS 'Identity';
COMMENT ON COLUMN rule.rule IS 'Kind of rule';
COMMENT ON COLUMN rule.name IS 'Name';
COMMENT ON COLUMN rule.domains IS 'Domains it speaks of, as a list cell: names, service:NAME; groups parted by |';
COMMENT ON COLUMN rule.hosts IS 'Hosts it speaks of, as a list cell: names, tag:NAME, zone:NAME';
COMMENT ON COLUMN rule."limit" IS 'Limit of spread, spread_zone and max_on';
COMMENT ON COLUMN rule.strength IS 'hard, soft (each breach pays price_per_h) or keep (no more breaches than now)';
COMMENT ON COLUMN rule.price_per_h IS 'Price of one breach for an hour, where soft';
COMMENT ON COLUMN rule.owner IS 'Who asked for it';
COMMENT ON COLUMN rule.reason IS 'Why';
COMMENT ON COLUMN rule.valid_from IS 'Holds from then; NULL: always';
COMMENT ON COLUMN rule.valid_to IS 'Holds until then; NULL: always';
COMMENT ON COLUMN rule.created_at IS 'When it was added';
COMMENT ON COLUMN rule.created_by IS 'Login role that added it';

CREATE TABLE resource (
    resource label PRIMARY KEY,
    soft_permille integer NOT NULL CHECK (soft_permille BETWEEN 0 AND 100000),
    hard_permille integer NOT NULL CHECK (hard_permille BETWEEN 0 AND 100000),
    overload_price measure NOT NULL DEFAULT 0,
    transient boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE resource IS 'Resources that are measured, and how full a host may be';
COMMENT ON COLUMN resource.resource IS 'Name, which ends in its unit';
COMMENT ON COLUMN resource.soft_permille IS 'Use above this share of capacity pays overload_price';
COMMENT ON COLUMN resource.hard_permille IS 'Use never passes this share of capacity';
COMMENT ON COLUMN resource.overload_price IS 'Price of one unit above soft for an hour';
COMMENT ON COLUMN resource.transient IS 'True: a moved domain still counts on its old host';
INSERT INTO resource (resource, soft_permille, hard_permille) VALUES
    ('cpu_mcpu', 700, 900), ('memory_mib', 900, 900), ('disk_iops', 700, 900),
    ('network_mbit_s', 700, 900);

CREATE TABLE tier (
    tier label NOT NULL,
    resource label NOT NULL REFERENCES resource,
    hard_permille integer CHECK (hard_permille BETWEEN 0 AND 100000),
    max_slowdown measure CHECK (max_slowdown >= 1),
    percentile measure CHECK (percentile > 0 AND percentile <= 100),
    PRIMARY KEY (tier, resource)
);
COMMENT ON TABLE tier IS 'Limits of a host that holds a domain of the tier';
COMMENT ON COLUMN tier.tier IS 'Name of the tier';
COMMENT ON COLUMN tier.resource IS 'Resource the limit is for';
COMMENT ON COLUMN tier.hard_permille IS 'Use never passes this share of capacity; NULL: no limit of its own';
COMMENT ON COLUMN tier.max_slowdown IS 'Use never passes 1 - 1/max_slowdown of capacity; NULL: no limit';
COMMENT ON COLUMN tier.percentile IS 'Percentile of samples taken as demand; NULL: 95';

GRANT SELECT ON host, service, domain, rule, resource, tier
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
GRANT SELECT ON host TO vmatrix_collector;
