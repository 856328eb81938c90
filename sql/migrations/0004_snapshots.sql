-- Snapshots: the frozen state that a plan is argued from, one typed table for each file of a scenario
-- folder, with the columns of that file. NULL is an empty cell: its default.

CREATE TABLE snapshot (
    snapshot_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source text NOT NULL CHECK (source IN ('estate', 'scenario')),
    name text NOT NULL,
    taken_at timestamptz NOT NULL DEFAULT now(),
    taken_by text NOT NULL DEFAULT session_user,
    demand_from timestamptz,
    demand_to timestamptz,
    snapshot_digest text CHECK (snapshot_digest ~ '^sha256:[0-9a-f]{64}$'),
    sealed_at timestamptz,
    CHECK ((sealed_at IS NULL) = (snapshot_digest IS NULL))
);
CREATE INDEX snapshot_by_digest ON snapshot (snapshot_digest);
COMMENT ON TABLE snapshot IS 'Frozen states; none changes once it is sealed';
COMMENT ON COLUMN snapshot.snapshot_id IS 'Identity';
COMMENT ON COLUMN snapshot.source IS 'estate: observed hosts; scenario: a folder that was loaded';
COMMENT ON COLUMN snapshot.name IS 'Name of the scenario, may be empty';
COMMENT ON COLUMN snapshot.taken_at IS 'When it was taken';
COMMENT ON COLUMN snapshot.taken_by IS 'Login role that took it';
COMMENT ON COLUMN snapshot.demand_from IS 'Samples from then on make the demand; NULL: all there are, or a scenario';
COMMENT ON COLUMN snapshot.demand_to IS 'Samples up to then make the demand; NULL: a scenario';
COMMENT ON COLUMN snapshot.snapshot_digest IS 'SHA-256 over the canonical form; NULL: not sealed yet';
COMMENT ON COLUMN snapshot.sealed_at IS 'When it became immutable';

CREATE TABLE snapshot_policy (
    snapshot_id bigint NOT NULL REFERENCES snapshot,
    key text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (snapshot_id, key)
);
COMMENT ON TABLE snapshot_policy IS 'Settings and prices of a snapshot (policy.csv)';
COMMENT ON COLUMN snapshot_policy.snapshot_id IS 'Snapshot';
COMMENT ON COLUMN snapshot_policy.key IS 'Key of policy.csv';
COMMENT ON COLUMN snapshot_policy.value IS 'Value';

CREATE TABLE snapshot_resource (
    snapshot_id bigint NOT NULL REFERENCES snapshot,
    resource label NOT NULL,
    soft_permille integer CHECK (soft_permille BETWEEN 0 AND 100000),
    hard_permille integer CHECK (hard_permille BETWEEN 0 AND 100000),
    overload_price measure,
    transient boolean,
    PRIMARY KEY (snapshot_id, resource)
);
COMMENT ON TABLE snapshot_resource IS 'Resources of a snapshot (resources.csv)';
COMMENT ON COLUMN snapshot_resource.snapshot_id IS 'Snapshot';
COMMENT ON COLUMN snapshot_resource.resource IS 'Name, which ends in its unit';
COMMENT ON COLUMN snapshot_resource.soft_permille IS 'Use above this share of capacity pays overload_price';
COMMENT ON COLUMN snapshot_resource.hard_permille IS 'Use never passes this share of capacity';
COMMENT ON COLUMN snapshot_resource.overload_price IS 'Price of one unit above soft for an hour';
COMMENT ON COLUMN snapshot_resource.transient IS 'True: a moved domain still counts on its old host';

