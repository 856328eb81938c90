#include "model/names.h"

#include <string.h>

#include "common/text.h"

const char *names_at(Names names, uint32_t index)
{
    g_assert(index < names.n);
    return *(char *const *)(const void *)((const char *)names.base + index * names.size);
}

uint32_t names_find(Names names, const char *name)
{
    uint32_t low = 0;
    uint32_t high = names.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(names_at(names, middle), name);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return INDEX_NONE;
}

const char *names_nearest(Names names, const char *name)
{
    g_autofree const char **candidates = g_new0(const char *, (gsize)names.n + 1);
    for (uint32_t i = 0; i < names.n; i++)
        candidates[i] = names_at(names, i);
    return text_nearest(name, candidates);
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

char **names_sorted(GHashTable *set, uint32_t *ret_n)
{
    uint32_t n = g_hash_table_size(set);
    char **sorted = g_new0(char *, (gsize)n + 1);
    GHashTableIter iterator;
    g_hash_table_iter_init(&iterator, set);
    void *key;
    for (uint32_t i = 0; g_hash_table_iter_next(&iterator, &key, NULL); i++)
        sorted[i] = g_strdup(key);
    qsort(sorted, n, sizeof(*sorted), compare_texts);
    *ret_n = n;
    return sorted;
}

static int compare_indices(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

IndexSet index_set_take(GArray *indices)
{
    g_array_sort(indices, compare_indices);
    uint32_t n = 0;
    for (uint32_t i = 0; i < indices->len; i++) {
        uint32_t index = g_array_index(indices, uint32_t, i);
        if (n == 0 || g_array_index(indices, uint32_t, n - 1) != index)
            g_array_index(indices, uint32_t, n++) = index;
    }
    return (IndexSet){(uint32_t *)(void *)g_array_free(indices, FALSE), n};
}
