-- Prices and settings as rate cards: effective-dated (valid) and bitemporal (known). A card is never
-- changed: who knows better closes what was known and writes new cards. Takes the place of table rate.
ALTER TABLE rate_key
    ADD COLUMN by_licence boolean NOT NULL DEFAULT false,
    ADD COLUMN by_hour boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN rate_key.by_licence IS 'True: a price of licences, each by its name';
COMMENT ON COLUMN rate_key.by_hour IS 'True: may differ by hour of the day in the billing time zone';

CREATE TABLE rate_card (
    rate_card_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL REFERENCES rate_key,
    class label,
    licence label,
    hour smallint CONSTRAINT "an hour of the day is 0 to 23" CHECK (hour BETWEEN 0 AND 23),
    value text,
    currency text CONSTRAINT "a currency has three capital letters (ISO 4217)" CHECK (currency ~ '^[A-Z]{3}$'),
    valid tstzrange NOT NULL
        CONSTRAINT "valid_to is after valid_from"
        CHECK (NOT isempty(valid) AND lower_inc(valid) AND NOT lower_inf(valid)),
    known tstzrange NOT NULL CHECK (isempty(known) OR lower_inc(known) AND NOT lower_inf(known)),
    owner label,
    source text NOT NULL CHECK (octet_length(source) BETWEEN 1 AND 2000),
    reason text CHECK (octet_length(reason) BETWEEN 1 AND 2000),
    set_by text NOT NULL DEFAULT session_user,
    CONSTRAINT rate_card_one_value EXCLUDE USING gist
        (key WITH =, coalesce(class::text, '') WITH =, coalesce(licence::text, '') WITH =,
         coalesce(hour, -1::smallint) WITH =, valid WITH &&, known WITH &&)
);
CREATE INDEX rate_card_key ON rate_card (key) WHERE upper_inf(known);
COMMENT ON TABLE rate_card IS 'Values set by people: one at a time for each key, class, licence and hour, and one known at a time';
COMMENT ON COLUMN rate_card.rate_card_id IS 'Identity, in order of writing';
COMMENT ON COLUMN rate_card.key IS 'Which price or setting';
COMMENT ON COLUMN rate_card.class IS 'Class of host it is for; NULL: every class without its own';
COMMENT ON COLUMN rate_card.licence IS 'Licence it is the price of; NULL: no licence';
COMMENT ON COLUMN rate_card.hour IS 'Hour of the day it is for, in the billing time zone; NULL: every hour without its own';
COMMENT ON COLUMN rate_card.value IS 'Value; NULL: no limit';
COMMENT ON COLUMN rate_card.currency IS 'Currency of a price; NULL where it is none';
COMMENT ON COLUMN rate_card.valid IS 'When it holds';
COMMENT ON COLUMN rate_card.known IS 'From when to when it was taken to be so';
COMMENT ON COLUMN rate_card.owner IS 'Who answers for the figure';
COMMENT ON COLUMN rate_card.source IS 'Where it comes from';
COMMENT ON COLUMN rate_card.reason IS 'Why it was set';
COMMENT ON COLUMN rate_card.set_by IS 'Login role that set it';

-- What was set before: of values from the same moment the last counts, each holds until the next.
INSERT INTO rate_card (key, class, value, currency, valid, known, source, set_by)
SELECT r.key, r.class, r.value,
       CASE WHEN k.unit LIKE 'currency%' THEN coalesce((
           SELECT c.value FROM rate c WHERE c.key = 'currency' AND c.valid_from <= r.valid_from
             AND c.value ~ '^[A-Z]{3}$'
           ORDER BY c.valid_from DESC, c.rate_id DESC LIMIT 1), 'USD') END,
       tstzrange(r.valid_from, lead(r.valid_from) OVER (PARTITION BY r.key, r.class ORDER BY r.valid_from)),
       tstzrange(r.set_at, NULL), r.source, r.set_by
FROM (SELECT DISTINCT ON (key, class, valid_from) * FROM rate
      ORDER BY key, class, valid_from, rate_id DESC) r
JOIN rate_key k USING (key)
ORDER BY r.rate_id;
DROP TABLE rate;

UPDATE rate_key SET by_hour = true WHERE key = 'price_per_kwh';
INSERT INTO rate_key (key, kind, unit, in_policy, by_class, by_licence, default_value, source, description)
VALUES
('billing_time_zone', 'text', 'time zone', false, false, false, 'UTC', 'convention', 'Time zone in which months and hours of the day begin; storage is UTC'),
('licence_cost_per_host_h', 'measure', 'currency/h', false, false, true, '0', 'not known: set it from the contract', 'Licence fee for each host that runs a domain with it, an hour'),
('licence_cost_per_core_h', 'measure', 'currency/h', false, false, true, '0', 'not known: set it from the contract', 'Licence fee for each core of such a host, an hour'),
('incident_min', 'measure', 'min', false, false, false, '120', 'assumption: 2 h for a failed move', 'Minutes that one incident takes'),
('savings_verify_days', 'amount', 'days', false, false, false, '7', 'assumption: a week, so that each weekday is in it', 'Days after a plan was carried out before its savings are verified');

GRANT SELECT ON rate_card
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
