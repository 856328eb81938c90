SELECT coalesce(s.kind, '*') AS kind, s.name, extract(epoch FROM b."from")::bigint AS from_s,
       extract(epoch FROM b."to")::bigint AS to_s
FROM blackout b LEFT JOIN blackout_scopes() s USING (scope)
WHERE b."to" > now() AND (b.scope = '*' OR s.kind IS NOT NULL)
