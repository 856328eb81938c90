-- The identity of a period, line by line and in all: the parts of each line add up to it. An error
-- where they do not, or where an amount is in another currency than the period.
CREATE OR REPLACE FUNCTION ledger_check(p ledger_period) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    wrong record;
BEGIN
    SELECT coalesce(c.host, c.service, c.domain, c.component) AS subject, c.component, c.currency,
           c.starts_at INTO wrong
        FROM cost_line c WHERE c.period = p.period AND c.currency <> p.currency ORDER BY line LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'period ''%'' is reckoned in %, but % of ''%'' has its price in %', p.period,
            p.currency, wrong.component, wrong.subject, wrong.currency USING ERRCODE = 'VM065',
            HINT = 'set the price anew (''vmatrix rate set'', ''vmatrix host set''): currencies are never mixed';
    END IF;
    SELECT l.line, l.amount, coalesce(sum(c.amount), 0) AS parts INTO wrong
        FROM cost_line l LEFT JOIN charge c ON c.period = l.period AND c.line = l.line
        WHERE l.period = p.period
        GROUP BY l.line, l.amount HAVING l.amount <> coalesce(sum(c.amount), 0) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the ledger of ''%'' does not add up: line % is %, its parts are %', p.period,
            wrong.line, wrong.amount, wrong.parts USING ERRCODE = 'VM001';
    END IF;
END
$$;
COMMENT ON FUNCTION ledger_check(ledger_period) IS 'Refuses a period that does not add up or mixes currencies';
