-- How long samples are kept.
INSERT INTO rate_key (key, kind, unit, in_policy, by_class, default_value, source, description)
VALUES ('sample_days', 'amount', 'days', false, false, '35', 'assumption: a month and some days',
        'Samples older than so many days are dropped, a day at a time');
