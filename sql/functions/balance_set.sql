-- The price at one ratio; a pair may have several ratios.
CREATE OR REPLACE FUNCTION balance_set(resource_name text, with_name text, fields jsonb)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    IF fields ->> 'ratio_permille' IS NULL OR fields ->> 'price_per_h' IS NULL THEN
        RAISE EXCEPTION 'a balance needs --ratio-permille and --price-per-h'
            USING ERRCODE = 'VM002';
    END IF;
    INSERT INTO balance (resource, "with", ratio_permille, price_per_h)
        VALUES (resource_named(resource_name, 'balance'), resource_named(with_name, 'balance'),
                (fields ->> 'ratio_permille')::bigint, (fields ->> 'price_per_h')::numeric)
        ON CONFLICT (resource, "with", ratio_permille)
            DO UPDATE SET price_per_h = excluded.price_per_h;
END
$$;
COMMENT ON FUNCTION balance_set(text, text, jsonb) IS 'Sets the price of stranded headroom at one ratio';
GRANT EXECUTE ON FUNCTION balance_set(text, text, jsonb) TO vmatrix_planner;
