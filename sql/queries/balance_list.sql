SELECT resource, "with", ratio_permille, price_per_h
FROM balance ORDER BY resource COLLATE "C", "with" COLLATE "C", ratio_permille
