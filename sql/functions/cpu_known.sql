-- The identity of a CPU, which is made known where it is not yet; NULL where nothing was told.
CREATE OR REPLACE FUNCTION cpu_known(told_xml text, told_model text) RETURNS integer
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    IF told_xml IS NULL OR octet_length(told_xml) > 65536 OR is_label(told_model) IS NOT TRUE THEN
        RETURN NULL;
    END IF;
    INSERT INTO cpu (cpu_xml, model) VALUES (told_xml, told_model) ON CONFLICT DO NOTHING;
    RETURN (SELECT cpu_id FROM cpu WHERE md5(cpu_xml) = md5(told_xml));
END
$$;
COMMENT ON FUNCTION cpu_known(text, text) IS 'Makes a CPU known';
