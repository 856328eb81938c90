-- When something that was observed at a moment begins to count: never within a closed period, so that
-- what is heard late changes nothing that is closed.
CREATE OR REPLACE FUNCTION history_moment(moment timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    SELECT greatest(moment, (SELECT max(ends_at) FROM ledger_period WHERE state = 'closed'))
$$;
COMMENT ON FUNCTION history_moment(timestamptz) IS 'When something observed at a moment begins to count: never within a closed period';
