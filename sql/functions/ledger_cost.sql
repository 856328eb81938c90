-- All lines of a period in order; domain_use of the period is filled already.
CREATE OR REPLACE FUNCTION ledger_cost(period_name text, until timestamptz, as_known timestamptz)
RETURNS SETOF cost_line
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    SELECT c.period,
           row_number() OVER (ORDER BY c.starts_at, c.ends_at, c.host_id, c.component, c.licence,
                                       c.action, c.journal_entry, c.people_action_id, c.correction_id),
           c.component, c.action, c.starts_at, c.ends_at, c.host_id, c.host, c.class, c.zone,
           c.licence, c.domain_id, c.domain, c.service_id, c.service, c.team, c.cost_center,
           c.quantity, c.unit, c.unit_price, c.price_source, c.amount, c.currency, c.plan,
           c.journal_entry, c.people_action_id, c.correction_id
    FROM (SELECT * FROM ledger_host_cost(period_name, until, as_known)
          UNION ALL
          SELECT * FROM ledger_licence_cost(period_name, as_known)
          UNION ALL
          SELECT * FROM ledger_people_cost(period_name, until, as_known)) c
$$;
COMMENT ON FUNCTION ledger_cost(text, timestamptz, timestamptz) IS 'All lines of the ledger of a period';
GRANT EXECUTE ON FUNCTION ledger_cost(text, timestamptz, timestamptz) TO vmatrix_auditor;
