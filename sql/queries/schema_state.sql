-- What was applied to this database.
SELECT 'migration' AS kind, name, checksum FROM vmatrix.schema_migration
UNION ALL
SELECT kind, name, checksum FROM vmatrix.schema_repeatable
ORDER BY 1, 2
