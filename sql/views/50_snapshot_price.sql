-- The policy values that cost reports need, with the defaults of scenario format 1.
CREATE VIEW snapshot_price WITH (security_invoker = true) AS
SELECT s.snapshot_id,
       coalesce(max(p.value) FILTER (WHERE p.key = 'currency'), 'USD') AS currency,
       coalesce(max(p.value) FILTER (WHERE p.key = 'wage_per_h'), '62.00')::numeric AS wage_per_h,
       coalesce(max(p.value) FILTER (WHERE p.key = 'price_per_kwh'), '0.13')::numeric AS price_per_kwh,
       coalesce(max(p.value) FILTER (WHERE p.key = 'pue'), '1.56')::numeric AS pue,
       coalesce(max(p.value) FILTER (WHERE p.key = 'periods'), '1')::integer AS periods
FROM snapshot s
LEFT JOIN snapshot_policy p USING (snapshot_id)
GROUP BY s.snapshot_id;
COMMENT ON VIEW snapshot_price IS 'Policy values of a snapshot that cost reports need';
GRANT SELECT ON snapshot_price TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