CREATE TABLE snapshot_host (
    snapshot_id bigint NOT NULL REFERENCES snapshot,
    host label NOT NULL,
    class label,
    zone label,
    site label,
    state text CHECK (state IN ('up', 'drain', 'closed', 'failed')),
    cpu_model text,
    tags text,
    machine_cost_per_h measure,
    sunk_cost_per_h measure,
    admin_min_per_month measure,
    idle_w measure,
    peak_w measure,
    "on" integer CHECK ("on" IN (0, 1)),
    host_id integer REFERENCES host,
    PRIMARY KEY (snapshot_id, host)
);
COMMENT ON TABLE snapshot_host IS 'Hosts of a snapshot (hosts.csv)';
COMMENT ON COLUMN snapshot_host.snapshot_id IS 'Snapshot';
COMMENT ON COLUMN snapshot_host.host IS 'Name';
COMMENT ON COLUMN snapshot_host.class IS 'Kind of machine';
COMMENT ON COLUMN snapshot_host.zone IS 'Hosts of one zone fail together';
COMMENT ON COLUMN snapshot_host.site IS 'Hosts of one site are near each other';
COMMENT ON COLUMN snapshot_host.state IS 'State; NULL: up';
COMMENT ON COLUMN snapshot_host.cpu_model IS 'CPU model';
COMMENT ON COLUMN snapshot_host.tags IS 'Tags, as a list cell';
COMMENT ON COLUMN snapshot_host.machine_cost_per_h IS 'Avoidable cost of an hour in service';
COMMENT ON COLUMN snapshot_host.sunk_cost_per_h IS 'Cost of an hour that emptying does not save';
COMMENT ON COLUMN snapshot_host.admin_min_per_month IS 'Administrator''s minutes a month in service';
COMMENT ON COLUMN snapshot_host.idle_w IS 'Watts when idle';
COMMENT ON COLUMN snapshot_host.peak_w IS 'Watts at full CPU use';
COMMENT ON COLUMN snapshot_host."on" IS '1: in service now; NULL: 1 where it holds a domain';
COMMENT ON COLUMN snapshot_host.host_id IS 'Host of the inventory; NULL where the snapshot is a scenario';

CREATE TABLE snapshot_host_resource (
    snapshot_id bigint NOT NULL REFERENCES snapshot,
    host label NOT NULL,
    resource label NOT NULL,
    capacity amount,
    soft amount,
    PRIMARY KEY (snapshot_id, host, resource)
);
COMMENT ON TABLE snapshot_host_resource IS 'Capacities of a snapshot (the resource columns of hosts.csv)';
COMMENT ON COLUMN snapshot_host_resource.snapshot_id IS 'Snapshot';
COMMENT ON COLUMN snapshot_host_resource.host IS 'Host';
COMMENT ON COLUMN snapshot_host_resource.resource IS 'Resource';
COMMENT ON COLUMN snapshot_host_resource.capacity IS 'Capacity in the resource''s unit; NULL: 0';
COMMENT ON COLUMN snapshot_host_resource.soft IS 'The host''s own soft limit; NULL: by soft_permille';

CREATE TABLE snapshot_service (
    snapshot_id bigint NOT NULL REFERENCES snapshot,
    service label NOT NULL,
    team label,
    cost_center label,
    tier label,
    min_zones amount,
    max_per_host amount,
    max_per_zone amount,
    near text,
    min_replicas amount,
    max_replicas amount,
    PRIMARY KEY (snapshot_id, service)
);
COMMENT ON TABLE snapshot_service IS 'Services of a snapshot (services.csv)';
COMMENT ON COLUMN snapshot_service.snapshot_id IS 'Snapshot';
COMMENT ON COLUMN snapshot_service.service IS 'Name';
COMMENT ON COLUMN snapshot_service.team IS 'Team; NULL: unallocated';
COMMENT ON COLUMN snapshot_service.cost_center IS 'Cost center; NULL: unallocated';
COMMENT ON COLUMN snapshot_service.tier IS 'Tier';
COMMENT ON COLUMN snapshot_service.min_zones IS 'Least number of zones its domains are in';
COMMENT ON COLUMN snapshot_service.max_per_host IS 'Most domains on one host';
COMMENT ON COLUMN snapshot_service.max_per_zone IS 'Most domains in one zone';
COMMENT ON COLUMN snapshot_service.near IS 'Services that it must be near, as a list cell';
COMMENT ON COLUMN snapshot_service.min_replicas IS 'Least number of domains';
COMMENT ON COLUMN snapshot_service.max_replicas IS 'Most domains';

