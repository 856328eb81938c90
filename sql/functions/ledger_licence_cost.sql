-- What each licence costs on each host that has a domain of it, in each segment; domain_use of the period
-- is filled already. The licence's own price, else the rate.
CREATE OR REPLACE FUNCTION ledger_licence_cost(period_name text, as_known timestamptz)
RETURNS SETOF cost_line
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH needed AS MATERIALIZED (
        SELECT DISTINCT u.host_id, u.starts_at, u.ends_at, licence
        FROM domain_use u CROSS JOIN unnest(u.licences) AS licence
        WHERE u.period = period_name
    ), priced AS (
        SELECT n.*, v.host, v.class, v.zone, coalesce(v.cpu_mcpu, 0) / 1000::numeric AS cores,
               extract(epoch FROM n.ends_at - n.starts_at) AS seconds,
               coalesce(l.cost_per_host_h, h.value::numeric) AS per_host,
               coalesce(l.cost_per_core_h, c.value::numeric) AS per_core,
               CASE WHEN coalesce(l.cost_per_host_h, l.cost_per_core_h) IS NOT NULL THEN l.currency
                    ELSE coalesce(h.currency, c.currency, p.currency) END AS currency,
               CASE WHEN h.rate_card_id IS NOT NULL OR c.rate_card_id IS NOT NULL
                         OR coalesce(l.cost_per_host_h, l.cost_per_core_h) IS NOT NULL
                    THEN 'rate' ELSE 'default' END AS source
        FROM needed n
        JOIN ledger_period p ON p.period = period_name
        JOIN host_version v ON v.host_id = n.host_id AND v.valid @> n.starts_at
        LEFT JOIN licence_version l ON l.licence = n.licence AND l.valid @> n.starts_at
        CROSS JOIN rate_known('licence_cost_per_host_h', NULL, n.licence, NULL, n.starts_at, as_known) h
        CROSS JOIN rate_known('licence_cost_per_core_h', NULL, n.licence, NULL, n.starts_at, as_known) c
    )
    SELECT period_name, NULL::bigint, 'licence', NULL::text, r.starts_at, r.ends_at, r.host_id, r.host,
           r.class, r.zone, r.licence, NULL::bigint, NULL::text, NULL::integer, NULL::text, NULL::text,
           NULL::text, round(r.seconds / 3600, 9), 'h', r.per_host + r.cores * r.per_core, r.source,
           round(r.seconds * (r.per_host + r.cores * r.per_core) / 3600, 6), r.currency, NULL::text,
           NULL::bigint, NULL::integer, NULL::integer
    FROM priced r
$$;
COMMENT ON FUNCTION ledger_licence_cost(text, timestamptz) IS 'Cost of each licence on each host of a period';
GRANT EXECUTE ON FUNCTION ledger_licence_cost(text, timestamptz) TO vmatrix_auditor;
