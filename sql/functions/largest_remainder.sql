-- Splits a whole number of units by weights, by largest remainder (ties: the first): the parts add up
-- to it. All weights 0: the first takes all. A negative number splits as its opposite does.
CREATE OR REPLACE FUNCTION largest_remainder(units numeric, weights numeric[]) RETURNS numeric[]
LANGUAGE sql IMMUTABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH weight AS (
        SELECT i, CASE WHEN (SELECT max(x) FROM unnest(weights) x) > 0 THEN w
                       ELSE (i = 1)::integer::numeric END AS w
        FROM unnest(weights) WITH ORDINALITY AS t (w, i)
    ), floored AS (
        SELECT i, div(abs(units) * w, sum(w) OVER ()) AS share, mod(abs(units) * w, sum(w) OVER ()) AS rest
        FROM weight
    ), ranked AS (
        SELECT i, share, abs(units) - sum(share) OVER () AS left_over,
               row_number() OVER (ORDER BY rest DESC, i) AS place
        FROM floored
    )
    SELECT array_agg(sign(units) * (share + (place <= left_over)::integer) ORDER BY i) FROM ranked
$$;
COMMENT ON FUNCTION largest_remainder(numeric, numeric[]) IS 'Splits whole units by weights so that the parts add up';
GRANT EXECUTE ON FUNCTION largest_remainder(numeric, numeric[]) TO vmatrix_planner, vmatrix_approver,
    vmatrix_actuator, vmatrix_auditor, vmatrix_tenant;
