-- Prices and settings with the time from which they hold and where each comes from.

CREATE TABLE rate_key (
    key text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('text', 'amount', 'measure')),
    unit text NOT NULL,
    in_policy boolean NOT NULL,
    by_class boolean NOT NULL,
    default_value text,
    source text NOT NULL,
    description text NOT NULL,
    CHECK (NOT (in_policy AND by_class))
);
COMMENT ON TABLE rate_key IS 'Every price and setting there is, with its default and the source of that';
COMMENT ON COLUMN rate_key.key IS 'Name';
COMMENT ON COLUMN rate_key.kind IS 'text, amount (whole number) or measure (non-negative decimal)';
COMMENT ON COLUMN rate_key.unit IS 'Unit of the value, currency where it is money';
COMMENT ON COLUMN rate_key.in_policy IS 'True: a key of policy.csv; false: a default for hosts or domains';
COMMENT ON COLUMN rate_key.by_class IS 'True: may differ by class of host';
COMMENT ON COLUMN rate_key.default_value IS 'Value where none was set; NULL: no limit';
COMMENT ON COLUMN rate_key.source IS 'Where the default comes from; an assumption is called so';
COMMENT ON COLUMN rate_key.description IS 'What it means';

CREATE TABLE rate (
    rate_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL REFERENCES rate_key,
    class label,
    value text,
    valid_from timestamptz NOT NULL,
    source text NOT NULL CHECK (octet_length(source) BETWEEN 1 AND 2000),
    set_at timestamptz NOT NULL DEFAULT now(),
    set_by text NOT NULL DEFAULT session_user
);
CREATE INDEX rate_by_key ON rate (key, class, valid_from);
COMMENT ON TABLE rate IS 'Values set by people; the latest that holds already is used, older ones stay';
COMMENT ON COLUMN rate.rate_id IS 'Identity, in order of setting';
COMMENT ON COLUMN rate.key IS 'Which price or setting';
COMMENT ON COLUMN rate.class IS 'Class of host it is for; NULL: every class without its own';
COMMENT ON COLUMN rate.value IS 'Value; NULL: no limit';
COMMENT ON COLUMN rate.valid_from IS 'Holds from then until a later one does';
COMMENT ON COLUMN rate.source IS 'Where it comes from';
COMMENT ON COLUMN rate.set_at IS 'When it was set';
COMMENT ON COLUMN rate.set_by IS 'Login role that set it';

INSERT INTO rate_key (key, kind, unit, in_policy, by_class, default_value, source, description)
VALUES
('currency', 'text', 'ISO 4217', true, false, 'USD', 'convention', 'Currency of all money'),
('horizon_h', 'amount', 'h', true, false, '720', 'convention: 30 days', 'Hours over which running costs are weighed against moves'),
('wage_per_h', 'measure', 'currency/h', true, false, '62.00', 'BLS median 43.52 (May 2022) / 0.705 wage share (ECEC, Dec 2024)', 'Loaded wage of an administrator'),
('plan_review_min', 'measure', 'min', true, false, '30', 'assumption', 'Minutes to review and approve a plan'),
('move_review_min', 'measure', 'min', true, false, '2', 'assumption', 'Minutes to review one move'),
('service_notice_min', 'measure', 'min', true, false, '15', 'assumption', 'Minutes to tell the owner of a service with a moved domain'),
('power_change_min', 'measure', 'min', true, false, '15', 'assumption', 'Minutes to take a host in or out of service'),
('out_of_hours_factor', 'measure', 'factor', true, false, '1.0', 'assumption: 1.5 where moves are made at night', 'Factor on the wage for moves'),
('price_per_kwh', 'measure', 'currency/kWh', true, false, '0.13', 'ASG Economics 2016; US regions 0.104 to 0.201 (EIA 2024)', 'Price of energy'),
('pue', 'measure', 'factor', true, false, '1.56', '2024 industry survey', 'Energy of the building for each of the machines'),
('max_moves', 'amount', 'moves', true, false, NULL, 'no limit', 'Most moves in one plan'),
('max_operator_min', 'measure', 'min', true, false, NULL, 'no limit', 'Most operator''s minutes in one plan'),
('max_memory_gib', 'amount', 'GiB', true, false, NULL, 'no limit', 'Most memory moved in one plan'),
('min_saving', 'measure', 'currency', true, false, '0', 'convention', 'Least saving for which anything is moved'),
('busiest_service_cost', 'measure', 'currency', true, false, '0', 'convention', 'Cost of each domain moved in the service with the most moves'),
('host_failures', 'amount', 'hosts', true, false, '0', 'convention', 'Failures of hosts that the rest must be able to hold'),
('max_parallel', 'amount', 'moves', true, false, '8', 'assumption', 'Most moves at the same time'),
('max_parallel_per_host', 'amount', 'moves', true, false, '2', 'assumption', 'Most moves at the same time from or to one host'),
('max_parallel_per_service', 'amount', 'moves', true, false, '1', 'assumption', 'Most moves at the same time in one service'),
('bandwidth_mib_s', 'amount', 'MiB/s', true, false, '1000', 'assumption', 'Bandwidth of one migration'),
('min_residence_h', 'measure', 'h', true, false, '0', 'convention', 'A domain that moved stays for this long'),
('machine_cost_per_h', 'measure', 'currency/h', false, true, '0', 'assumption: owned machines, whose amortisation emptying does not refund', 'Avoidable cost of a host''s hour in service'),
('sunk_cost_per_h', 'measure', 'currency/h', false, true, '0', 'not known: set it from the ledger', 'Cost of a host''s hour that emptying does not save; only reported'),
('admin_min_per_month', 'measure', 'min/month', false, true, '103.8', '100 servers an administrator (Greenberg et al. 2009, enterprise): 1.73 h a host and month', 'Administrator''s minutes for a host in service'),
('idle_w', 'measure', 'W', false, true, '150', 'assumption; idle about half of peak (Barroso and Hölzle 2007)', 'Watts of an idle host'),
('peak_w', 'measure', 'W', false, true, '300', 'assumption', 'Watts of a host at full CPU use'),
('operator_min', 'measure', 'min', false, false, '5', 'assumption: live move of a stateless domain', 'Operator''s minutes for one move');

GRANT SELECT ON rate_key, rate
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
