#include "cli/fields.h"

#include <jansson.h>
#include <string.h>

#include "common/decimal.h"
#include "common/error.h"
#include "model/list_cell.h"

struct Fields {
    const Field *table;
    guint n;
    char **values;
    GPtrArray *names; /* of the options */
    GArray *entries;
};

Fields *fields_new(const Field *table, guint n)
{
    Fields *fields = g_new0(Fields, 1);
    fields->table = table;
    fields->n = n;
    fields->values = g_new0(char *, n);
    fields->names = g_ptr_array_new_with_free_func(g_free);
    fields->entries = g_array_new(true, true, sizeof(GOptionEntry));
    return fields;
}

void fields_free(Fields *fields)
{
    if (fields == NULL)
        return;
    for (guint i = 0; i < fields->n; i++)
        g_free(fields->values[i]);
    g_free(fields->values);
    g_ptr_array_unref(fields->names);
    g_array_unref(fields->entries);
    g_free(fields);
}

const GOptionEntry *fields_entries(Fields *fields, const GOptionEntry *more)
{
    for (; more->long_name != NULL; more++)
        g_array_append_val(fields->entries, *more);
    for (guint i = 0; i < fields->n; i++) {
        char *name = g_strdelimit(g_strdup(fields->table[i].column), "_", '-');
        g_ptr_array_add(fields->names, name);
        GOptionEntry entry = {name,
                              0,
                              0,
                              G_OPTION_ARG_STRING,
                              &fields->values[i],
                              fields->table[i].help,
                              fields->table[i].placeholder};
        g_array_append_val(fields->entries, entry);
    }
    return (const GOptionEntry *)(gconstpointer)fields->entries->data;
}

bool fields_any(const Fields *fields)
{
    for (guint i = 0; i < fields->n; i++)
        if (fields->values[i] != NULL)
            return true;
    return false;
}

const char *fields_get(const Fields *fields, const char *column)
{
    for (guint i = 0; i < fields->n; i++)
        if (strcmp(fields->table[i].column, column) == 0)
            return fields->values[i];
    g_assert_not_reached();
}

static json_t *list_to_json(const char *text, GError **error)
{
    g_autoptr(GArray) items = list_parse(text, error);
    if (items == NULL)
        return NULL;
    json_t *array = json_array();
    for (guint i = 0; i < items->len; i++) {
        const ListItem *item = &g_array_index(items, ListItem, i);
        if (item->prefix != PREFIX_NONE || item->group > 0) {
            g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                        "'%s': only names parted by ';' can stand here", text);
            json_decref(array);
            return NULL;
        }
        json_array_append_new(array, json_string(item->name));
    }
    return array;
}

static json_t *flag_to_json(const char *text, GError **error)
{
    if (strcmp(text, "yes") == 0 || strcmp(text, "no") == 0)
        return json_boolean(*text == 'y');
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "'%s' is neither yes nor no", text);
    return NULL;
}

static json_t *time_to_json(const char *text, GError **error)
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    bool is_month = strlen(text) == strlen("2026-01");
    bool is_day = strlen(text) == strlen("2026-01-31");
    g_autofree char *whole =
        g_strconcat(text, is_month ? "-01" : "", is_month || is_day ? "T00:00:00Z" : "", NULL);
    g_autoptr(GDateTime) moment = g_date_time_new_from_iso8601(whole, utc);
    if (moment == NULL) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                    "'%s' is not a date or time such as 2026-01-31T18:00:00Z", text);
        return NULL;
    }
    g_autoptr(GDateTime) there = g_date_time_to_utc(moment);
    g_autofree char *shown = g_date_time_format(there, "%Y-%m-%dT%H:%M:%SZ");
    return json_string(shown);
}

static json_t *value_to_json(FieldKind kind, const char *text, GError **error)
{
    int64_t amount;
    Decimal decimal;
    if (!g_utf8_validate(text, -1, NULL)) {
        g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "not text in UTF-8");
        return NULL;
    }
    if (*text == '\0')
        return kind == FIELD_LIST ? json_array() : json_null();
    switch (kind) {
    case FIELD_AMOUNT:
        return amount_parse(text, AMOUNT_MAX, &amount, error) ? json_integer(amount) : NULL;
    case FIELD_DECIMAL:
        return decimal_parse(text, &decimal, error) ? json_string(text) : NULL;
    case FIELD_LIST:
        return list_to_json(text, error);
    case FIELD_FLAG:
        return flag_to_json(text, error);
    case FIELD_TIME:
        return time_to_json(text, error);
    case FIELD_TEXT:
        break;
    }
    return json_string(text);
}

char *fields_to_json(const Fields *fields, GError **error)
{
    json_t *object = json_object();
    for (guint i = 0; i < fields->n; i++) {
        g_autoptr(GError) cause = NULL;
        json_t *value = fields->values[i] == NULL
                            ? NULL
                            : value_to_json(fields->table[i].kind, fields->values[i], &cause);
        if (cause != NULL) {
            const char *option = fields->names->pdata[i];
            g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "--%s: %s", option,
                        cause->message);
            json_decref(object);
            return NULL;
        }
        if (value != NULL)
            json_object_set_new(object, fields->table[i].column, value);
    }
    char *text = json_dumps(object, JSON_COMPACT);
    json_decref(object);
    char *copy = g_strdup(text);
    free(text);
    return copy;
}
