SELECT domain, resource, amount FROM demand_now($1::bigint)
