INSERT INTO vmatrix.schema_repeatable (kind, name, checksum) VALUES ($1, $2, $3)
ON CONFLICT (kind, name) DO UPDATE SET checksum = excluded.checksum, applied_at = now()
