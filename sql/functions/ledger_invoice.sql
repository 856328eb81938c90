-- Chargeback of a period: each team pays what it is charged and, as that is to what all teams are
-- charged, its part of what is idle, shared and unallocated. A team that is owed money on balance
-- (corrections) takes no part. Rounded to cents once.
CREATE OR REPLACE FUNCTION ledger_invoice(period_name text) RETURNS SETOF invoice_line
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH payer AS MATERIALIZED (
        SELECT team, cost_center, sum(amount) AS direct, greatest(sum(amount), 0) * 1000000 AS weight
        FROM charge WHERE period = period_name AND kind = 'charged' GROUP BY 1, 2
        UNION ALL
        SELECT NULL, NULL, 0, 1 WHERE NOT EXISTS (
            SELECT FROM charge WHERE period = period_name AND kind = 'charged')
    ), ordered AS MATERIALIZED (
        SELECT *, row_number() OVER (ORDER BY team COLLATE "C", cost_center COLLATE "C") AS line FROM payer
    ), pot AS (
        SELECT coalesce(sum(amount) FILTER (WHERE kind = 'idle'), 0) * 1000000 AS idle,
               coalesce(sum(amount) FILTER (WHERE kind = 'shared'), 0) * 1000000 AS shared,
               coalesce(sum(amount) FILTER (WHERE kind = 'unallocated'), 0) * 1000000 AS unallocated
        FROM charge WHERE period = period_name
    ), split AS MATERIALIZED (
        SELECT largest_remainder(pot.idle, w) AS idle, largest_remainder(pot.shared, w) AS shared,
               largest_remainder(pot.unallocated, w) AS unallocated
        FROM pot, (SELECT array_agg(weight ORDER BY line) AS w FROM ordered) a
    ), summed AS MATERIALIZED (
        SELECT o.line, o.team, o.cost_center, o.direct, s.idle[o.line] * 0.000001 AS idle,
               s.shared[o.line] * 0.000001 AS shared, s.unallocated[o.line] * 0.000001 AS unallocated,
               o.direct + (s.idle[o.line] + s.shared[o.line] + s.unallocated[o.line]) * 0.000001 AS amount
        FROM ordered o, split s
    ), cent AS MATERIALIZED (
        SELECT *, floor(amount * 100) AS cents, amount * 100 - floor(amount * 100) AS rest,
               round(sum(amount) OVER () * 100) - sum(floor(amount * 100)) OVER () AS left_over
        FROM summed
    )
    SELECT period_name, c.line::integer, c.team, c.cost_center, round(c.direct, 6), round(c.idle, 6),
           round(c.shared, 6), round(c.unallocated, 6), round(c.amount, 6),
           round((c.cents + (row_number() OVER (ORDER BY c.rest DESC, c.line) <= c.left_over)::integer) * 0.01, 2),
           p.currency
    FROM cent c, ledger_period p WHERE p.period = period_name
    ORDER BY c.line
$$;
COMMENT ON FUNCTION ledger_invoice(text) IS 'The whole ledger of a period split among teams, in cents';
GRANT EXECUTE ON FUNCTION ledger_invoice(text) TO vmatrix_auditor;
