-- The rules that hold now. A rule of which no domain is left says nothing and is left out.
CREATE OR REPLACE FUNCTION snapshot_freeze_rules(id bigint) RETURNS void
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    r rule;
    kept text;
    absent text;
BEGIN
    FOR r IN
        SELECT * FROM rule
        WHERE coalesce(valid_from <= now(), true) AND coalesce(valid_to > now(), true)
        ORDER BY name COLLATE "C"
    LOOP
        SELECT l.kept, l.absent INTO kept, absent FROM snapshot_list(id, r.domains) l;
        IF absent IS NOT NULL THEN
            PERFORM snapshot_add_note(id, 'rule', r.name,
                CASE WHEN kept IS NULL THEN 'left out: ' ELSE '' END
                || 'it names domains that are not active: ' || left(absent, 200));
        END IF;
        CONTINUE WHEN kept IS NULL AND absent IS NOT NULL;
        INSERT INTO snapshot_rule (snapshot_id, rule, name, domains, hosts, "limit", strength,
                                   price_per_h, owner, reason, valid_from, valid_to)
            VALUES (id, r.rule, r.name, kept, r.hosts, r."limit", r.strength, r.price_per_h,
                    r.owner, r.reason, to_char(r.valid_from, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                    to_char(r.valid_to, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
    END LOOP;
    PERFORM snapshot_derive_roots(id);
END
$$;
COMMENT ON FUNCTION snapshot_freeze_rules(bigint) IS 'Fills the rules of a snapshot';
