-- What a scenario folder can say of licences, moves, stranded headroom and resources, said
-- of the estate.

CREATE TABLE licence (
    licence label PRIMARY KEY,
    cost_per_host_h measure,
    cost_per_core_h measure,
    max_hosts amount
);
COMMENT ON TABLE licence IS 'Licences that domains need on each host they are on';
COMMENT ON COLUMN licence.licence IS 'Name';
COMMENT ON COLUMN licence.cost_per_host_h IS 'Cost of an hour for each host with a domain of it; NULL: the rate licence_cost_per_host_h';
COMMENT ON COLUMN licence.cost_per_core_h IS 'Cost of an hour for each CPU of such a host; NULL: the rate licence_cost_per_core_h';
COMMENT ON COLUMN licence.max_hosts IS 'Most hosts with a domain of it; NULL: no limit';

ALTER TABLE domain ADD licence text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN domain.licence IS 'Licences that it needs';

CREATE TABLE move_cost (
    "from" text NOT NULL,
    "to" text NOT NULL,
    operator_min measure NOT NULL DEFAULT 0,
    cost measure NOT NULL DEFAULT 0,
    PRIMARY KEY ("from", "to")
);
COMMENT ON TABLE move_cost IS 'Extra for moves between two hosts or zones; all that match add up';
COMMENT ON COLUMN move_cost."from" IS 'Host, or zone:NAME, as a cell of move_costs.csv';
COMMENT ON COLUMN move_cost."to" IS 'Host, or zone:NAME, as a cell of move_costs.csv';
COMMENT ON COLUMN move_cost.operator_min IS 'Operator''s minutes more';
COMMENT ON COLUMN move_cost.cost IS 'Cost more';

CREATE TABLE balance (
    resource label NOT NULL REFERENCES resource,
    "with" label NOT NULL REFERENCES resource,
    ratio_permille amount NOT NULL,
    price_per_h measure NOT NULL,
    PRIMARY KEY (resource, "with", ratio_permille)
);
COMMENT ON TABLE balance IS 'Prices of headroom that is stranded for lack of another resource';
COMMENT ON COLUMN balance.resource IS 'Resource whose headroom is stranded';
COMMENT ON COLUMN balance."with" IS 'Resource that is lacking beside it';
COMMENT ON COLUMN balance.ratio_permille IS 'Thousandths of a unit of the other that one unit needs';
COMMENT ON COLUMN balance.price_per_h IS 'Price of one unit lacking for an hour';

CREATE TABLE host_resource (
    host_id integer NOT NULL REFERENCES host,
    resource label NOT NULL REFERENCES resource,
    capacity amount,
    soft amount,
    PRIMARY KEY (host_id, resource)
);
COMMENT ON TABLE host_resource IS 'Capacities and own soft limits of hosts, as declared';
COMMENT ON COLUMN host_resource.host_id IS 'Host';
COMMENT ON COLUMN host_resource.resource IS 'Resource';
COMMENT ON COLUMN host_resource.capacity IS 'Capacity in the resource''s unit; NULL: the host''s own column, or not known';
COMMENT ON COLUMN host_resource.soft IS 'The host''s own soft limit; NULL: by the resource''s soft_permille';

CREATE TABLE domain_demand (
    domain_id bigint NOT NULL REFERENCES domain,
    resource label NOT NULL REFERENCES resource,
    period integer CONSTRAINT "a period is a number from 0 to 287" CHECK (period BETWEEN 0 AND 287),
    amount amount NOT NULL,
    UNIQUE NULLS NOT DISTINCT (domain_id, resource, period)
);
COMMENT ON TABLE domain_demand IS 'Demand that people declare; it goes before what was measured';
COMMENT ON COLUMN domain_demand.domain_id IS 'Domain';
COMMENT ON COLUMN domain_demand.resource IS 'Resource';
COMMENT ON COLUMN domain_demand.period IS 'Period of the demand cycle; NULL: all that have no own';
COMMENT ON COLUMN domain_demand.amount IS 'Demand in the resource''s unit';

INSERT INTO rate_key (key, kind, unit, in_policy, by_class, default_value, source, description)
VALUES ('periods', 'amount', 'periods', true, false, '1', 'convention: one estimate for the whole day',
        'Equal parts of a day (UTC) that demand is estimated for, 1 to 288');

GRANT SELECT ON licence, move_cost, balance, host_resource, domain_demand
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
