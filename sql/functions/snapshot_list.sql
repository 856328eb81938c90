-- A rule's domains as this snapshot knows them. A name that several domains have means all of them;
-- one that was observed but is not active is taken out, so that a domain that was shut down or deleted
-- does not make its rules unreadable; one never observed stays, and the reader refuses it as a slip of
-- the pen. Groups stay groups.
CREATE OR REPLACE FUNCTION snapshot_list(id bigint, cell text, OUT kept text, OUT absent text)
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH item AS (
        SELECT g.number AS group_number, i.number, i.text,
               regexp_replace(i.text, '\\(.)', '\1', 'g') AS name
        FROM regexp_split_to_table(cell, '(?<!\\)[|]') WITH ORDINALITY AS g (text, number)
        CROSS JOIN LATERAL regexp_split_to_table(g.text, '(?<!\\);')
            WITH ORDINALITY AS i (text, number)
    ), meant AS (
        SELECT item.group_number, item.number, item.name,
               coalesce(list_cell(ARRAY(
                            SELECT d.domain::text FROM snapshot_domain d
                            WHERE d.snapshot_id = id AND item.name IN (d.domain, d.observed_name))),
                        CASE WHEN NOT EXISTS (SELECT FROM domain k WHERE k.domain = item.name)
                             THEN item.text END) AS text
        FROM item
    ), grouped AS (
        SELECT group_number, string_agg(text, ';' ORDER BY number) AS text
        FROM meant GROUP BY group_number
    )
    SELECT (SELECT string_agg(text, '|' ORDER BY group_number) FROM grouped),
           (SELECT string_agg(DISTINCT name, ', ') FROM meant WHERE text IS NULL)
$$;
COMMENT ON FUNCTION snapshot_list(bigint, text) IS 'A list of domains with the names of a snapshot';
