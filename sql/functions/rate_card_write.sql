-- Writes a card. What was known before of the same key, class, licence and hour for that time is
-- closed; what of it holds before and after is written again.
CREATE OR REPLACE FUNCTION rate_card_write(new rate_card) RETURNS void
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    moment timestamptz := clock_timestamp();
    old rate_card;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('vmatrix.rate_card', 0));
    FOR old IN
        UPDATE rate_card c SET known = tstzrange(lower(c.known), greatest(moment, lower(c.known)))
        WHERE c.key = new.key AND c.class IS NOT DISTINCT FROM new.class
          AND c.licence IS NOT DISTINCT FROM new.licence AND c.hour IS NOT DISTINCT FROM new.hour
          AND c.valid && new.valid AND upper_inf(c.known)
        RETURNING c.*
    LOOP
        INSERT INTO rate_card (key, class, licence, hour, value, currency, valid, known, owner,
                               source, reason, set_by)
        SELECT old.key, old.class, old.licence, old.hour, old.value, old.currency, piece,
               tstzrange(moment, NULL), old.owner, old.source, old.reason, old.set_by
        FROM unnest(tstzmultirange(old.valid) - tstzmultirange(new.valid)) piece;
    END LOOP;
    INSERT INTO rate_card (key, class, licence, hour, value, currency, valid, known, owner, source,
                           reason)
    VALUES (new.key, new.class, new.licence, new.hour, new.value, new.currency, new.valid,
            tstzrange(moment, NULL), new.owner, new.source, new.reason);
END
$$;
COMMENT ON FUNCTION rate_card_write(rate_card) IS 'Writes a rate card and closes what it replaces';
