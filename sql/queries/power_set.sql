SELECT set_power_command($1::text, $2::text, $3::text, $4::integer)
