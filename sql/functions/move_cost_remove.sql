CREATE OR REPLACE FUNCTION move_cost_remove(from_end text, to_end text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    DELETE FROM move_cost WHERE "from" = from_end AND "to" = to_end;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no move cost from ''%'' to ''%''', from_end, to_end
            USING ERRCODE = 'VM066', HINT = '''vmatrix move-cost list'' shows them';
    END IF;
END
$$;
COMMENT ON FUNCTION move_cost_remove(text, text) IS 'Takes the extra for moves between two hosts or zones away';
GRANT EXECUTE ON FUNCTION move_cost_remove(text, text) TO vmatrix_planner;
