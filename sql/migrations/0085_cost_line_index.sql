-- Savings are verified against the lines of a host in a few days, whatever period those are in.
CREATE INDEX cost_line_of_host ON cost_line (host_id, component, starts_at);
