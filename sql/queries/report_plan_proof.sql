-- How good the plan is and who says so, in plain words.
SELECT s.sentence
FROM plan_cost c
CROSS JOIN LATERAL (VALUES
    (1, CASE WHEN c.accepted
        THEN format('An independent judge, which shares no reasoning with the planner, made %s and accepted the plan.',
                    count_words(c.checks, 'check'))
        ELSE 'The independent judge did not accept this plan: it cannot be carried out.' END),
    (2, CASE WHEN c.accepted AND c.moves > 0
        THEN 'It replayed every step: no host passes its limits and no rule is broken on the way that was not broken before.' END),
    (3, CASE WHEN c.cost_bound IS NOT NULL
        THEN format('It proved, with whole numbers and no rounding, that no plan at all costs less than %s over these %s h (%s).',
                    money_words(c.cost_bound, c.currency), c.horizon_h, c.bound_method) END),
    (4, CASE WHEN c.outcome = 'optimal'
        THEN format('This plan costs %s: it is the cheapest there is.', money_words(c.cost_planned, c.currency))
        WHEN c.cost_bound IS NOT NULL AND c.cost_planned IS NOT NULL
        THEN format('This plan costs %s: a better one, if there is any, could save at most %s more (%s %%).',
                    money_words(c.cost_planned, c.currency), money_words(c.gap, c.currency),
                    round(100 * c.gap_ratio, 2)) END),
    (5, format('Anybody can check it again: vmatrix verify %s', c.plan))
) AS s(place, sentence)
WHERE c.plan = $1::text AND s.sentence IS NOT NULL
ORDER BY s.place
