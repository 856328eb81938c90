SELECT resource, soft_permille, hard_permille, overload_price, transient::integer AS
       transient
FROM snapshot_resource WHERE snapshot_id = $1::bigint
ORDER BY resource COLLATE "C"
