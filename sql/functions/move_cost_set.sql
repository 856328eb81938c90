-- Ends are cells of move_costs.csv; who they are is checked by the reader of snapshots.
CREATE OR REPLACE FUNCTION move_cost_set(from_end text, to_end text, fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    INSERT INTO move_cost ("from", "to") VALUES (from_end, to_end) ON CONFLICT DO NOTHING;
    UPDATE move_cost m
        SET (operator_min, cost)
          = (SELECT coalesce(n.operator_min, 0), coalesce(n.cost, 0)
             FROM jsonb_populate_record(m, fields) n)
        WHERE "from" = from_end AND "to" = to_end;
END
$$;
COMMENT ON FUNCTION move_cost_set(text, text, jsonb) IS 'Sets the extra for moves between two hosts or zones';
GRANT EXECUTE ON FUNCTION move_cost_set(text, text, jsonb) TO vmatrix_planner;
