-- Whether a text can be a name (what the domain label checks).
CREATE OR REPLACE FUNCTION is_label(name text) RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$
    SELECT octet_length(name) BETWEEN 1 AND 255 AND name !~ '[\x01-\x1f\x7f-\x9f]'
$$;
COMMENT ON FUNCTION is_label(text) IS 'Whether a text can be a name';
