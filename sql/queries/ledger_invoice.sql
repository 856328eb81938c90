SELECT * FROM invoice_line WHERE period = $1 ORDER BY line
