-- The MUST rules of FinOps FOCUS 1.2 on its mandatory columns (and those others that are given), over
-- hosts, domains with and without a team, people's work, and a correction of a closed period.
BEGIN;
SELECT plan(34);

SELECT rate_set('machine_cost_per_h', '1', '{"valid_from": "2020-01-01T00:00:00Z"}');
INSERT INTO host (host, uri) VALUES ('h', 'sim:1');
INSERT INTO service (service, team, cost_center) VALUES ('r', 'red', NULL), ('n', NULL, NULL);
INSERT INTO domain (uuid, domain, first_seen_at, last_seen_at)
    SELECT gen_random_uuid(), name, now(), now() FROM unnest(ARRAY['dr', 'dn']) name;
INSERT INTO host_version (host_id, host, zone, in_service, cpu_mcpu, memory_mib, currency, valid)
    SELECT host_id, 'h', 'z1', true, 8000, 8192, 'USD', '[2026-01-10 00:00Z, 2026-01-10 03:00Z)' FROM host;
INSERT INTO service_version (service_id, service, team, cost_center, valid)
    SELECT service_id, service, team, cost_center, '[2026-01-01, 2026-02-01)' FROM service;
INSERT INTO domain_version (domain_id, domain, service_id, valid)
    SELECT domain_id, domain, service.service_id, '[2026-01-01, 2026-02-01)'
    FROM domain JOIN service ON right(domain, 1) = service;
INSERT INTO placement_version (domain_id, host_id, state, n_vcpus, memory_mib, valid)
    SELECT domain_id, host_id, 'running', 2, 2048, '[2026-01-10 00:20Z, 2026-01-10 02:30Z)' FROM domain, host;
INSERT INTO people_action (at, action, minutes, reason) VALUES ('2026-01-10 00:30Z', 'incident', 30, 'x');
SELECT ledger_close('2026-01', 'test');
SELECT ledger_correct('2026-01', '{"service": "r", "amount": "-0.10", "reason": "x"}');
SELECT set_config('vmatrix.report_from', '2026-01-01T00:00:00Z', true),
       set_config('vmatrix.report_to', '2030-01-01T00:00:00Z', true);
CREATE TEMP TABLE f AS SELECT * FROM report_focus;

SELECT ok((SELECT count(*) > 20 AND count(*) FILTER (WHERE "ChargeClass" IS NOT NULL) = 1 FROM f),
    'there are rows of every kind');
SELECT set_has($$SELECT attname::text FROM pg_attribute WHERE attrelid = 'report_focus'::regclass AND attnum > 0$$,
    $$SELECT unnest(ARRAY['BilledCost', 'BillingAccountId', 'BillingAccountName', 'BillingCurrency',
        'BillingPeriodEnd', 'BillingPeriodStart', 'ChargeCategory', 'ChargeClass', 'ChargeDescription',
        'ChargePeriodEnd', 'ChargePeriodStart', 'ContractedCost', 'EffectiveCost', 'InvoiceIssuerName',
        'ListCost', 'PricingQuantity', 'PricingUnit', 'ProviderName', 'PublisherName', 'ServiceCategory',
        'ServiceName'])$$, 'every mandatory column is present');
SELECT is_empty($$SELECT attname FROM pg_attribute WHERE attrelid = 'report_focus'::regclass AND attnum > 0
    AND attname !~ '^[A-Z][A-Za-z0-9]{0,49}$'$$, 'column IDs are Pascal case, alphanumeric, at most 50 characters');
SELECT is_empty($$SELECT attname FROM pg_attribute WHERE attrelid = 'report_focus'::regclass AND attnum > 0
    AND (attname ~ 'Cost$|Quantity$') <> (atttypid = 'numeric'::regtype)$$, 'metrics are decimals, and only they');
SELECT is_empty($$SELECT attname FROM pg_attribute WHERE attrelid = 'report_focus'::regclass AND attnum > 0
    AND (attname ~ 'Period(Start|End)$') <> (atttypid = 'timestamptz'::regtype)$$, 'periods are dates with time');
SELECT is_empty($$SELECT * FROM f, jsonb_each_text(to_jsonb(f)) x WHERE x.value = ''$$, 'what is empty is NULL');
SELECT is_empty($$SELECT * FROM f WHERE "BilledCost" IS NULL OR "EffectiveCost" IS NULL OR "ListCost" IS NULL
    OR "ContractedCost" IS NULL$$, 'no cost is NULL');
SELECT is_empty($$SELECT * FROM f WHERE "BilledCost" IN ('NaN', 'Infinity', '-Infinity')$$, 'costs are numbers');
SELECT is_empty($$SELECT * FROM f WHERE "BillingAccountId" IS NULL OR "BillingAccountName" IS NULL$$,
    'the billing account is not NULL');
SELECT is_empty($$SELECT * FROM f WHERE "BillingCurrency" IS NULL OR "BillingCurrency" !~ '^[A-Z]{3}$'$$,
    'the currency is of ISO 4217');
SELECT is_empty($$SELECT * FROM f WHERE "BillingPeriodStart" IS NULL OR "BillingPeriodEnd" <= "BillingPeriodStart"$$,
    'a billing period has a start and an exclusive end');
SELECT is_empty($$SELECT * FROM f WHERE "ChargePeriodStart" IS NULL OR "ChargePeriodEnd" <= "ChargePeriodStart"$$,
    'so has a charge period');
