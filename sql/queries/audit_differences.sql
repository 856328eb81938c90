SELECT subject, key, audit_entry, difference FROM audit_difference ORDER BY subject, key
