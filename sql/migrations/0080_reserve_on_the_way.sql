-- Whether failures of hosts are provided for while domains move, too (docs/decisions/0031).
INSERT INTO rate_key (key, kind, unit, in_policy, by_class, default_value, source, description) VALUES
('reserve_on_the_way', 'amount', '0 or 1', true, false, '0', 'convention', '1: host_failures are provided for while domains move, too');
