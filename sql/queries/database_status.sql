SELECT current_setting('server_version') AS server,
       current_database() AS database,
       session_user AS login,
       (SELECT max(name) FROM schema_migration) AS schema,
       pg_size_pretty(pg_database_size(current_database())) AS size
