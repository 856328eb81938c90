#include "model/draft.h"

#include <inttypes.h>

#include "common/csv.h"
#include "model/list_cell.h"
#include "model/parse.h"

struct Draft {
    char **columns;
    uint32_t n_columns;
    uint32_t n_required;
    GPtrArray *cells; /* row after row */
};

Draft *draft_new(const char *const *columns, uint32_t n_required)
{
    Draft *draft = g_new0(Draft, 1);
    draft->columns = g_strdupv((char **)(void *)(guintptr)columns);
    draft->n_columns = g_strv_length(draft->columns);
    draft->n_required = n_required;
    draft->cells = g_ptr_array_new_with_free_func(g_free);
    return draft;
}

void draft_free(Draft *draft)
{
    if (draft == NULL)
        return;
    g_strfreev(draft->columns);
    g_ptr_array_unref(draft->cells);
    g_free(draft);
}

void draft_add_text(Draft *draft, const char *text)
{
    g_ptr_array_add(draft->cells, g_strdup(text));
}

void draft_add_amount(Draft *draft, int64_t amount)
{
    g_ptr_array_add(draft->cells, g_strdup_printf("%" PRId64, amount));
}

void draft_add_non_zero(Draft *draft, int64_t amount)
{
    if (amount == 0)
        draft_add_text(draft, "");
    else
        draft_add_amount(draft, amount);
}

void draft_add_limit(Draft *draft, int64_t limit)
{
    if (limit == NO_LIMIT)
        draft_add_text(draft, "");
    else
        draft_add_amount(draft, limit);
}

void draft_add_decimal(Draft *draft, Decimal decimal)
{
    g_ptr_array_add(draft->cells,
                    decimal_is_zero(decimal) ? g_strdup("") : decimal_to_text(decimal));
}

void draft_add_minutes(Draft *draft, int64_t umin)
{
    g_ptr_array_add(draft->cells, umin == 0 ? g_strdup("") : minutes_to_text(umin));
}

void draft_add_set(Draft *draft, Names names, const IndexSet *set)
{
    GString *list = g_string_new(NULL);
    for (uint32_t i = 0; i < set->n; i++) {
        if (i > 0)
            g_string_append_c(list, ';');
        list_append_escaped(list, names_at(names, set->index[i]));
    }
    g_ptr_array_add(draft->cells, g_string_free(list, FALSE));
}

void draft_add_prefixed(Draft *draft, const char *prefix, const char *name)
{
    GString *cell = g_string_new(prefix);
    list_append_escaped(cell, name);
    g_ptr_array_add(draft->cells, g_string_free(cell, FALSE));
}

uint32_t draft_n_rows(const Draft *draft)
{
    g_assert(draft->cells->len % draft->n_columns == 0);
    return draft->cells->len / draft->n_columns;
}

static const char *cell_at(const Draft *draft, uint32_t row, uint32_t column)
{
    return draft->cells->pdata[(gsize)row * draft->n_columns + column];
}

static bool is_needed(const Draft *draft, uint32_t column)
{
    if (column < draft->n_required)
        return true;
    for (uint32_t row = 0; row < draft_n_rows(draft); row++)
        if (*cell_at(draft, row, column) != '\0')
            return true;
    return false;
}

char *draft_to_csv(const Draft *draft)
{
    g_autofree bool *needed = g_new0(bool, draft->n_columns);
    GString *text = g_string_new(NULL);
    for (uint32_t column = 0; column < draft->n_columns; column++) {
        needed[column] = is_needed(draft, column);
        if (needed[column])
            csv_append_cell(text, draft->columns[column], column == 0);
    }
    g_string_append_c(text, '\n');
    for (uint32_t row = 0; row < draft_n_rows(draft); row++) {
        for (uint32_t column = 0; column < draft->n_columns; column++)
            if (needed[column])
                csv_append_cell(text, cell_at(draft, row, column), column == 0);
        g_string_append_c(text, '\n');
    }
    return g_string_free(text, FALSE);
}
