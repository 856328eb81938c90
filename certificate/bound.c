#include "certificate/bound.h"

#include "certificate/leaf.h"
#include "certificate/packs.h"

void judge_proved_clear(Proved *proved)
{
    g_clear_pointer(&proved->refused, g_free);
}

/* The least value of all leaves; the first refusal ends it. */
static char *least_leaf(Leaves *leaves, Proved *proved, Int128 *ret_least)
{
    proved->infeasible = true;
    for (uint32_t number = 0; number < leaves->proof->n_nodes; number++) {
        ProofNodeKind kind = leaves->proof->nodes[number].kind;
        if (kind != PROOF_NODE_LEAF && kind != PROOF_NODE_INFEASIBLE)
            continue;
        LeafValue leaf = judge_leaf_value(leaves, number);
        if (leaf.refused != NULL)
            return leaf.refused;
        proved->n_leaves++;
        if (leaf.empty)
            continue;
        *ret_least = proved->infeasible ? leaf.value : MIN(*ret_least, leaf.value);
        proved->infeasible = false;
    }
    return NULL;
}

/* Without rough terms the optimum is a whole number, so the value may be rounded up; else down,
 * less half a micro-unit for each rough term. */
static bool round_bound(const Columns *columns, Int128 value, int64_t *ret_bound)
{
    uint64_t n_rough = columns->costs.n_rough;
    Int128 bound = n_rough == 0 ? exact_ceiling_divide(value, columns->scale)
                                : exact_floor_divide(value, columns->scale);
    if (!exact_subtract(&bound, (Int128)(n_rough / 2 + n_rough % 2)) || !exact_fits_int64(bound))
        return false;
    *ret_bound = (int64_t)bound;
    return true;
}

static char *prove(const Model *model, const Proof *proof, Proved *proved)
{
    if (proof->scale <= 0)
        return g_strdup("its scale is not above 0");
    g_autoptr(GError) error = NULL;
    g_autoptr(Columns) columns = judge_columns_new(model, proof->scale, &error);
    if (columns == NULL)
        return g_strdup(error->message);
    g_autofree Parent *parents = NULL;
    char *why = judge_tree_refuse(columns, proof, &parents);
    if (why == NULL)
        why = judge_packs_refuse(columns, proof);
    if (why != NULL)
        return why;
    uint64_t n_others = columns->first[N_COLUMN_KINDS] - columns->first[COLUMN_SERVE];
    g_autofree Int128 *sums = g_try_new0(Int128, n_others);
    if (sums == NULL)
        return g_strdup("the program is too large for the memory of this machine");
    g_autoptr(Places) places = judge_places_new(columns);
    Leaves leaves = {columns, proof, parents, places, sums};
    Int128 least = 0;
    why = least_leaf(&leaves, proved, &least);
    if (why == NULL && !proved->infeasible && !round_bound(columns, least, &proved->bound))
        why = g_strdup("its value leaves the range of amounts");
    return why;
}

void judge_prove(const Model *model, const Proof *proof, Proved *ret_proved)
{
    *ret_proved = (Proved){0};
    ret_proved->refused = prove(model, proof, ret_proved);
}
