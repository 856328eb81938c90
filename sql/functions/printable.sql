-- A text that comes from another machine as a scenario file may hold it: what is not printable is '?'.
CREATE OR REPLACE FUNCTION printable(told text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT regexp_replace(told,
        '[\x01-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]', '?', 'g')
$$;
COMMENT ON FUNCTION printable(text) IS 'A text with a question mark for each character that scenario files refuse';
