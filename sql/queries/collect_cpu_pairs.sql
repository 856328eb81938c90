SELECT host, uri, cpu_id, cpu_xml FROM cpu_pairs_unknown()
