INSERT INTO vmatrix.schema_migration (name, checksum) VALUES ($1, $2)