CREATE TABLE snapshot_tier (
    snapshot_id bigint NOT NULL REFERENCES snapshot,
    line integer NOT NULL,
    tier label NOT NULL,
    resource label,
    hard_permille integer CHECK (hard_permille BETWEEN 0 AND 100000),
    max_slowdown measure,
    percentile measure,
    PRIMARY KEY (snapshot_id, line)
);
COMMENT ON TABLE snapshot_tier IS 'Limits of tiers of a snapshot (tiers.csv)';
COMMENT ON COLUMN snapshot_tier.snapshot_id IS 'Snapshot';
COMMENT ON COLUMN snapshot_tier.line IS 'Position in the table';
COMMENT ON COLUMN snapshot_tier.tier IS 'Name of the tier';
COMMENT ON COLUMN snapshot_tier.resource IS 'Resource the limit is for; NULL: a tier without limits';
COMMENT ON COLUMN snapshot_tier.hard_permille IS 'Use never passes this share of capacity';
COMMENT ON COLUMN snapshot_tier.max_slowdown IS 'Use never passes 1 - 1/max_slowdown of capacity';
COMMENT ON COLUMN snapshot_tier.percentile IS 'Percentile of samples taken as demand';

CREATE TABLE snapshot_domain (
    snapshot_id bigint NOT NULL REFERENCES snapshot,
    domain label NOT NULL,
    service label,
    host label,
    state text CHECK (state IN ('running', 'paused', 'stopped')),
    move text CHECK (move IN ('live', 'save', 'cold', 'never')),
    operator_min measure,
    move_cost measure,
    downtime_cost measure,
    dirty_mib_s amount,
    moved_h_ago measure,
    requires text,
    licence text,
    domain_id bigint REFERENCES domain,
    uuid uuid,
    observed_name text,
    PRIMARY KEY (snapshot_id, domain)
);
COMMENT ON TABLE snapshot_domain IS 'Domains of a snapshot (domains.csv)';
COMMENT ON COLUMN snapshot_domain.snapshot_id IS 'Snapshot';
COMMENT ON COLUMN snapshot_domain.domain IS 'Name; made unique where two domains have the same';
COMMENT ON COLUMN snapshot_domain.service IS 'Service; NULL: unallocated';
COMMENT ON COLUMN snapshot_domain.host IS 'Host where it is; NULL: not placed yet';
COMMENT ON COLUMN snapshot_domain.state IS 'State; NULL: running';
COMMENT ON COLUMN snapshot_domain.move IS 'How it may move; NULL: live';
COMMENT ON COLUMN snapshot_domain.operator_min IS 'Operator''s minutes for one move';
COMMENT ON COLUMN snapshot_domain.move_cost IS 'Further cost of one move';
COMMENT ON COLUMN snapshot_domain.downtime_cost IS 'Cost of the downtime of one move';
COMMENT ON COLUMN snapshot_domain.dirty_mib_s IS 'Memory it writes, MiB/s';
COMMENT ON COLUMN snapshot_domain.moved_h_ago IS 'Hours since it last moved';
COMMENT ON COLUMN snapshot_domain.requires IS 'Tags that its host must have, as a list cell';
COMMENT ON COLUMN snapshot_domain.licence IS 'Licences it needs, as a list cell';
COMMENT ON COLUMN snapshot_domain.domain_id IS 'Domain observed; NULL where the snapshot is a scenario';
COMMENT ON COLUMN snapshot_domain.uuid IS 'UUID by which the hypervisor knows it; NULL where the snapshot is a scenario';
COMMENT ON COLUMN snapshot_domain.observed_name IS 'Name by which the hypervisor knows it; NULL where the snapshot is a scenario';

