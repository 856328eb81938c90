-- Fills use_hour from the samples there still are; an hour that more was measured of before stays. What was
-- charged before is measured again for a day back, as samples are stored at once; a period that is over,
-- whole.
CREATE OR REPLACE FUNCTION ledger_measure(p ledger_period, until timestamptz) RETURNS void
LANGUAGE sql
SET search_path = vmatrix, pg_temp
AS $$
    INSERT INTO use_hour AS known (domain_id, host_id, starts_at, measured_s, cpu_mcpu, disk_iops,
                                   network_mbit_s)
    SELECT r.domain_id, r.host_id, p.starts_at + i * interval '1 hour', sum(o.s),
           round(sum(r.cpu_mcpu * o.s) / sum(o.s) FILTER (WHERE r.cpu_mcpu IS NOT NULL)),
           round(sum(r.disk_iops * o.s) / sum(o.s) FILTER (WHERE r.disk_iops IS NOT NULL)),
           round(sum(r.network_mbit_s * o.s) / sum(o.s) FILTER (WHERE r.network_mbit_s IS NOT NULL))
    FROM (SELECT CASE WHEN until < p.ends_at AND p.charged_until - interval '1 day' > p.starts_at
                      THEN p.starts_at + floor(extract(epoch FROM p.charged_until - interval '1 day' - p.starts_at)
                                               / 3600) * interval '1 hour'
                      ELSE p.starts_at END AS begins) m
    CROSS JOIN LATERAL measured_domains(m.begins, until) r
    CROSS JOIN generate_series(
        floor(extract(epoch FROM greatest(r.since, m.begins) - p.starts_at) / 3600)::integer,
        ceil(extract(epoch FROM least(r.sampled_at, until) - p.starts_at) / 3600)::integer - 1) i
    CROSS JOIN LATERAL (
        SELECT extract(epoch FROM least(r.sampled_at, until, p.starts_at + (i + 1) * interval '1 hour')
                                  - greatest(r.since, p.starts_at + i * interval '1 hour')) AS s) o
    WHERE r.sampled_at > m.begins AND r.since < until AND r.state = 'running' AND o.s > 0
    GROUP BY r.domain_id, r.host_id, i
    ON CONFLICT (host_id, starts_at, domain_id) DO UPDATE
        SET measured_s = excluded.measured_s, cpu_mcpu = excluded.cpu_mcpu,
            disk_iops = excluded.disk_iops, network_mbit_s = excluded.network_mbit_s
        WHERE excluded.measured_s >= known.measured_s
$$;
COMMENT ON FUNCTION ledger_measure(ledger_period, timestamptz) IS 'Rolls samples up to mean use by hour';
