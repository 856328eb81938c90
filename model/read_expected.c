#include <string.h>

#include "common/decimal.h"
#include "common/error.h"
#include "common/text.h"
#include "model/parse.h"
#include "model/reader.h"

typedef enum { VALUE_OUTCOME, VALUE_MONEY, VALUE_AMOUNT, VALUE_FLAG, VALUE_TEXT } ValueKind;

typedef struct {
    const char *key;
    ValueKind kind;
} ExpectedKey;

static const ExpectedKey expected_keys[] = {
    {"outcome", VALUE_OUTCOME},
    {"unchanged", VALUE_FLAG},
    {"current_cost", VALUE_MONEY},
    {"cost", VALUE_MONEY},
    {"cost_at_most", VALUE_MONEY},
    {"bound_at_least", VALUE_MONEY},
    {"gap_at_most", VALUE_MONEY},
    {"moves", VALUE_AMOUNT},
    {"max_moves", VALUE_AMOUNT},
    {"parking_moves", VALUE_AMOUNT},
    {"operator_min", VALUE_MONEY},
    {"hosts_in_service_before", VALUE_AMOUNT},
    {"hosts_in_service_after", VALUE_AMOUNT},
    {"current_breaches", VALUE_AMOUNT},
    {"waits_until", VALUE_TEXT}, /* the last time that an action waits for */
    {"names", VALUE_TEXT}, /* what the reasons of an infeasible or blocked outcome must name */
};

static const char *const outcome_words[] = {"optimal", "feasible", "infeasible",
                                            "blocked", "limit",    NULL};

static const ExpectedKey *find_key(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(expected_keys); i++)
        if (strcmp(expected_keys[i].key, name) == 0)
            return &expected_keys[i];
    return NULL;
}

static bool fail_unknown_key(Row row, GError **error)
{
    const char *known[G_N_ELEMENTS(expected_keys) + 1] = {NULL};
    for (gsize i = 0; i < G_N_ELEMENTS(expected_keys); i++)
        known[i] = expected_keys[i].key;
    g_autofree char *quoted = text_quote(cell_text(row, "key"));
    cell_fail(row, "key", error, "unknown key %s", quoted);
    const char *nearest = text_nearest(cell_text(row, "key"), known);
    if (nearest != NULL)
        error_add_hint(error, "did you mean '%s'?", nearest);
    return false;
}

static bool check_value(const ExpectedKey *key, const char *text, GError **error)
{
    static const char *const flags[] = {"0", "1", NULL};
    uint32_t choice;
    int64_t amount;
    g_autofree char *copy = NULL;
    switch (key->kind) {
    case VALUE_OUTCOME:
        return parse_choice(text, outcome_words, &choice, error);
    case VALUE_FLAG:
        return parse_choice(text, flags, &choice, error);
    case VALUE_MONEY:
        return money_parse(text, &amount, error);
    case VALUE_AMOUNT:
        return parse_amount(text, 0, AMOUNT_MAX, &amount, error);
    case VALUE_TEXT:
        return parse_text(text, LONGEST_TEXT, &copy, error);
    }
    g_assert_not_reached();
}

static bool read_key(GHashTable *values, Row row, GError **error)
{
    const ExpectedKey *key = find_key(cell_text(row, "key"));
    if (key == NULL)
        return fail_unknown_key(row, error);
    if (!check_value(key, cell_text(row, "value"), error)) {
        g_autofree char *label = g_strdup_printf("key '%s'", key->key);
        return cell_prefix_as(row, "value", label, error);
    }
    g_hash_table_insert(values, g_strdup(key->key), g_strdup(cell_text(row, "value")));
    return true;
}

GHashTable *read_expected(const GPtrArray *tables, GError **error)
{
    g_auto(Sheet) sheet = {NULL, NULL};
    if (!sheet_open(&sheet, tables, FILE_EXPECTED, NULL, error))
        return NULL;
    g_autofree uint32_t *ranks = sheet_rank_by_name(&sheet, "key", error);
    if (ranks == NULL)
        return NULL;
    g_autoptr(GHashTable) values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (uint32_t i = 0; i < sheet_n_rows(&sheet); i++)
        if (!read_key(values, (Row){&sheet, i}, error))
            return NULL;
    return g_steal_pointer(&values);
}
