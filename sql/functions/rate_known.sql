-- The value of a price or setting at a moment as it was known at another: the most particular card
-- (class, licence, hour of the day), else the default. known_at NULL: as known now.
CREATE OR REPLACE FUNCTION rate_known(rate_key_name text, host_class text, licence_name text,
    hour_of_day integer, moment timestamptz, known_at timestamptz,
    OUT value text, OUT currency text, OUT rate_card_id integer)
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    SELECT CASE WHEN c.rate_card_id IS NOT NULL THEN c.value ELSE k.default_value END,
           CASE WHEN c.rate_card_id IS NOT NULL THEN c.currency
                WHEN k.unit LIKE 'currency%' AND k.default_value::numeric <> 0 THEN 'USD' END,
           c.rate_card_id
    FROM rate_key k
    LEFT JOIN rate_card c ON c.key = k.key AND c.valid @> moment
        AND CASE WHEN known_at IS NULL THEN upper_inf(c.known) ELSE c.known @> known_at END
        AND (c.class IS NULL OR c.class = host_class)
        AND (c.licence IS NULL OR c.licence = licence_name)
        AND (c.hour IS NULL OR c.hour = hour_of_day)
    WHERE k.key = rate_key_name
    ORDER BY c.class IS NOT NULL DESC, c.licence IS NOT NULL DESC, c.hour IS NOT NULL DESC
    LIMIT 1
$$;
COMMENT ON FUNCTION rate_known(text, text, text, integer, timestamptz, timestamptz)
    IS 'Value of a price or setting that holds at a moment, as it was known at another; its card is NULL for a default';
GRANT EXECUTE ON FUNCTION rate_known(text, text, text, integer, timestamptz, timestamptz)
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
