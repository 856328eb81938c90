-- Everyone who may log in, but for the cluster's own superuser.
SELECT rolname FROM pg_roles
WHERE rolcanlogin AND rolname <> 'vmatrix_dba' AND rolname !~ '["\n]'
ORDER BY rolname