CREATE TABLE snapshot_domain_resource (
    snapshot_id bigint NOT NULL REFERENCES snapshot,
    domain label NOT NULL,
    resource label NOT NULL,
    amount amount,
    PRIMARY KEY (snapshot_id, domain, resource)
);
COMMENT ON TABLE snapshot_domain_resource IS 'Constant demand of a snapshot (the resource columns of domains.csv)';
COMMENT ON COLUMN snapshot_domain_resource.snapshot_id IS 'Snapshot';
COMMENT ON COLUMN snapshot_domain_resource.domain IS 'Domain';
COMMENT ON COLUMN snapshot_domain_resource.resource IS 'Resource';
COMMENT ON COLUMN snapshot_domain_resource.amount IS 'Demand in the resource''s unit; NULL: not known';

CREATE TABLE snapshot_demand (
    snapshot_id bigint NOT NULL REFERENCES snapshot,
    domain label NOT NULL,
    resource label NOT NULL,
    period integer NOT NULL CHECK (period BETWEEN 0 AND 287),
    amount amount NOT NULL,
    PRIMARY KEY (snapshot_id, domain, resource, period)
);
COMMENT ON TABLE snapshot_demand IS 'Demand of a snapshot by period (demand.csv)';
COMMENT ON COLUMN snapshot_demand.snapshot_id IS 'Snapshot';
COMMENT ON COLUMN snapshot_demand.domain IS 'Domain';
COMMENT ON COLUMN snapshot_demand.resource IS 'Resource';
COMMENT ON COLUMN snapshot_demand.period IS 'Slot of the demand cycle, from 0';
COMMENT ON COLUMN snapshot_demand.amount IS 'Demand in that slot, in the resource''s unit';

CREATE TABLE snapshot_rule (
    snapshot_id bigint NOT NULL REFERENCES snapshot,
    rule text NOT NULL,
    name label NOT NULL,
    domains text,
    hosts text,
    "limit" amount,
    strength text CHECK (strength IN ('hard', 'soft', 'keep')),
    price_per_h measure,
    owner text,
    reason text,
    valid_from text,
    valid_to text,
    PRIMARY KEY (snapshot_id, name)
);
COMMENT ON TABLE snapshot_rule IS 'Rules of a snapshot (rules.csv)';
COMMENT ON COLUMN snapshot_rule.snapshot_id IS 'Snapshot';
COMMENT ON COLUMN snapshot_rule.rule IS 'Kind of rule';
COMMENT ON COLUMN snapshot_rule.name IS 'Name';
COMMENT ON COLUMN snapshot_rule.domains IS 'Domains it speaks of, as a list cell';
COMMENT ON COLUMN snapshot_rule.hosts IS 'Hosts it speaks of, as a list cell';
COMMENT ON COLUMN snapshot_rule."limit" IS 'Limit of spread, spread_zone and max_on';
COMMENT ON COLUMN snapshot_rule.strength IS 'hard, soft or keep; NULL: hard';
COMMENT ON COLUMN snapshot_rule.price_per_h IS 'Price of one breach for an hour, where soft';
COMMENT ON COLUMN snapshot_rule.owner IS 'Who asked for it';
COMMENT ON COLUMN snapshot_rule.reason IS 'Why';
COMMENT ON COLUMN snapshot_rule.valid_from IS 'Holds from then, ISO 8601 in UTC';
COMMENT ON COLUMN snapshot_rule.valid_to IS 'Holds until then, ISO 8601 in UTC';

CREATE TABLE snapshot_licence (
    snapshot_id bigint NOT NULL REFERENCES snapshot,
    licence label NOT NULL,
    cost_per_host_h measure,
    cost_per_core_h measure,
    max_hosts amount,
    PRIMARY KEY (snapshot_id, licence)
);
COMMENT ON TABLE snapshot_licence IS 'Licences of a snapshot (licences.csv)';
COMMENT ON COLUMN snapshot_licence.snapshot_id IS 'Snapshot';
COMMENT ON COLUMN snapshot_licence.licence IS 'Name';
COMMENT ON COLUMN snapshot_licence.cost_per_host_h IS 'Cost of an hour of each host with a domain of it';
COMMENT ON COLUMN snapshot_licence.cost_per_core_h IS 'Cost of an hour of each core of those hosts';
COMMENT ON COLUMN snapshot_licence.max_hosts IS 'Most hosts it may be used on; NULL: no limit';

