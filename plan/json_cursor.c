#include "plan/json_cursor.h"

#include "common/decimal.h"
#include "common/error.h"

void json_cursor_clear(JsonCursor *cursor)
{
    g_clear_pointer(&cursor->path, g_free);
}

bool json_cursor_refuse(const JsonCursor *cursor, const char *key, GError **error,
                        const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "%s: key '%s%s%s': %s",
                cursor->source, cursor->path, *cursor->path == '\0' ? "" : ".", key, what);
    return false;
}

bool json_cursor_init(JsonCursor *cursor, const char *source, const json_t *object, GError **error)
{
    if (!json_is_object(object)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "%s: not a JSON object", source);
        return false;
    }
    *cursor = (JsonCursor){.source = source, .path = g_strdup(""), .object = object};
    return true;
}

static const json_t *find(const JsonCursor *cursor, const char *key, GError **error)
{
    const json_t *value = json_object_get(cursor->object, key);
    if (value == NULL)
        json_cursor_refuse(cursor, key, error, "missing");
    return value;
}

/* The value behind a key where its type is the right one. */
static const json_t *find_typed(const JsonCursor *cursor, const char *key, bool right,
                                const char *wanted, GError **error)
{
    const json_t *value = find(cursor, key, error);
    if (value == NULL || right)
        return value;
    json_cursor_refuse(cursor, key, error, "must be %s", wanted);
    return NULL;
}

static char *inner_path(const JsonCursor *cursor, const char *key)
{
    return g_strconcat(cursor->path, *cursor->path == '\0' ? "" : ".", key, NULL);
}

bool json_cursor_enter(const JsonCursor *cursor, const char *key, JsonCursor *ret_inner,
                       GError **error)
{
    const json_t *value = json_object_get(cursor->object, key);
    value = find_typed(cursor, key, json_is_object(value), "an object", error);
    if (value == NULL)
        return false;
    *ret_inner =
        (JsonCursor){.source = cursor->source, .path = inner_path(cursor, key), .object = value};
    return true;
}

bool json_cursor_enter_item(const JsonCursor *cursor, const char *key, size_t position,
                            JsonCursor *ret_inner, GError **error)
{
    const json_t *item = json_array_get(json_object_get(cursor->object, key), position);
    g_autofree char *name = g_strdup_printf("%s[%zu]", key, position);
    if (!json_is_object(item))
        return json_cursor_refuse(cursor, name, error, "must be an object");
    *ret_inner =
        (JsonCursor){.source = cursor->source, .path = inner_path(cursor, name), .object = item};
    return true;
}

bool json_cursor_has(const JsonCursor *cursor, const char *key)
{
    const json_t *value = json_object_get(cursor->object, key);
    return value != NULL && !json_is_null(value);
}

bool json_cursor_length(const JsonCursor *cursor, const char *key, uint32_t *ret_length,
                        GError **error)
{
    const json_t *value = json_object_get(cursor->object, key);
    value = find_typed(cursor, key, json_is_array(value), "an array", error);
    if (value == NULL)
        return false;
    *ret_length = (uint32_t)json_array_size(value);
    return true;
}

bool json_cursor_text(const JsonCursor *cursor, const char *key, const char **ret_text,
                      GError **error)
{
    const json_t *value = json_object_get(cursor->object, key);
    value = find_typed(cursor, key, json_is_string(value), "a string", error);
    if (value == NULL)
        return false;
    *ret_text = json_string_value(value);
    return true;
}

bool json_cursor_boolean(const JsonCursor *cursor, const char *key, bool *ret_value, GError **error)
{
    const json_t *value = json_object_get(cursor->object, key);
    value = find_typed(cursor, key, json_is_boolean(value), "true or false", error);
    if (value == NULL)
        return false;
    *ret_value = json_is_true(value);
    return true;
}

bool json_cursor_integer(const JsonCursor *cursor, const char *key, int64_t *ret_value,
                         GError **error)
{
    const json_t *value = json_object_get(cursor->object, key);
    bool right = json_is_integer(value) && json_integer_value(value) >= 0;
    value = find_typed(cursor, key, right, "a whole number that is not negative", error);
    if (value == NULL)
        return false;
    *ret_value = json_integer_value(value);
    return true;
}

bool json_cursor_number(const JsonCursor *cursor, const char *key, double *ret_value,
                        GError **error)
{
    const json_t *value = json_object_get(cursor->object, key);
    bool right = json_is_number(value) && json_number_value(value) >= 0;
    value = find_typed(cursor, key, right, "a number that is not negative", error);
    if (value == NULL)
        return false;
    if (json_number_value(value) > (double)AMOUNT_MAX)
        return json_cursor_refuse(cursor, key, error, "too large");
    *ret_value = json_number_value(value);
    return true;
}

bool json_cursor_money(const JsonCursor *cursor, const char *key, int64_t *ret_micro,
                       GError **error)
{
    const char *text = NULL;
    if (!json_cursor_text(cursor, key, &text, error))
        return false;
    g_autoptr(GError) reason = NULL;
    if (money_parse(text, ret_micro, &reason))
        return true;
    return json_cursor_refuse(cursor, key, error, "%s", reason->message);
}
