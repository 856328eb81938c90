SELECT period, team, service, amount, domain_h, currency FROM budget_set($1, $2::jsonb)
