-- Limits of tiers, and tiers that only services name.
SELECT t.tier, t.resource, t.hard_permille, t.max_slowdown, t.percentile,
       (SELECT count(*) FROM service s WHERE s.tier = t.tier) AS services
FROM (SELECT tier, resource, hard_permille, max_slowdown, percentile FROM tier
      UNION ALL
      SELECT DISTINCT tier, NULL::label, NULL::integer, NULL::measure, NULL::measure FROM service
      WHERE tier IS NOT NULL AND tier NOT IN (SELECT tier FROM tier)) t
ORDER BY t.tier COLLATE "C", t.resource COLLATE "C"
