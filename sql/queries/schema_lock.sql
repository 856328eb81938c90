-- Two processes never migrate at the same time; held to the end of the transaction.
SELECT pg_advisory_xact_lock(hashtextextended('vmatrix.schema_migration', 0))
