-- The ledger: what was spent (cost_line), who it is charged to (charge), what was used (domain_use),
-- a partition a period. Rows of a closed period never change (function keep_closed).
CREATE TABLE ledger_period (
    period text PRIMARY KEY CONSTRAINT "a period is a month such as 2026-03"
        CHECK (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    time_zone text NOT NULL,
    currency text NOT NULL
        CONSTRAINT "a currency has three capital letters (ISO 4217)" CHECK (currency ~ '^[A-Z]{3}$'),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    charged_until timestamptz,
    known_at timestamptz,
    charged_by text,
    total numeric,
    n_charges bigint,
    closed_at timestamptz,
    closed_by text,
    accepted text,
    digest text CHECK (digest ~ '^[0-9a-f]{64}$'),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((state = 'closed') = (digest IS NOT NULL)),
    EXCLUDE USING gist (tstzrange(starts_at, ends_at) WITH &&)
);
COMMENT ON TABLE ledger_period IS 'Billing months; open, then closed for good';
COMMENT ON COLUMN ledger_period.period IS 'Year and month';
COMMENT ON COLUMN ledger_period.time_zone IS 'Billing time zone, in which the month begins';
COMMENT ON COLUMN ledger_period.currency IS 'The one currency of all its amounts';
COMMENT ON COLUMN ledger_period.starts_at IS 'Its first moment';
COMMENT ON COLUMN ledger_period.ends_at IS 'The first moment after it';
COMMENT ON COLUMN ledger_period.state IS 'open (may be charged anew) or closed (never changes)';
COMMENT ON COLUMN ledger_period.charged_until IS 'Charged up to then; NULL: not yet';
COMMENT ON COLUMN ledger_period.known_at IS 'Rates were taken as they were known then';
COMMENT ON COLUMN ledger_period.charged_by IS 'Login role that charged it last';
COMMENT ON COLUMN ledger_period.total IS 'Sum of its ledger when last charged';
COMMENT ON COLUMN ledger_period.n_charges IS 'Charges in it when last charged';
COMMENT ON COLUMN ledger_period.closed_at IS 'When it was closed';
COMMENT ON COLUMN ledger_period.closed_by IS 'Login role that closed it';
COMMENT ON COLUMN ledger_period.accepted IS 'Why it was closed in spite of its notes; NULL: it had none';
COMMENT ON COLUMN ledger_period.digest IS 'SHA-256 over its lines and charges in order';

CREATE TABLE ledger_note (
    period text NOT NULL REFERENCES ledger_period,
    subject text NOT NULL,
    note text NOT NULL,
    PRIMARY KEY (period, subject, note)
);
COMMENT ON TABLE ledger_note IS 'What finance must know before it closes a period: a host without a price, use that was not measured';
COMMENT ON COLUMN ledger_note.period IS 'Period';
COMMENT ON COLUMN ledger_note.subject IS 'What it is about';
COMMENT ON COLUMN ledger_note.note IS 'What is so';

CREATE TABLE correction (
    correction_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    period text NOT NULL REFERENCES ledger_period,
    corrects_period text NOT NULL REFERENCES ledger_period,
    component text NOT NULL,
    host label,
    service label,
    team label,
    cost_center label,
    amount numeric NOT NULL CHECK (amount <> 0 AND amount > '-Infinity' AND amount < 'Infinity'
                                   AND scale(trim_scale(amount)) <= 6),
    currency text NOT NULL,
    reason text NOT NULL CONSTRAINT "a correction needs a reason"
        CHECK (octet_length(reason) BETWEEN 1 AND 2000),
    entered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    entered_by text NOT NULL DEFAULT session_user
);
COMMENT ON TABLE correction IS 'Corrections of closed periods, posted in a later open one; append-only';
COMMENT ON COLUMN correction.correction_id IS 'Identity';
COMMENT ON COLUMN correction.period IS 'Period in which it is posted';
COMMENT ON COLUMN correction.corrects_period IS 'Closed period that it corrects';
COMMENT ON COLUMN correction.component IS 'Component of cost that it corrects';
COMMENT ON COLUMN correction.host IS 'Host it concerns; NULL: none';
COMMENT ON COLUMN correction.service IS 'Service it concerns; NULL: none';
COMMENT ON COLUMN correction.team IS 'Team that pays or is paid; NULL: shared';
COMMENT ON COLUMN correction.cost_center IS 'Cost center; NULL: none';
COMMENT ON COLUMN correction.amount IS 'Amount, negative where too much was charged';
COMMENT ON COLUMN correction.currency IS 'Currency';
COMMENT ON COLUMN correction.reason IS 'Why';
COMMENT ON COLUMN correction.entered_at IS 'When it was posted';
COMMENT ON COLUMN correction.entered_by IS 'Login role that posted it';

CREATE TABLE people_action (
    people_action_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    action text NOT NULL CONSTRAINT "action is incident, provisioning, maintenance or other"
        CHECK (action IN ('incident', 'provisioning', 'maintenance', 'other')),
    minutes measure NOT NULL,
    host_id integer REFERENCES host,
    service_id integer REFERENCES service,
    reason text NOT NULL CONSTRAINT "people's work needs a reason"
        CHECK (octet_length(reason) BETWEEN 1 AND 2000),
    entered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    entered_by text NOT NULL DEFAULT session_user
);
COMMENT ON TABLE people_action IS 'People''s work that no journal saw; append-only';
COMMENT ON COLUMN people_action.people_action_id IS 'Identity';
COMMENT ON COLUMN people_action.at IS 'When it was done';
COMMENT ON COLUMN people_action.action IS 'incident, provisioning, maintenance or other';
COMMENT ON COLUMN people_action.minutes IS 'Minutes it took';
COMMENT ON COLUMN people_action.host_id IS 'Host it was done on; NULL: none';
COMMENT ON COLUMN people_action.service_id IS 'Service it was done for, whose team pays; NULL: shared';
COMMENT ON COLUMN people_action.reason IS 'What was done and why';
COMMENT ON COLUMN people_action.entered_at IS 'When it was entered';
COMMENT ON COLUMN people_action.entered_by IS 'Login role that entered it';

-- Mean use of an hour, kept when the samples are gone.
CREATE TABLE use_hour (
    domain_id bigint NOT NULL,
    host_id integer NOT NULL,
    starts_at timestamptz NOT NULL,
    measured_s numeric NOT NULL CHECK (measured_s > 0),
    cpu_mcpu amount,
    disk_iops amount,
    network_mbit_s amount,
    PRIMARY KEY (host_id, starts_at, domain_id)
);
COMMENT ON TABLE use_hour IS 'Measured use of domains by hour and host; kept when the samples are dropped';
COMMENT ON COLUMN use_hour.domain_id IS 'Domain';
COMMENT ON COLUMN use_hour.host_id IS 'Host it ran on';
COMMENT ON COLUMN use_hour.starts_at IS 'First moment of the hour, as the billing time zone has it';
COMMENT ON COLUMN use_hour.measured_s IS 'Seconds of the hour that samples cover';
COMMENT ON COLUMN use_hour.cpu_mcpu IS 'Mean CPU use over those; NULL: not told';
COMMENT ON COLUMN use_hour.disk_iops IS 'Mean disk requests a second; NULL: not told';
COMMENT ON COLUMN use_hour.network_mbit_s IS 'Mean network Mbit/s; NULL: not told';

CREATE TABLE cost_line (
    period text NOT NULL REFERENCES ledger_period,
    line bigint NOT NULL,
    component text NOT NULL CHECK (component IN ('machine', 'sunk', 'administration', 'energy_idle',
        'energy_use', 'licence', 'people', 'moves')),
    action text,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at >= starts_at),
    host_id integer,
    host text,
    class text,
    zone text,
    licence text,
    domain_id bigint,
    domain text,
    service_id integer,
    service text,
    team text,
    cost_center text,
    quantity numeric NOT NULL,
    unit text NOT NULL,
    unit_price numeric NOT NULL,
    price_source text NOT NULL CHECK (price_source IN ('host', 'rate', 'default', 'domain', 'correction')),
    amount numeric NOT NULL CHECK (amount > '-Infinity' AND amount < 'Infinity'
                                   AND scale(trim_scale(amount)) <= 6),
    currency text NOT NULL,
    plan text,
    journal_entry bigint,
    people_action_id integer,
    correction_id integer,
    PRIMARY KEY (period, line)
) PARTITION BY LIST (period);
COMMENT ON TABLE cost_line IS 'The ledger: each cost once, a host''s at most an hour at a time, rounded once to the micro-unit';
COMMENT ON COLUMN cost_line.period IS 'Period it is posted in';
COMMENT ON COLUMN cost_line.line IS 'Number in the period';
COMMENT ON COLUMN cost_line.component IS 'machine, sunk, administration, energy_idle, energy_use, licence, people or moves';
COMMENT ON COLUMN cost_line.action IS 'What people did, or what of a move; NULL: no action';
COMMENT ON COLUMN cost_line.starts_at IS 'From then';
COMMENT ON COLUMN cost_line.ends_at IS 'Until then; the same moment for an action';
COMMENT ON COLUMN cost_line.host_id IS 'Host; NULL: none';
COMMENT ON COLUMN cost_line.host IS 'Name of the host then';
COMMENT ON COLUMN cost_line.class IS 'Class of the host then';
COMMENT ON COLUMN cost_line.zone IS 'Zone of the host then';
COMMENT ON COLUMN cost_line.licence IS 'Licence; NULL: none';
COMMENT ON COLUMN cost_line.domain_id IS 'Domain that an action was done for; NULL: none';
COMMENT ON COLUMN cost_line.domain IS 'Its name then';
COMMENT ON COLUMN cost_line.service_id IS 'Service that an action was done for; NULL: none';
COMMENT ON COLUMN cost_line.service IS 'Its name then';
COMMENT ON COLUMN cost_line.team IS 'Team that pays the whole line; NULL: shared, or split by use';
COMMENT ON COLUMN cost_line.cost_center IS 'Its cost center then';
COMMENT ON COLUMN cost_line.quantity IS 'How much';
COMMENT ON COLUMN cost_line.unit IS 'Of what';
COMMENT ON COLUMN cost_line.unit_price IS 'Price of one';
COMMENT ON COLUMN cost_line.price_source IS 'host (its own price), rate (a card), default (nobody set one), domain or correction';
COMMENT ON COLUMN cost_line.amount IS 'Cost, rounded half up to the micro-unit once';
COMMENT ON COLUMN cost_line.currency IS 'Currency';
COMMENT ON COLUMN cost_line.plan IS 'Plan it was done for; NULL: none';
COMMENT ON COLUMN cost_line.journal_entry IS 'Entry of the journal it comes from; NULL: none';
COMMENT ON COLUMN cost_line.people_action_id IS 'Work that was entered by hand; NULL: none';
COMMENT ON COLUMN cost_line.correction_id IS 'Correction it is; NULL: none';

