-- Everybody who may approve, and how far; for each the amount above which a second one is needed.
SELECT r.rolname AS approver, l.max_operator_min, l.max_domains, s.above AS second_approver_above,
       s.currency
FROM pg_catalog.pg_roles r
CROSS JOIN second_approver s
LEFT JOIN approver_limit l ON l.approver = r.rolname
WHERE r.rolcanlogin AND NOT r.rolsuper AND pg_has_role(r.oid, 'vmatrix_approver', 'MEMBER')
ORDER BY r.rolname
