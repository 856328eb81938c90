/* Random scenarios: the canonical form reads back to itself, however the input was written. */
#include <criterion/criterion.h>
#include <string.h>

#include "model/scenario.h"
#include "tests/support/rich_scenario.h"
#include "tests/support/test_model.h"

#define N_SCENARIOS 300

static Model *read_canonical(GHashTable *canonical)
{
    TestFile files[16] = {{NULL, NULL}};
    GHashTableIter iterator;
    g_hash_table_iter_init(&iterator, canonical);
    void *name, *text;
    for (guint i = 0; g_hash_table_iter_next(&iterator, &name, &text); i++) {
        files[i][0] = name;
        files[i][1] = text;
    }
    return test_model(files);
}

static void assert_same_files(GHashTable *left, GHashTable *right)
{
    cr_assert_eq(g_hash_table_size(left), g_hash_table_size(right));
    GHashTableIter iterator;
    g_hash_table_iter_init(&iterator, left);
    void *name, *text;
    while (g_hash_table_iter_next(&iterator, &name, &text))
        cr_assert_str_eq(text, (const char *)g_hash_table_lookup(right, name), "%s",
                         (const char *)name);
}

Test(canonical, reads_back_to_itself_from_any_order_of_rows_and_columns)
{
    for (guint32 seed = 1; seed <= N_SCENARIOS; seed++) {
        g_autoptr(RichScenario) scenario = rich_scenario_new(seed);
        g_autoptr(Model) first = rich_scenario_read(scenario);
        g_autoptr(Model) second = rich_scenario_read(scenario);
        g_autoptr(GHashTable) canonical = model_to_canonical(first);
        g_autoptr(GHashTable) other = model_to_canonical(second);
        assert_same_files(canonical, other);
        g_autoptr(Model) again = read_canonical(canonical);
        g_autoptr(GHashTable) canonical_again = model_to_canonical(again);
        assert_same_files(canonical, canonical_again);
        g_autofree char *digest = model_digest(first);
        g_autofree char *digest_again = model_digest(again);
        cr_assert_str_eq(digest, digest_again);
    }
}
