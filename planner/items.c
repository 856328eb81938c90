#include "planner/items.h"

#include "model/model.h"

#define NO_ITEM 4 /* no index of the key is an item */

/* Which index of a row's key is an item. */
static uint32_t item_index_of_row(uint32_t kind)
{
    switch ((RowKind)kind) {
    case ROW_ASSIGN:
    case ROW_LINK:
    case ROW_CHANGE_ITEM:
    case ROW_NOTICE:
    case ROW_TIER_LINK:
    case ROW_NEAR:
        return 0;
    case ROW_LICENCE_LINK:
    case ROW_GATHER_EQUAL:
    case ROW_GATHER_LINK:
    case ROW_LONELY_LINK:
    case ROW_LONELY:
        return 1;
    case ROW_SPLIT_LINK:
        return 2;
    default:
        return NO_ITEM;
    }
}

static uint32_t item_index_of_column(const Problem *problem, const Key *column)
{
    if (column->kind == COLUMN_PLACE)
        return 0;
    bool lonely =
        column->kind == COLUMN_BREACH && problem->groups[column->index[0]].kind == GROUP_LONELY;
    return lonely ? 1 : NO_ITEM;
}

static void name_domain(const Problem *problem, Key *key, uint32_t at)
{
    if (at != NO_ITEM)
        key->index[at] = problem->label[key->index[at]];
}

void items_name_proof(const Problem *problem, Proof *proof)
{
    for (uint32_t i = 0; i < proof->n_packs; i++)
        for (uint32_t k = 0; k < proof->packs[i].n_items; k++)
            proof->packs[i].items[k] = problem->label[proof->packs[i].items[k]];
    for (uint32_t i = 0; i < proof->n_nodes; i++) {
        ProofNode *node = &proof->nodes[i];
        if (node->kind == PROOF_NODE_BRANCH_COLUMN)
            name_domain(problem, &node->column, item_index_of_column(problem, &node->column));
        for (uint32_t k = 0; k < node->n_columns; k++)
            name_domain(problem, &node->columns[k],
                        item_index_of_column(problem, &node->columns[k]));
        for (uint32_t k = 0; k < node->n_multipliers; k++)
            name_domain(problem, &node->multipliers[k].row,
                        item_index_of_row(node->multipliers[k].row.kind));
    }
}

uint32_t *items_place_domains(const Problem *problem, uint32_t n_domains,
                              const uint32_t *bin_of_item)
{
    uint32_t *host_of_domain = g_new(uint32_t, (gsize)n_domains + 1);
    for (uint32_t domain = 0; domain < n_domains; domain++)
        host_of_domain[domain] = INDEX_NONE;
    for (uint32_t item = 0; item < problem->n_items; item++)
        host_of_domain[problem->label[item]] = bin_of_item[item];
    return host_of_domain;
}

static void place_domains(const Problem *problem, uint32_t n_domains, uint32_t **bin_of_item)
{
    uint32_t *placed = items_place_domains(problem, n_domains, *bin_of_item);
    g_free(*bin_of_item);
    *bin_of_item = placed;
}

void items_to_domains(const Problem *problem, uint32_t n_domains, Solution *solution)
{
    if (n_domains == problem->n_items)
        return;
    solution->n_items = n_domains;
    if (solution->bin_of_item != NULL)
        place_domains(problem, n_domains, &solution->bin_of_item);
    for (guint i = 0; solution->earlier != NULL && i < solution->earlier->len; i++)
        place_domains(problem, n_domains,
                      &((Placement *)g_ptr_array_index(solution->earlier, i))->bin_of_item);
    if (solution->proof != NULL)
        items_name_proof(problem, solution->proof);
}

void items_name_facts(const Problem *problem, Fact *facts, uint32_t n_facts)
{
    for (uint32_t i = 0; i < n_facts; i++)
        if (facts[i].kind == FACT_ITEM)
            facts[i].index = problem->label[facts[i].index];
}

uint32_t *items_of_placement(const Problem *problem, const uint32_t *host_of_domain)
{
    uint32_t *bin_of_item = g_new(uint32_t, (gsize)problem->n_items + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        bin_of_item[item] = host_of_domain[problem->label[item]];
    return bin_of_item;
}
