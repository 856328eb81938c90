-- A text that comes from another machine as a scenario file may hold it: what is not printable is '?'.
CREATE OR REPLACE FUNCTION printable(told text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT regexp_replace(told,
        '[\x01-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e'
        || '\u2060-\u2064\u2066-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000110bd\U000110cd'
        || '\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f'
        || '\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U0004fffe\U0004ffff\U0005fffe\U0005ffff'
        || '\U0006fffe\U0006ffff\U0007fffe\U0007ffff\U0008fffe\U0008ffff\U0009fffe\U0009ffff\U000afffe\U000affff'
        || '\U000bfffe\U000bffff\U000cfffe\U000cffff\U000dfffe\U000dffff\U000efffe\U000effff\U000ffffe\U000fffff'
        || '\U0010fffe\U0010ffff]', '?', 'g')
$$;
COMMENT ON FUNCTION printable(text) IS 'A text with a question mark for each character that scenario files refuse';
