-- The policy values that cost reports need, with the defaults of scenario format 1. A look-up for each
-- value, not an aggregate of all: a join then needs no pass over the policy for each of its rows.
CREATE VIEW snapshot_price WITH (security_invoker = true) AS
SELECT s.snapshot_id,
       coalesce((SELECT p.value FROM snapshot_policy p
                 WHERE (p.snapshot_id, p.key) = (s.snapshot_id, 'currency')), 'USD') AS currency,
       coalesce((SELECT p.value FROM snapshot_policy p
                 WHERE (p.snapshot_id, p.key) = (s.snapshot_id, 'wage_per_h')), '62.00')::numeric
           AS wage_per_h,
       coalesce((SELECT p.value FROM snapshot_policy p
                 WHERE (p.snapshot_id, p.key) = (s.snapshot_id, 'price_per_kwh')), '0.13')::numeric
           AS price_per_kwh,
       coalesce((SELECT p.value FROM snapshot_policy p
                 WHERE (p.snapshot_id, p.key) = (s.snapshot_id, 'pue')), '1.56')::numeric AS pue,
       coalesce((SELECT p.value FROM snapshot_policy p
                 WHERE (p.snapshot_id, p.key) = (s.snapshot_id, 'periods')), '1')::integer AS periods
FROM snapshot s;
COMMENT ON VIEW snapshot_price IS 'Policy values of a snapshot that cost reports need';
GRANT SELECT ON snapshot_price TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
