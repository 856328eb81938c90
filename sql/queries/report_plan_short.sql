-- What the plan is, in sentences for the person who decides.
WITH c AS (
    SELECT k.*, a.detail AS approval,
           (SELECT coalesce(array_agg(h.host ORDER BY h.host), '{}') FROM plan_host h
            WHERE h.plan = k.plan AND h.before_in_service AND NOT h.after_in_service) AS off,
           (SELECT coalesce(array_agg(h.host ORDER BY h.host), '{}') FROM plan_host h
            WHERE h.plan = k.plan AND NOT h.before_in_service AND h.after_in_service) AS "on", done.words AS done
    FROM plan_cost k
    CROSS JOIN LATERAL (
        SELECT string_agg(x.n || ' ' || CASE WHEN x.n = 1 THEN w.one ELSE w.many END, ', ' ORDER BY w.place) AS words
        FROM (VALUES (1, 'migrate', 'VM moves to another host', 'VMs move to another host'),
                     (2, 'activate', 'VM is started', 'VMs are started'),
                     (3, 'replicate', 'copy of a VM is made', 'copies of VMs are made'),
                     (4, 'suspend', 'VM is suspended', 'VMs are suspended'),
                     (5, 'retire', 'VM is retired', 'VMs are retired')) AS w(place, action, one, many)
        JOIN (SELECT a.action, count(DISTINCT a.domain) AS n FROM plan_action a WHERE a.plan = k.plan GROUP BY 1) x
            USING (action)) done
    CROSS JOIN LATERAL plan_approval(k.plan) a
    WHERE k.plan = $1::text
)
SELECT s.sentence
FROM c
CROSS JOIN LATERAL (VALUES
    (1, CASE
        WHEN c.outcome = 'infeasible' THEN 'No placement keeps every rule: nothing can be planned until one of the obstacles below is out of the way.'
        WHEN c.outcome = 'blocked' THEN 'A better placement exists, but no safe order of moves leads to it.'
        WHEN c.outcome = 'limit' THEN 'The search reached its limit before it found a plan.'
        WHEN c.unchanged THEN 'Nothing is to be done: everything stays where it is.'
        WHEN c.done IS NULL THEN 'No VM moves.'
        ELSE c.done || '.' END),
    (2, CASE WHEN cardinality(c.off) > 0
        THEN format('%s of %s in service %s no longer needed: %s.', cardinality(c.off),
                    count_words(c.hosts_before, 'host'),
                    CASE WHEN cardinality(c.off) = 1 THEN 'is' ELSE 'are' END, name_list(c.off)) END),
    (3, CASE WHEN cardinality(c."on") > 0
        THEN format('%s into service: %s.', count_words(cardinality(c."on"), 'host'), name_list(c."on")) END),
    (4, CASE WHEN c.breaches > 0 AND c.cost_planned IS NOT NULL
        THEN format('%s broken now and repaired by the plan, see below.',
                    CASE WHEN c.breaches = 1 THEN '1 rule is' ELSE c.breaches || ' rules are' END) END),
    (5, CASE WHEN c.one_off > 0
        THEN format('Once: %s, with %s of people''s time.', money_words(c.one_off, c.currency),
                    duration_words(c.operator_min)) END),
    (6, CASE WHEN c.month_planned < c.month_current
        THEN format('From then on: %s a month instead of %s, which is %s less%s.',
                    money_words(c.month_planned, c.currency), money_words(c.month_current, c.currency),
                    money_words(c.month_current - c.month_planned, c.currency),
                    CASE WHEN c.payback_h > 0
                    THEN '; what it costs once is earned back in ' || duration_words(60 * c.payback_h)
                    ELSE '' END)
        WHEN c.month_planned > c.month_current
        THEN format('From then on: %s a month instead of %s, which is %s more.',
                    money_words(c.month_planned, c.currency), money_words(c.month_current, c.currency),
                    money_words(c.month_planned - c.month_current, c.currency)) END),
    (7, CASE WHEN c.saving IS NOT NULL AND NOT c.unchanged
        THEN format('Over the %s %s planned for, all included, it costs %s %s than staying.',
                    round(c.horizon_h / 24.0, 1)::real, CASE WHEN c.horizon_h = 24 THEN 'day' ELSE 'days' END, money_words(abs(c.saving), c.currency),
                    CASE WHEN c.saving < 0 THEN 'more' ELSE 'less' END) END),
    (8, CASE WHEN c.month_sunk > 0
        THEN format('%s a month go on whatever is done and are not counted here.',
                    money_words(c.month_sunk, c.currency)) END),
    (9, 'Decision: ' || c.approval || '.')
) AS s(place, sentence)
WHERE s.sentence IS NOT NULL
ORDER BY s.place
