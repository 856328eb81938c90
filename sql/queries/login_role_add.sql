SELECT login_role_add($1, $2)
