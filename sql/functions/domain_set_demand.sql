-- Declared demand of a domain for the resource (and period) that fields name; null takes it away.
CREATE OR REPLACE FUNCTION domain_set_demand(id bigint, fields jsonb) RETURNS void
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    of_resource text := resource_named(fields ->> 'resource', 'demand');
    of_period integer := (fields ->> 'period')::integer;
BEGIN
    IF NOT fields ? 'amount' THEN
        RAISE EXCEPTION 'the demand needs an amount' USING ERRCODE = 'VM002',
            HINT = 'for example --amount 2000; --amount '''' takes it away';
    END IF;
    DELETE FROM domain_demand
        WHERE domain_id = id AND resource = of_resource AND period IS NOT DISTINCT FROM of_period;
    INSERT INTO domain_demand (domain_id, resource, period, amount)
        SELECT id, of_resource, of_period, (fields ->> 'amount')::bigint
        WHERE fields ->> 'amount' IS NOT NULL;
END
$$;
COMMENT ON FUNCTION domain_set_demand(bigint, jsonb) IS 'Declares a domain''s demand for one resource';