CREATE TABLE domain_use (
    period text NOT NULL REFERENCES ledger_period,
    host_id integer NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    domain_id bigint NOT NULL,
    domain text NOT NULL,
    service_id integer,
    service text,
    team text,
    cost_center text,
    cpu_mcpu amount NOT NULL,
    cpu_measured boolean NOT NULL,
    memory_mib amount NOT NULL,
    licences text[] NOT NULL DEFAULT '{}',
    host_cpu_permille integer,
    host_memory_permille integer,
    weight numeric NOT NULL,
    total_weight numeric NOT NULL CHECK (total_weight > 0),
    PRIMARY KEY (period, host_id, starts_at, domain_id)
) PARTITION BY LIST (period);
COMMENT ON TABLE domain_use IS 'What each domain used of its host, and so its share of the host''s cost';
COMMENT ON COLUMN domain_use.period IS 'Period';
COMMENT ON COLUMN domain_use.host_id IS 'Host';
COMMENT ON COLUMN domain_use.starts_at IS 'From then';
COMMENT ON COLUMN domain_use.ends_at IS 'Until then';
COMMENT ON COLUMN domain_use.domain_id IS 'Domain';
COMMENT ON COLUMN domain_use.domain IS 'Its name then';
COMMENT ON COLUMN domain_use.service_id IS 'Its service then; NULL: none';
COMMENT ON COLUMN domain_use.service IS 'Name of the service then';
COMMENT ON COLUMN domain_use.team IS 'Team of the service then';
COMMENT ON COLUMN domain_use.cost_center IS 'Cost center of the service then';
COMMENT ON COLUMN domain_use.cpu_mcpu IS 'CPU it used, mean of the hour';
COMMENT ON COLUMN domain_use.cpu_measured IS 'False: not measured, its virtual CPUs count in full';
COMMENT ON COLUMN domain_use.memory_mib IS 'Its memory, MiB';
COMMENT ON COLUMN domain_use.licences IS 'Licences that it needs on its host';
COMMENT ON COLUMN domain_use.host_cpu_permille IS 'CPU in use on its host, of the capacity; NULL: not known';
COMMENT ON COLUMN domain_use.host_memory_permille IS 'Memory in use on its host, of the capacity; NULL: not known';
COMMENT ON COLUMN domain_use.weight IS 'Share of the host''s fixed cost is weight / total_weight';
COMMENT ON COLUMN domain_use.total_weight IS 'Weight of the whole host; what no domain has is idle';

