-- A new value from a moment on, until the next that is set already or valid_to; nothing that was
-- known before is overwritten.
CREATE OR REPLACE FUNCTION rate_set(rate_key_name text, new_value text, fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    k rate_key;
    new rate_card := jsonb_populate_record(NULL::rate_card, fields);
    valid_from timestamptz := coalesce((fields ->> 'valid_from')::timestamptz, now());
    valid_to timestamptz := (fields ->> 'valid_to')::timestamptz;
    estate_currency text;
BEGIN
    SELECT * INTO k FROM rate_key WHERE key = rate_key_name;
    IF k.key IS NULL THEN
        RAISE EXCEPTION 'no rate ''%''', rate_key_name USING ERRCODE = 'VM066',
            HINT = '''vmatrix rate list'' shows them';
    ELSIF new.class IS NOT NULL AND NOT k.by_class THEN
        RAISE EXCEPTION 'rate ''%'' is the same for every class', k.key USING ERRCODE = 'VM002';
    ELSIF new.hour IS NOT NULL AND NOT k.by_hour THEN
        RAISE EXCEPTION 'rate ''%'' is the same for every hour', k.key USING ERRCODE = 'VM002';
    ELSIF (new.licence IS NOT NULL) <> k.by_licence THEN
        RAISE EXCEPTION USING ERRCODE = 'VM002', MESSAGE = format(
            CASE WHEN k.by_licence THEN 'rate ''%s'' needs --licence NAME'
                 ELSE 'rate ''%s'' is not the price of a licence' END, k.key);
    ELSIF new_value IS NULL AND k.default_value IS NOT NULL THEN
        RAISE EXCEPTION 'rate ''%'' needs a value', k.key USING ERRCODE = 'VM065';
    ELSIF k.kind = 'amount' AND new_value !~ '^[0-9]{1,13}$'
          OR k.kind = 'measure' AND new_value !~ '^[0-9]+([.][0-9]+)?$' OR new_value = ''
          OR k.key = 'currency' AND new_value !~ '^[A-Z]{3}$'
          OR k.key = 'billing_time_zone'
             AND NOT EXISTS (SELECT FROM pg_catalog.pg_timezone_names WHERE name = new_value) THEN
        RAISE EXCEPTION 'rate ''%'' cannot be ''%''', k.key, new_value USING ERRCODE = 'VM065',
            HINT = CASE WHEN k.kind = 'amount' THEN 'a whole number is needed, in ' || k.unit
                        WHEN k.kind = 'measure' THEN 'a non-negative decimal is needed, in ' || k.unit
                        WHEN k.key = 'currency' THEN 'three capital letters are needed, such as USD'
                        ELSE 'a name of the time zone database is needed, such as Europe/Berlin' END;
    END IF;
    IF k.unit LIKE 'currency%' THEN
        estate_currency := rate_at('currency', NULL, valid_from);
        IF new.currency <> estate_currency THEN
            RAISE EXCEPTION 'rate ''%'' in % where the estate is reckoned in %', k.key,
                new.currency, estate_currency USING ERRCODE = 'VM065',
                HINT = 'set the rate ''currency'' from the same moment on first: currencies are never mixed';
        END IF;
        new.currency := estate_currency;
    ELSIF new.currency IS NOT NULL THEN
        RAISE EXCEPTION 'rate ''%'' is no money', k.key USING ERRCODE = 'VM002';
    END IF;
    IF valid_to <= valid_from THEN
        RAISE EXCEPTION 'valid_to is not after valid_from' USING ERRCODE = 'VM065';
    END IF;
    SELECT least(valid_to, min(lower(c.valid))) INTO valid_to FROM rate_card c
        WHERE c.key = k.key AND c.class IS NOT DISTINCT FROM new.class
          AND c.licence IS NOT DISTINCT FROM new.licence AND c.hour IS NOT DISTINCT FROM new.hour
          AND upper_inf(c.known) AND lower(c.valid) > valid_from AND valid_to IS NULL;
    new.key := k.key;
    new.value := new_value;
    new.valid := tstzrange(valid_from, valid_to);
    new.source := coalesce(new.source, 'set by ' || session_user);
    PERFORM rate_card_write(new);
END
$$;
COMMENT ON FUNCTION rate_set(text, text, jsonb) IS 'Sets a price or setting from a moment on';
GRANT EXECUTE ON FUNCTION rate_set(text, text, jsonb) TO vmatrix_planner, vmatrix_finance;
