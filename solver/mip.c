#include "solver/mip.h"

#include "solver/mip_build.h"

guint key_hash(gconstpointer pointer)
{
    const Key *key = pointer;
    guint hash = key->kind;
    for (int i = 0; i < 4; i++)
        hash = hash * 1000003u + key->index[i];
    return hash;
}

gboolean key_equal(gconstpointer a, gconstpointer b)
{
    const Key *left = a, *right = b;
    return left->kind == right->kind && left->index[0] == right->index[0] &&
           left->index[1] == right->index[1] && left->index[2] == right->index[2] &&
           left->index[3] == right->index[3];
}

uint32_t mip_add_column(MipBuilder *builder, Key key, int64_t upper, Fraction cost, bool is_integer)
{
    MipColumn column = {.key = key, .upper = upper, .cost = cost, .is_integer = is_integer};
    uint32_t index = builder->columns->len;
    g_array_append_val(builder->columns, column);
    if (key.kind != COLUMN_PLACE && key.kind != COLUMN_SERVE)
        g_hash_table_insert(builder->column_of_key, g_memdup2(&key, sizeof key),
                            GUINT_TO_POINTER(index));
    return index;
}

uint32_t mip_column(const MipBuilder *builder, Key key)
{
    gpointer found;
    if (!g_hash_table_lookup_extended(builder->column_of_key, &key, NULL, &found))
        return NO_INDEX;
    return GPOINTER_TO_UINT(found);
}

void mip_add_term(MipBuilder *builder, uint32_t column, int64_t coefficient)
{
    if (column == NO_INDEX || coefficient == 0)
        return;
    MipTerm term = {column, coefficient};
    g_array_append_val(builder->terms, term);
}

void mip_drop_terms(MipBuilder *builder)
{
    g_array_set_size(builder->terms, builder->row_start);
}

static bool holds_empty(Sense sense, int64_t rhs)
{
    return (sense == SENSE_AT_MOST && rhs >= 0) || (sense == SENSE_AT_LEAST && rhs <= 0) ||
           (sense == SENSE_EQUAL && rhs == 0);
}

void mip_add_row(MipBuilder *builder, Key key, Sense sense, int64_t rhs)
{
    if (builder->terms->len == builder->row_start && holds_empty(sense, rhs))
        return;
    MipRow row = {.key = key, .sense = sense, .rhs = rhs, .start = builder->row_start};
    g_array_append_val(builder->rows, row);
    builder->row_start = builder->terms->len;
}

uint32_t mip_place(const Mip *mip, uint32_t item, uint32_t bin)
{
    uint32_t low = mip->place_start[item], high = mip->place_start[item + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        uint32_t at = mip->columns[middle].key.index[1];
        if (at == bin)
            return middle;
        if (at < bin)
            low = middle + 1;
        else
            high = middle;
    }
    return NO_INDEX;
}

uint32_t mip_add_places_in(MipBuilder *builder, uint32_t item, const uint32_t *numbers,
                           uint32_t number, int64_t coefficient)
{
    const Mip *mip = builder->mip;
    uint32_t n = 0;
    for (uint32_t c = mip->place_start[item]; c < mip->place_start[item + 1]; c++) {
        if (numbers[mip->columns[c].key.index[1]] != number)
            continue;
        mip_add_term(builder, c, coefficient);
        n++;
    }
    return n;
}

uint32_t mip_add_places_on(MipBuilder *builder, const IndexList *items, uint32_t bin,
                           int64_t coefficient)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < items->n; k++) {
        uint32_t column = mip_place(builder->mip, items->index[k], bin);
        mip_add_term(builder, column, coefficient);
        n += column != NO_INDEX;
    }
    return n;
}

int64_t mip_add_moved(MipBuilder *builder, uint32_t item, int64_t coefficient)
{
    const Problem *problem = builder->problem;
    const Mip *mip = builder->mip;
    if (!problem_has_fact(problem, FACT_ITEM, item)) {
        for (uint32_t c = mip->place_start[item]; c < mip->place_start[item + 1]; c++)
            if (problem_is_move(problem, item, mip->columns[c].key.index[1]))
                mip_add_term(builder, c, coefficient);
        return 0;
    }
    if (problem_stays(problem, item))
        mip_add_term(builder, mip_place(mip, item, problem->home[item]), -coefficient);
    return coefficient;
}

bool mip_any_allowed(const Problem *problem, const IndexList *items, uint32_t bin)
{
    for (uint32_t k = 0; k < items->n; k++)
        if (problem_allows(problem, items->index[k], bin))
            return true;
    return false;
}

bool mip_group_is(const Problem *problem, uint32_t group, GroupKind kind)
{
    return problem->groups[group].kind == kind && problem_has_fact(problem, FACT_RULE, group);
}