CREATE TABLE snapshot_move_cost (
    snapshot_id bigint NOT NULL REFERENCES snapshot,
    line integer NOT NULL,
    "from" text NOT NULL,
    "to" text NOT NULL,
    operator_min measure,
    cost measure,
    PRIMARY KEY (snapshot_id, line)
);
COMMENT ON TABLE snapshot_move_cost IS 'Extra costs of moves of a snapshot (move_costs.csv)';
COMMENT ON COLUMN snapshot_move_cost.snapshot_id IS 'Snapshot';
COMMENT ON COLUMN snapshot_move_cost.line IS 'Position in the table';
COMMENT ON COLUMN snapshot_move_cost."from" IS 'Host or zone:NAME that is left';
COMMENT ON COLUMN snapshot_move_cost."to" IS 'Host or zone:NAME that is moved to';
COMMENT ON COLUMN snapshot_move_cost.operator_min IS 'Extra operator''s minutes';
COMMENT ON COLUMN snapshot_move_cost.cost IS 'Extra cost';

CREATE TABLE snapshot_balance (
    snapshot_id bigint NOT NULL REFERENCES snapshot,
    line integer NOT NULL,
    resource label NOT NULL,
    "with" label NOT NULL,
    ratio_permille amount NOT NULL,
    price_per_h measure NOT NULL,
    PRIMARY KEY (snapshot_id, line)
);
COMMENT ON TABLE snapshot_balance IS 'Prices of stranded headroom of a snapshot (balance.csv)';
COMMENT ON COLUMN snapshot_balance.snapshot_id IS 'Snapshot';
COMMENT ON COLUMN snapshot_balance.line IS 'Position in the table';
COMMENT ON COLUMN snapshot_balance.resource IS 'Resource whose headroom is weighed';
COMMENT ON COLUMN snapshot_balance."with" IS 'Resource it is weighed against';
COMMENT ON COLUMN snapshot_balance.ratio_permille IS 'Headroom of resource for each of with, in thousandths';
COMMENT ON COLUMN snapshot_balance.price_per_h IS 'Price of one stranded unit for an hour';

CREATE TABLE snapshot_blackout (
    snapshot_id bigint NOT NULL REFERENCES snapshot,
    line integer NOT NULL,
    scope text NOT NULL,
    "from" text NOT NULL,
    "to" text NOT NULL,
    PRIMARY KEY (snapshot_id, line)
);
COMMENT ON TABLE snapshot_blackout IS 'Times without actions of a snapshot (blackout.csv)';
COMMENT ON COLUMN snapshot_blackout.snapshot_id IS 'Snapshot';
COMMENT ON COLUMN snapshot_blackout.line IS 'Position in the table';
COMMENT ON COLUMN snapshot_blackout.scope IS '*, service:NAME or host:NAME';
COMMENT ON COLUMN snapshot_blackout."from" IS 'Begin, ISO 8601 in UTC';
COMMENT ON COLUMN snapshot_blackout."to" IS 'End, ISO 8601 in UTC';

CREATE TABLE snapshot_note (
    snapshot_id bigint NOT NULL REFERENCES snapshot,
    line integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('host', 'domain', 'resource', 'rule')),
    subject text NOT NULL,
    note text NOT NULL,
    PRIMARY KEY (snapshot_id, line)
);
COMMENT ON TABLE snapshot_note IS 'What a person must know of how a snapshot came about';
COMMENT ON COLUMN snapshot_note.snapshot_id IS 'Snapshot';
COMMENT ON COLUMN snapshot_note.line IS 'Position';
COMMENT ON COLUMN snapshot_note.kind IS 'What it is about';
COMMENT ON COLUMN snapshot_note.subject IS 'Name of that';
COMMENT ON COLUMN snapshot_note.note IS 'What was assumed, left out or made safe, and why';

-- Rows come while the snapshot is open; none is ever changed or taken away.
CREATE FUNCTION snapshot_keep() RETURNS trigger
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'a snapshot cannot be changed' USING ERRCODE = 'VM001',
        HINT = 'take a new one with ''vmatrix snapshot''';
