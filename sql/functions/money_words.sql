-- An amount as a sentence says it: '1,234.57 USD'.
CREATE OR REPLACE FUNCTION money_words(p_amount numeric, p_currency text)
RETURNS text LANGUAGE sql IMMUTABLE SET search_path = vmatrix, pg_temp AS $$
    SELECT to_char(p_amount, 'FM999,999,999,999,990.00') || ' ' || p_currency
$$;

COMMENT ON FUNCTION money_words IS 'An amount as a sentence says it, rounded to two decimals';

REVOKE ALL ON FUNCTION money_words FROM PUBLIC;
GRANT EXECUTE ON FUNCTION money_words TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
