-- Maps a login role to a team and shows the teams that it sees then.
WITH done AS MATERIALIZED (SELECT team_member_set($1, $2::jsonb))
SELECT $1::text AS login, $2::jsonb ->> 'team' AS team, coalesce(($2::jsonb ->> 'remove')::boolean, false) AS removed FROM done