END
$$;
COMMENT ON FUNCTION snapshot_keep() IS 'Refuses changes of snapshots';

CREATE FUNCTION snapshot_row_insert() RETURNS trigger
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM added JOIN snapshot USING (snapshot_id) WHERE sealed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a snapshot cannot be changed' USING ERRCODE = 'VM001',
            HINT = 'take a new one with ''vmatrix snapshot''';
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION snapshot_row_insert() IS 'Refuses further rows of a sealed snapshot';

-- The one change there is: sealing.
CREATE FUNCTION snapshot_only_sealed() RETURNS trigger
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    IF old.sealed_at IS NULL AND new.sealed_at IS NOT NULL
       AND (old.snapshot_id, old.source, old.name, old.taken_at, old.taken_by)
           = (new.snapshot_id, new.source, new.name, new.taken_at, new.taken_by) THEN
        RETURN new;
    END IF;
    RAISE EXCEPTION 'a snapshot cannot be changed' USING ERRCODE = 'VM001',
        HINT = 'take a new one with ''vmatrix snapshot''';
END
$$;
COMMENT ON FUNCTION snapshot_only_sealed() IS 'Lets a snapshot be sealed, and nothing else';

CREATE TRIGGER snapshot_only_sealed BEFORE UPDATE ON snapshot
    FOR EACH ROW EXECUTE FUNCTION snapshot_only_sealed();
CREATE TRIGGER snapshot_keep BEFORE DELETE OR TRUNCATE ON snapshot
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();

CREATE TRIGGER snapshot_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_policy
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_insert AFTER INSERT ON snapshot_policy REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();
CREATE TRIGGER snapshot_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_resource
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_insert AFTER INSERT ON snapshot_resource REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();
CREATE TRIGGER snapshot_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_host
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_insert AFTER INSERT ON snapshot_host REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();
CREATE TRIGGER snapshot_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_host_resource
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_insert AFTER INSERT ON snapshot_host_resource REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();
CREATE TRIGGER snapshot_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_service
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_insert AFTER INSERT ON snapshot_service REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();
CREATE TRIGGER snapshot_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_tier
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_insert AFTER INSERT ON snapshot_tier REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();
CREATE TRIGGER snapshot_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_domain
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_insert AFTER INSERT ON snapshot_domain REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();
CREATE TRIGGER snapshot_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_domain_resource
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_insert AFTER INSERT ON snapshot_domain_resource REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();
CREATE TRIGGER snapshot_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_demand
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_insert AFTER INSERT ON snapshot_demand REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();
CREATE TRIGGER snapshot_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_rule
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_insert AFTER INSERT ON snapshot_rule REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();
CREATE TRIGGER snapshot_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_licence
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_insert AFTER INSERT ON snapshot_licence REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();
CREATE TRIGGER snapshot_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_move_cost
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_insert AFTER INSERT ON snapshot_move_cost REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();
CREATE TRIGGER snapshot_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_balance
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_insert AFTER INSERT ON snapshot_balance REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();
CREATE TRIGGER snapshot_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_blackout
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_insert AFTER INSERT ON snapshot_blackout REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();
CREATE TRIGGER snapshot_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_note
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_keep();
CREATE TRIGGER snapshot_row_insert AFTER INSERT ON snapshot_note REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION snapshot_row_insert();

GRANT SELECT ON snapshot, snapshot_policy, snapshot_resource, snapshot_host, snapshot_host_resource, snapshot_service, snapshot_tier, snapshot_domain, snapshot_domain_resource, snapshot_demand, snapshot_rule, snapshot_licence, snapshot_move_cost, snapshot_balance, snapshot_blackout, snapshot_note
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
GRANT INSERT ON snapshot_policy, snapshot_resource, snapshot_host, snapshot_host_resource, snapshot_service, snapshot_tier, snapshot_domain, snapshot_domain_resource, snapshot_demand, snapshot_rule, snapshot_licence, snapshot_move_cost, snapshot_balance, snapshot_blackout
    TO vmatrix_planner;
