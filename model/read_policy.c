#include <string.h>

#include "common/error.h"
#include "common/text.h"
#include "model/policy_keys.h"
#include "model/reader.h"

static uint32_t find_key(const char *name)
{
    for (uint32_t i = 0; policy_keys[i].key != NULL; i++)
        if (strcmp(policy_keys[i].key, name) == 0)
            return i;
    return INDEX_NONE;
}

static uint32_t n_keys(void)
{
    uint32_t n = 0;
    while (policy_keys[n].key != NULL)
        n++;
    return n;
}

static void hint_nearest_key(const char *name, GError **error)
{
    g_autofree const char **known = g_new0(const char *, n_keys() + 1);
    for (uint32_t i = 0; policy_keys[i].key != NULL; i++)
        known[i] = policy_keys[i].key;
    const char *nearest = text_nearest(name, known);
    if (nearest != NULL)
        error_add_hint(error, "did you mean '%s'?", nearest);
}

static bool fail_unknown_key(Row row, GError **error)
{
    g_autofree char *quoted = text_quote(cell_text(row, "key"));
    cell_fail(row, "key", error, "unknown key %s", quoted);
    hint_nearest_key(cell_text(row, "key"), error);
    return false;
}

static bool read_key(Policy *policy, Row row, GError **error)
{
    uint32_t index = find_key(cell_text(row, "key"));
    if (index == INDEX_NONE)
        return fail_unknown_key(row, error);
    const PolicyKey *key = &policy_keys[index];
    if (cell_is_empty(row, "value") || policy_key_set(policy, key, cell_text(row, "value"), error))
        return true;
    g_autofree char *label = g_strdup_printf("key '%s'", key->key);
    return cell_prefix_as(row, "value", label, error);
}

bool policy_key_check(const char *name, const char *text, GError **error)
{
    Policy policy = {0};
    uint32_t index = find_key(name);
    if (index == INDEX_NONE) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT, "no policy key '%s'", name);
        hint_nearest_key(name, error);
        return false;
    }
    const PolicyKey *key = &policy_keys[index];
    bool good = text == NULL || policy_key_set(&policy, key, text, error);
    g_free(policy.name);
    g_free(policy.currency);
    return good;
}

bool read_policy(Reader *reader, GError **error)
{
    Policy *policy = &reader->model->policy;
    for (const PolicyKey *key = policy_keys; key->key != NULL; key++)
        if (key->kind != KEY_FORMAT)
            policy_key_set_default(policy, key);
    g_auto(Sheet) sheet = {NULL, NULL};
    if (!sheet_open(&sheet, reader->tables, FILE_POLICY, NULL, error))
        return false;
    g_autofree uint32_t *ranks = sheet_rank_by_name(&sheet, "key", error);
    if (ranks == NULL)
        return false;
    for (uint32_t i = 0; i < sheet_n_rows(&sheet); i++)
        if (!read_key(policy, (Row){&sheet, i}, error))
            return false;
    return true;
}
