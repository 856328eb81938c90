SELECT report_run_id AS run, report, to_char(report_from, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "from", to_char(report_to, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "to",
       final, n_rows AS rows, digest, to_char(as_of, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS as_of, run_by
FROM report_run
WHERE report = coalesce($1, report)
ORDER BY report_run_id
