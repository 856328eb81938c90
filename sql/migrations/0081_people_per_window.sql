-- What people can do between two blackouts of everything (docs/decisions/0032).
INSERT INTO rate_key (key, kind, unit, in_policy, by_class, default_value, source, description) VALUES
('max_operator_min_per_window', 'measure', 'min', true, false, NULL, 'no limit', 'Most operator''s minutes of the actions that begin between two blackouts of everything');
