-- A new value from a moment on; nothing that held before is overwritten.
CREATE OR REPLACE FUNCTION rate_set(rate_key_name text, new_value text, fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    k rate_key;
    f record;
BEGIN
    SELECT * INTO k FROM rate_key WHERE key = rate_key_name;
    SELECT * INTO f FROM jsonb_to_record(fields) AS r (class text, valid_from timestamptz, source text);
    IF k.key IS NULL THEN
        RAISE EXCEPTION 'no rate ''%''', rate_key_name USING ERRCODE = 'VM066',
            HINT = '''vmatrix rate list'' shows them';
    ELSIF f.class IS NOT NULL AND NOT k.by_class THEN
        RAISE EXCEPTION 'rate ''%'' is the same for every class', k.key USING ERRCODE = 'VM002';
    ELSIF new_value IS NULL AND k.default_value IS NOT NULL THEN
        RAISE EXCEPTION 'rate ''%'' needs a value', k.key USING ERRCODE = 'VM065';
    ELSIF k.kind = 'amount' AND new_value !~ '^[0-9]{1,13}$'
          OR k.kind = 'measure' AND new_value !~ '^[0-9]+([.][0-9]+)?$' OR new_value = '' THEN
        RAISE EXCEPTION 'rate ''%'' cannot be ''%''', k.key, new_value USING ERRCODE = 'VM065',
            HINT = CASE k.kind WHEN 'amount' THEN 'a whole number is needed, in ' || k.unit
                               ELSE 'a non-negative decimal is needed, in ' || k.unit END;
    END IF;
    INSERT INTO rate (key, class, value, valid_from, source)
        VALUES (k.key, f.class, new_value, coalesce(f.valid_from, now()),
                coalesce(f.source, 'set by ' || session_user));
END
$$;
COMMENT ON FUNCTION rate_set(text, text, jsonb) IS 'Sets a price or setting from a moment on';
GRANT EXECUTE ON FUNCTION rate_set(text, text, jsonb) TO vmatrix_planner;