/* The place columns of each bin, for rows that run over the items of a bin. */
static void index_bins(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    const Mip *mip = builder->mip;
    uint32_t n_places = mip->place_start[problem->n_items];
    builder->bin_start = g_new0(uint32_t, (gsize)problem->n_bins + 2);
    builder->bin_columns = g_new(uint32_t, (gsize)n_places + 1);
    for (uint32_t c = 0; c < n_places; c++)
        builder->bin_start[mip->columns[c].key.index[1] + 2]++;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        builder->bin_start[bin + 2] += builder->bin_start[bin + 1];
    for (uint32_t c = 0; c < n_places; c++)
        builder->bin_columns[builder->bin_start[mip->columns[c].key.index[1] + 1]++] = c;
}

static void build_columns(MipBuilder *builder)
{
    mip_place_columns(builder);
    mip_serve_columns(builder);
    mip_change_column(builder);
    mip_notice_columns(builder);
    mip_overload_columns(builder);
    mip_balance_columns(builder);
    mip_licence_columns(builder);
    mip_tier_columns(builder);
    mip_breach_columns(builder);
    mip_used_columns(builder);
    mip_zone_used_columns(builder);
    mip_busiest_column(builder);
    mip_reserve_columns(builder);
}

static void build_rule_rows(MipBuilder *builder)
{
    mip_spread_rows(builder);
    mip_spread_zone_rows(builder);
    mip_gather_equal_rows(builder);
    mip_gather_link_rows(builder);
    mip_gather_rows(builder);
    mip_fence_ban_rows(builder);
    mip_root_rows(builder);
    mip_lonely_link_rows(builder);
    mip_lonely_rows(builder);
    mip_split_link_rows(builder);
    mip_split_rows(builder);
    mip_max_on_rows(builder);
    mip_keep_rows(builder);
}

static void build_rows(MipBuilder *builder)
{
    mip_assign_rows(builder);
    mip_link_rows(builder);
    mip_empty_rows(builder);
    mip_capacity_rows(builder);
    mip_transient_rows(builder);
    mip_tier_link_rows(builder);
    mip_tier_capacity_rows(builder);
    mip_change_item_rows(builder);
    mip_change_bin_rows(builder);
    mip_notice_rows(builder);
    mip_overload_rows(builder);
    mip_balance_rows(builder);
    mip_licence_link_rows(builder);
    mip_licence_hosts_rows(builder);
    build_rule_rows(builder);
    mip_zone_used_rows(builder);
    mip_min_zones_rows(builder);
    mip_service_per_host_rows(builder);
    mip_service_per_zone_rows(builder);
    mip_near_rows(builder);
    mip_max_moves_row(builder);
    mip_max_operator_row(builder);
    mip_max_memory_row(builder);
    mip_busiest_rows(builder);
    mip_reserve_rows(builder);
    mip_reserve_host_rows(builder);
}

static void steal_arrays(MipBuilder *builder)
{
    Mip *mip = builder->mip;
    MipRow end = {.start = builder->terms->len};
    mip->n_rows = builder->rows->len;
    g_array_append_val(builder->rows, end);
    mip->n_terms = builder->terms->len;
    mip->n_columns = builder->columns->len;
    mip->rows = (MipRow *)(void *)g_array_free(builder->rows, FALSE);
    mip->terms = (MipTerm *)(void *)g_array_free(builder->terms, FALSE);
    mip->columns = (MipColumn *)(void *)g_array_free(builder->columns, FALSE);
}

Mip *mip_new(const Problem *problem)
{
    if (problem_n_places(problem) > MIP_MAX_PLACES)
        return NULL;
    Mip *mip = g_new0(Mip, 1);
    mip->problem = problem;
    mip->constant = problem->constant;
    MipBuilder builder = {.problem = problem, .mip = mip};
    builder.columns = g_array_new(FALSE, FALSE, sizeof(MipColumn));
    builder.rows = g_array_new(FALSE, FALSE, sizeof(MipRow));
    builder.terms = g_array_new(FALSE, FALSE, sizeof(MipTerm));
    builder.column_of_key = g_hash_table_new_full(key_hash, key_equal, g_free, NULL);
    build_columns(&builder);
    mip->columns = (MipColumn *)(void *)builder.columns->data; /* for mip_place while rows grow */
    index_bins(&builder);
    build_rows(&builder);
    steal_arrays(&builder);
    mip->correction = (problem_n_rough_terms(problem) + 1) / 2;
    mip->whole = mip->correction == 0;
    g_hash_table_unref(builder.column_of_key);
    g_free(builder.bin_start);
    g_free(builder.bin_columns);
    return mip;
}

void mip_free(Mip *mip)
{
    if (mip == NULL)
        return;
    g_free(mip->columns);
    g_free(mip->rows);
    g_free(mip->terms);
    g_free(mip->place_start);
    g_free(mip);
}
