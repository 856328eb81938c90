-- The lines of a period split among who used what: parts of whole micro-units that add up to the line,
-- by largest remainder (ties: the lower domain, idle last). Nothing is clamped; energy of use follows
-- CPU alone, a licence is split evenly among the domains that need it. cost_line and domain_use of the period are filled already.
CREATE OR REPLACE FUNCTION ledger_split(period_name text) RETURNS SETOF charge
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH used AS MATERIALIZED (
        SELECT * FROM domain_use WHERE period = period_name
    ), host_use AS MATERIALIZED (
        SELECT host_id, starts_at, sum(weight) AS weight, max(total_weight) AS total,
               sum(cpu_mcpu) AS cpu
        FROM used GROUP BY 1, 2
    ), line AS MATERIALIZED (
        SELECT l.*, h.weight, h.total, h.cpu FROM cost_line l
        LEFT JOIN host_use h ON h.host_id = l.host_id AND h.starts_at = l.starts_at
        WHERE l.period = period_name AND l.amount <> 0
    ), part AS (
        SELECT l.line, abs(l.amount) * 1000000 AS whole, sign(l.amount) AS sign, u.domain_id,
               CASE l.component WHEN 'energy_use' THEN u.cpu_mcpu WHEN 'licence' THEN 1
                                ELSE u.weight END AS weight,
               CASE l.component WHEN 'energy_use' THEN l.cpu
                                WHEN 'licence' THEN count(*) OVER (PARTITION BY l.line)
                                ELSE l.total END AS total
        FROM line l JOIN used u ON u.host_id = l.host_id AND u.starts_at = l.starts_at
        WHERE l.action IS NULL AND (l.licence IS NULL OR l.licence = ANY (u.licences))
        UNION ALL
        SELECT l.line, abs(l.amount) * 1000000, sign(l.amount), NULL,
               coalesce(l.total - l.weight, 1), coalesce(l.total, 1)
        FROM line l WHERE l.action IS NULL AND l.component NOT IN ('energy_use', 'licence')
    ), floored AS (
        SELECT part.*, div(whole * weight, total) AS share, mod(whole * weight, total) AS remainder
        FROM part
    ), ranked AS (
        SELECT f.line, f.sign, f.domain_id, f.share, f.weight / f.total AS of_line, f.whole - sum(f.share) OVER line AS left_over,
               row_number() OVER (line ORDER BY f.remainder DESC, f.domain_id) AS place
        FROM floored f
        WINDOW line AS (PARTITION BY f.line)
    ), exact AS (
        SELECT line, domain_id, of_line,
               sign * (share + CASE WHEN place <= left_over THEN 1 ELSE 0 END) * 0.000001 AS amount
        FROM ranked
    )
    SELECT l.period, l.line,
           row_number() OVER (PARTITION BY l.line ORDER BY e.domain_id)::integer,
           CASE WHEN e.domain_id IS NULL THEN 'idle' WHEN u.team IS NULL THEN 'unallocated'
                ELSE 'charged' END,
           l.component, l.action, l.starts_at, l.ends_at, l.host_id, l.host, l.class, l.zone,
           e.domain_id, u.domain, u.service_id, u.service, u.team, u.cost_center,
           round(l.quantity * e.of_line, 9), l.unit, l.unit_price, round(e.amount, 6), l.currency,
           l.plan, l.correction_id
    FROM exact e
    JOIN line l USING (line)
    LEFT JOIN used u ON u.host_id = l.host_id AND u.starts_at = l.starts_at AND u.domain_id = e.domain_id
    WHERE e.amount <> 0
    UNION ALL
    SELECT l.period, l.line, 1,
           CASE WHEN l.team IS NOT NULL THEN 'charged'
                WHEN l.domain IS NOT NULL OR l.service IS NOT NULL THEN 'unallocated'
                ELSE 'shared' END,
           l.component, l.action, l.starts_at, l.ends_at, l.host_id, l.host, l.class, l.zone,
           l.domain_id, l.domain, l.service_id, l.service, l.team, l.cost_center, l.quantity, l.unit,
           l.unit_price, round(l.amount, 6), l.currency, l.plan, l.correction_id
    FROM line l WHERE l.action IS NOT NULL
$$;
COMMENT ON FUNCTION ledger_split(text) IS 'The lines of a period split among who used what';
GRANT EXECUTE ON FUNCTION ledger_split(text) TO vmatrix_auditor;
