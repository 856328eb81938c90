-- Adds a rule. Who it speaks of is checked by the reader of snapshots, the one place that knows.
CREATE OR REPLACE FUNCTION rule_add(rule_name text, fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    IF rule_name LIKE 'derived: %' THEN
        RAISE EXCEPTION 'the name of a rule cannot begin with ''derived: ''' USING ERRCODE = 'VM065',
            HINT = 'so begin the names of rules that snapshots derive from the XML of domains';
    END IF;
    IF EXISTS (SELECT FROM rule WHERE name = rule_name) THEN
        RAISE EXCEPTION 'rule ''%'' exists already', rule_name USING ERRCODE = 'VM065',
            HINT = '''vmatrix rule remove'' takes it away';
    END IF;
    INSERT INTO rule (rule, name, domains, hosts, "limit", strength, price_per_h, owner, reason,
                      valid_from, valid_to)
        SELECT n.rule, rule_name, n.domains, n.hosts, n."limit", coalesce(n.strength, 'hard'),
               n.price_per_h, n.owner, n.reason, n.valid_from, n.valid_to
        FROM jsonb_populate_record(NULL::rule, fields) n;
END
$$;
COMMENT ON FUNCTION rule_add(text, jsonb) IS 'Adds a rule of placement';
GRANT EXECUTE ON FUNCTION rule_add(text, jsonb) TO vmatrix_planner;
