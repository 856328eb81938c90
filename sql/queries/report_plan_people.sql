-- Who is kept busy by the plan and how long; what is neither a move, a switch nor the review is notices.
WITH work AS (
    SELECT p.plan, p.operator_min AS total,
           count(*) FILTER (WHERE a ->> 'domain' IS NOT NULL) AS moves,
           coalesce(sum((a ->> 'operator_min')::numeric) FILTER (WHERE a ->> 'domain' IS NOT NULL), 0) AS move_min,
           count(*) FILTER (WHERE a ->> 'action' LIKE 'power%') AS switches,
           coalesce(sum((a ->> 'operator_min')::numeric) FILTER (WHERE a ->> 'action' LIKE 'power%'), 0) AS switch_min,
           CASE WHEN count(a) > 0 THEN coalesce((SELECT o.value::numeric FROM snapshot_policy o
               WHERE o.snapshot_id = p.snapshot_id AND o.key = 'plan_review_min'), 30) ELSE 0 END AS review_min
    FROM plan p
    LEFT JOIN LATERAL json_array_elements(p.plan_json -> 'actions') AS e(a) ON true
    WHERE p.plan = $1::text
    GROUP BY p.plan
), notified AS (
    SELECT count(DISTINCT q.service) AS services
    FROM plan_place q
    JOIN plan_action a ON (a.plan, a.domain) = (q.plan, q.domain)
    WHERE q.plan = $1::text AND q.service IS NOT NULL
)
SELECT l.work, l.times, l.minutes
FROM work w
CROSS JOIN notified n
CROSS JOIN LATERAL (VALUES
    (1, 'watching and checking moves', w.moves, w.move_min),
    (2, 'telling the services', n.services, w.total - w.move_min - w.switch_min - w.review_min),
    (3, 'switching hosts on or off', w.switches, w.switch_min),
    (4, 'reading and deciding about the plan', 1::bigint, w.review_min)
) AS l(place, work, times, minutes)
WHERE l.minutes > 0
ORDER BY l.place
