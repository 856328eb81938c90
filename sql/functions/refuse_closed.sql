-- Trigger of the partitions of a closed period, put there when it is closed.
CREATE OR REPLACE FUNCTION refuse_closed() RETURNS trigger
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'VM001',
        MESSAGE = format('period ''%s'' is closed', TG_ARGV[0]),
        HINT = '''vmatrix ledger correct'' posts a correction in a later period';
END
$$;
COMMENT ON FUNCTION refuse_closed IS 'Refuses every change of a closed period.';