SELECT is_empty($$SELECT * FROM f WHERE "ChargeClass" IS NULL
    AND ("ChargePeriodStart" < "BillingPeriodStart" OR "ChargePeriodEnd" > "BillingPeriodEnd")$$,
    'which lies in the billing period, but for a correction');
SELECT is_empty($$SELECT * FROM f WHERE "ChargeCategory" IS NULL
    OR "ChargeCategory" NOT IN ('Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment')$$, 'charge categories are allowed ones');
SELECT is_empty($$SELECT * FROM f WHERE "ChargeClass" <> 'Correction'$$, 'a charge class is Correction or NULL');
SELECT results_eq($$SELECT "ChargeClass" = 'Correction', "ChargePeriodStart" = '2026-01-01T00:00Z', "BilledCost" FROM f
    WHERE "BilledCost" < 0$$, $$VALUES (true, true, -0.10)$$,
    'a correction of an invoiced period is one, with the dates of what it corrects');
SELECT is_empty($$SELECT * FROM f WHERE "ChargeFrequency" NOT IN ('One-Time', 'Recurring', 'Usage-Based')$$,
    'charge frequencies are allowed ones');
SELECT is_empty($$SELECT * FROM f WHERE "ChargeDescription" IS NULL$$, 'each charge is described');
SELECT is_empty($$SELECT * FROM f WHERE "ChargeCategory" IN ('Usage', 'Purchase') AND "ChargeClass" IS NULL
    AND ("PricingQuantity" IS NULL OR "PricingUnit" IS NULL)$$, 'usage has a pricing quantity and unit');
SELECT is_empty($$SELECT * FROM f WHERE ("PricingQuantity" IS NULL) <> ("PricingUnit" IS NULL)
    OR ("ConsumedQuantity" IS NULL) <> ("ConsumedUnit" IS NULL)$$, 'no quantity is without its unit');
SELECT is_empty($$SELECT * FROM f WHERE "ChargeCategory" = 'Usage' AND "ChargeClass" IS NULL
    AND ("ConsumedQuantity" IS NULL OR "ConsumedQuantity" <= 0)$$, 'usage is a positive quantity');
SELECT is_empty($$SELECT * FROM f WHERE "ChargeCategory" = 'Purchase' AND "ChargeFrequency" = 'Usage-Based'$$,
    'a purchase is not usage-based');
SELECT is_empty($$SELECT * FROM f WHERE "BilledCost" <> ALL (ARRAY["EffectiveCost", "ListCost", "ContractedCost"])
    OR "EffectiveCost" <> "ListCost" OR "ListCost" <> "ContractedCost"$$, 'nothing is discounted or amortised: the four costs are one');
SELECT is_empty($$SELECT * FROM f WHERE "ConsumedQuantity" IS NOT NULL AND "ChargeCategory" <> 'Usage'$$,
    'only usage is consumed');
SELECT is_empty($$SELECT * FROM f WHERE "InvoiceIssuerName" IS NULL OR "ProviderName" IS NULL OR "PublisherName" IS NULL$$,
    'issuer, provider and publisher are not NULL');
SELECT is_empty($$SELECT * FROM f WHERE "ServiceCategory" IS NULL OR "ServiceCategory" NOT IN ('AI and Machine Learning',
    'Analytics', 'Business Applications', 'Compute', 'Databases', 'Developer Tools', 'Multicloud', 'Identity',
    'Integration', 'Internet of Things', 'Management and Governance', 'Media', 'Migration', 'Mobile', 'Networking',
    'Security', 'Storage', 'Web', 'Other')$$, 'service categories are allowed ones');
SELECT is_empty($$SELECT "ServiceName" FROM f GROUP BY 1 HAVING count(DISTINCT "ServiceCategory") <> 1$$,
    'a service name has one category');
SELECT is_empty($$SELECT * FROM f WHERE "ServiceName" IS NULL$$, 'and is not NULL');
SELECT is_empty($$SELECT * FROM f WHERE "ServiceCategory" = 'Compute' AND "ServiceSubcategory" NOT IN ('Containers',
    'End User Computing', 'Quantum Compute', 'Serverless Compute', 'Virtual Machines', 'Other (Compute)')$$,
    'subcategories belong to their category');
SELECT is_empty($$SELECT * FROM f WHERE ("ResourceName" IS NOT NULL OR "ResourceType" IS NOT NULL)
    AND "ResourceId" IS NULL$$, 'what has no resource has no name or type of one');
SELECT is_empty($$SELECT * FROM f WHERE "SubAccountId" IS NULL AND "SubAccountName" IS NOT NULL$$, 'nor of a sub account');
SELECT is_empty($$SELECT * FROM f WHERE jsonb_typeof("Tags") <> 'object'
    OR EXISTS (SELECT FROM jsonb_each("Tags") t WHERE jsonb_typeof(t.value) = 'null')$$, 'tags are pairs of key and value');
SELECT is_empty($$SELECT * FROM f, jsonb_object_keys("Tags") k WHERE k NOT LIKE 'vmatrix/%'$$,
    'provider''s tags have its prefix');
SELECT results_eq($$SELECT "InvoiceId", sum("BilledCost"), sum("EffectiveCost") FROM f WHERE "InvoiceId" IS NOT NULL GROUP BY 1$$,
    $$SELECT period, total, total FROM ledger_period WHERE state = 'closed'$$, 'billed cost is what the period costs');

SELECT * FROM finish();
ROLLBACK;
