-- Rate and overhead by which the migrations of the journal are best foretold: memory by the time of
-- the copying job, and what the whole took beyond that; medians, which single mishaps do not move.
-- The last two columns: how far the estimates of the plans were off, as a factor of 1 or more.
SELECT count(*) AS migrations,
       floor(percentile_cont(0.5) WITHIN GROUP (ORDER BY memory_mib / greatest(job_s, 0.001)))
           AS migration_mib_s,
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY greatest(measured_s - job_s, 0))::numeric, 2)
           AS migration_overhead_s,
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY measured_s)::numeric, 2) AS median_measured_s,
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY expected_s)::numeric, 2) AS median_expected_s,
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY
           greatest(measured_s / greatest(expected_s, 0.001),
                    expected_s / greatest(measured_s, 0.001)))::numeric, 2) AS median_factor,
       round(max(greatest(measured_s / greatest(expected_s, 0.001),
                          expected_s / greatest(measured_s, 0.001)))::numeric, 2) AS worst_factor
FROM (SELECT memory_mib, job_s, measured_s, expected_s::numeric AS expected_s
      FROM migration_measured
      WHERE $1::text IS NULL OR plan = $1::text) m
HAVING count(*) > 0