CREATE TABLE charge (
    period text NOT NULL REFERENCES ledger_period,
    line bigint NOT NULL,
    part integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('charged', 'idle', 'shared', 'unallocated')),
    component text NOT NULL,
    action text,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    host_id integer,
    host text,
    class text,
    zone text,
    domain_id bigint,
    domain text,
    service_id integer,
    service text,
    team text,
    cost_center text,
    quantity numeric NOT NULL,
    unit text NOT NULL,
    unit_price numeric NOT NULL,
    amount numeric NOT NULL CHECK (amount > '-Infinity' AND amount < 'Infinity'
                                   AND scale(trim_scale(amount)) <= 6),
    currency text NOT NULL,
    plan text,
    correction_id integer,
    PRIMARY KEY (period, line, part),
    CHECK ((kind = 'charged') = (team IS NOT NULL))
) PARTITION BY LIST (period);
COMMENT ON TABLE charge IS 'The ledger split: the parts of a line add up to it, to the micro-unit. A team sees its own';
COMMENT ON COLUMN charge.period IS 'Period';
COMMENT ON COLUMN charge.line IS 'Line of the ledger that it is a part of';
COMMENT ON COLUMN charge.part IS 'Number in the line';
COMMENT ON COLUMN charge.kind IS 'charged (a team), unallocated (used, but no team is mapped), idle (nobody used it), shared (all)';
COMMENT ON COLUMN charge.component IS 'Component of cost';
COMMENT ON COLUMN charge.action IS 'What people did; NULL: no action';
COMMENT ON COLUMN charge.starts_at IS 'From then';
COMMENT ON COLUMN charge.ends_at IS 'Until then';
COMMENT ON COLUMN charge.host_id IS 'Host';
COMMENT ON COLUMN charge.host IS 'Its name then';
COMMENT ON COLUMN charge.class IS 'Its class then';
COMMENT ON COLUMN charge.zone IS 'Its zone then';
COMMENT ON COLUMN charge.domain_id IS 'Domain; NULL: none';
COMMENT ON COLUMN charge.domain IS 'Its name then';
COMMENT ON COLUMN charge.service_id IS 'Its service then; NULL: none';
COMMENT ON COLUMN charge.service IS 'Name of the service then';
COMMENT ON COLUMN charge.team IS 'Team of the service then';
COMMENT ON COLUMN charge.cost_center IS 'Cost center of the service then';
COMMENT ON COLUMN charge.quantity IS 'Part of the line''s quantity';
COMMENT ON COLUMN charge.unit IS 'Of what';
COMMENT ON COLUMN charge.unit_price IS 'Price of one';
COMMENT ON COLUMN charge.amount IS 'Part of the line''s amount';
COMMENT ON COLUMN charge.currency IS 'Currency';
COMMENT ON COLUMN charge.plan IS 'Plan it was done for; NULL: none';
COMMENT ON COLUMN charge.correction_id IS 'Correction it is; NULL: none';

