-- How a host is switched on and off. The commands run where apply runs, as whoever runs it: so only an
-- actuator sets them, not whoever keeps the inventory.
CREATE TABLE power_command (
    host_id integer PRIMARY KEY REFERENCES host,
    power_on text CHECK (octet_length(power_on) BETWEEN 1 AND 4000),
    power_off text CHECK (octet_length(power_off) BETWEEN 1 AND 4000),
    confirm_s integer NOT NULL DEFAULT 300 CHECK (confirm_s BETWEEN 1 AND 3600),
    changed_by name NOT NULL DEFAULT session_user,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

COMMENT ON TABLE power_command IS 'Commands that switch hosts; a host without one is only recorded as on or off';
COMMENT ON COLUMN power_command.host_id IS 'Host';
COMMENT ON COLUMN power_command.power_on IS 'Words of the command that switches it on, quoted as for a shell, which never sees them; NULL: none';
COMMENT ON COLUMN power_command.power_off IS 'The same to switch it off; NULL: none';
COMMENT ON COLUMN power_command.confirm_s IS 'Seconds within which the host must answer, or no longer answer, afterwards';
COMMENT ON COLUMN power_command.changed_by IS 'Login role that set it';
COMMENT ON COLUMN power_command.changed_at IS 'When it was set';

GRANT SELECT ON power_command
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;

COMMENT ON COLUMN journal.event IS 'The state that a step reached, or saved, approved, rejected, started, resumed, ended, abandoned, note, frozen, unfrozen, power command.';
