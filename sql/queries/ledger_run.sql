SELECT report_run_id AS run, report, to_char(report_from, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "from",
       to_char(report_to, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "to", final, n_rows AS rows, digest
FROM report_record($1, $2::jsonb)
