SELECT host, class, zone, site, state, cpu_model, tags, machine_cost_per_h, sunk_cost_per_h,
       admin_min_per_month, idle_w, peak_w, "on"
FROM snapshot_host WHERE snapshot_id = $1::bigint
ORDER BY host COLLATE "C"
