SELECT execution, epoch, resumed FROM open_execution($1::text, $2::text)
