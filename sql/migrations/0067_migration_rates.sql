-- What the durations of migrations are reckoned from, to be calibrated from the journal.
INSERT INTO rate_key (key, kind, unit, in_policy, by_class, default_value, source, description) VALUES
('migration_overhead_s', 'measure', 's', true, false, '0', 'assumption: calibrate it (vmatrix journal --calibration)', 'Seconds of a migration beyond the copying'),
('migration_mib_s', 'amount', 'MiB/s', true, false, NULL, 'no limit: calibrate it (vmatrix journal --calibration)', 'Most memory that one migration copies in a second'),
('max_downtime_ms', 'amount', 'ms', true, false, '300', 'QEMU: its default', 'How long a guest may stand still at the end of a live migration'),
('non_converging', 'text', 'word', true, false, 'auto_converge', 'convention', 'What becomes of a live move that would not converge: auto_converge, save or leave');