-- What each team pays for a period: its own lines and its part of what no team used.
CREATE TABLE invoice_line (
    period text NOT NULL REFERENCES ledger_period,
    line integer NOT NULL,
    team label,
    cost_center label,
    direct numeric NOT NULL,
    idle numeric NOT NULL,
    shared numeric NOT NULL,
    unallocated numeric NOT NULL,
    amount numeric NOT NULL,
    invoiced numeric NOT NULL CHECK (scale(trim_scale(invoiced)) <= 2),
    currency text NOT NULL,
    PRIMARY KEY (period, line)
);
COMMENT ON TABLE invoice_line IS 'Chargeback: the whole ledger of a period split among teams, rounded to cents once. A team sees its own';
COMMENT ON COLUMN invoice_line.period IS 'Period';
COMMENT ON COLUMN invoice_line.line IS 'Number in the period';
COMMENT ON COLUMN invoice_line.team IS 'Team; NULL: nobody pays, no team used anything';
COMMENT ON COLUMN invoice_line.cost_center IS 'Cost center; NULL: none';
COMMENT ON COLUMN invoice_line.direct IS 'What it is charged for its own use and actions (showback)';
COMMENT ON COLUMN invoice_line.idle IS 'Its part of what nobody used, as direct is to that of all';
COMMENT ON COLUMN invoice_line.shared IS 'Its part of what is done for all, likewise';
COMMENT ON COLUMN invoice_line.unallocated IS 'Its part of what no team is mapped to, likewise';
COMMENT ON COLUMN invoice_line.amount IS 'direct + idle + shared + unallocated';
COMMENT ON COLUMN invoice_line.invoiced IS 'amount in cents: all together are the total rounded once, by largest remainder';
COMMENT ON COLUMN invoice_line.currency IS 'Currency';

-- Which team a login role belongs to.
CREATE TABLE team_member (
    login name NOT NULL,
    team label NOT NULL,
    added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    added_by text NOT NULL DEFAULT session_user,
    PRIMARY KEY (login, team)
);
COMMENT ON TABLE team_member IS 'Login roles and the teams whose lines they see';
COMMENT ON COLUMN team_member.login IS 'Login role';
COMMENT ON COLUMN team_member.team IS 'Team';
COMMENT ON COLUMN team_member.added_at IS 'When it was mapped';
COMMENT ON COLUMN team_member.added_by IS 'Login role that mapped it';

GRANT SELECT ON ledger_period, ledger_note, correction, people_action, use_hour, cost_line,
    domain_use, charge, invoice_line, team_member TO vmatrix_planner, vmatrix_approver, vmatrix_actuator,
    vmatrix_auditor;
-- Sums over all teams are not for one of them.
GRANT SELECT (period, time_zone, currency, starts_at, ends_at, state, charged_until, closed_at)
    ON ledger_period TO vmatrix_tenant;
GRANT SELECT ON cost_line, domain_use, charge, invoice_line, team_member TO vmatrix_tenant;
