#include "solver/pattern_leaf.h"

#include <string.h>

typedef struct {
    PatternBound *bound;
    const Problem *problem;
    const PatternRules *rules;
    const PatternPart *part;
    const int64_t *price;
    const PatternLook *look;
    ProofWriter *writer;
    GArray *multipliers; /* Multiplier */
    Int128 *reduced;     /* [item * n_bins + bin] of the place columns */
    Int128 *serve;       /* [bin] */
    Int128 value;
} Leaf;

static Int128 *reduced_of(const Leaf *leaf, uint32_t item, uint32_t bin)
{
    return &leaf->reduced[(gsize)item * leaf->problem->n_bins + bin];
}

static void add(Leaf *leaf, Key row, Int128 y)
{
    leaf_add_multiplier(leaf->multipliers, row, y, &leaf->writer->fits);
}

/* Of an item that is held elsewhere: staying pays for nothing, though it has a price. */
static int64_t price_held(const Leaf *leaf, uint32_t item)
{
    uint32_t home = leaf->bound->model->home[item];
    if (home == NO_INDEX || home == leaf->part->held[item])
        return 0;
    return MIN(0, problem_place_cost(leaf->problem, item, home) * PATTERN_SCALE -
                      pattern_stay_price(leaf->rules, leaf->price, item, home));
}

/* Its price on the assignment, and what its move bears of the notice; nothing where it is held. */
static void add_item(Leaf *leaf, uint32_t item)
{
    const Problem *problem = leaf->problem;
    bool is_held = leaf->part->held[item] != NO_INDEX;
    int64_t price = is_held ? price_held(leaf, item) : leaf->price[item];
    int64_t notice = is_held ? 0 : leaf->bound->notice[item];
    for (uint32_t bin = problem_next_allowed(problem, item, 0); bin != NO_INDEX;
         bin = problem_next_allowed(problem, item, bin + 1))
        *reduced_of(leaf, item, bin) =
            (Int128)problem_place_cost(problem, item, bin) * PATTERN_SCALE - price -
            (leaf->bound->model->home[item] == bin ? notice : 0) -
            pattern_stay_price(leaf->rules, leaf->price, item, bin);
    add(leaf, (Key){ROW_ASSIGN, {item, 0, 0, 0}}, price);
    add(leaf, (Key){ROW_NOTICE, {item, 0, 0, 0}}, notice);
    leaf->value += (Int128)price + notice;
}

/* The prices of staying, on the branches that bound how many do. */
static void add_stays(Leaf *leaf, const StayNodes *stays)
{
    const PatternPart *part = leaf->part;
    for (uint32_t stay = 0; stay < leaf->rules->n_stays; stay++) {
        int64_t price = leaf->price[leaf->problem->n_items + stay];
        uint32_t node = price > 0 ? stays->fewest[stay] : stays->most[stay];
        add(leaf, (Key){ROW_BRANCH, {node, 0, 0, 0}}, price);
        leaf->value += (Int128)price * (price > 0 ? part->fewest[stay] : part->most[stay]);
    }
}

/* What whole items weigh on the bin at most, in service. */
static void add_pack(Leaf *leaf, uint32_t bin)
{
    const PackKind *of_bin = &leaf->bound->kinds->kinds[bin];
    gsize n_dimensions = leaf->problem->n_dimensions;
    Pack pack = {.n_bins = 1, .n_dimensions = leaf->problem->n_dimensions};
    pack.items = g_new(uint32_t, (gsize)of_bin->n_classes + 1);
    pack.weights = g_new(int64_t, (gsize)of_bin->n_classes + 1);
    for (uint32_t k = 0; k < of_bin->n_classes; k++) {
        uint32_t item = of_bin->classes[k];
        int64_t weight = leaf->bound->weights[item];
        if (weight <= 0)
            continue;
        pack.items[pack.n_items] = item;
        pack.weights[pack.n_items++] = weight;
        *reduced_of(leaf, item, bin) += weight;
    }
    if (pack.n_items == 0) {
        g_free(pack.items);
        g_free(pack.weights);
        return;
    }
    pack.bins = g_memdup2(&bin, sizeof bin);
    pack.most = g_memdup2(&leaf->look->most[bin], sizeof *pack.most);
    pack.prices =
        g_memdup2(leaf->look->room + bin * n_dimensions, n_dimensions * sizeof *pack.prices);
    add(leaf, (Key){ROW_PACK, {leaf->writer->packs->len, bin, 0, 0}}, -1);
    g_array_append_val(leaf->writer->packs, pack);
    leaf->serve[bin] -= leaf->look->most[bin];
}

/* Twins are where the other is: what places of the second are worth goes to those of the first. */
static void join_twins(Leaf *leaf, uint32_t second)
{
    const Problem *problem = leaf->problem;
    uint32_t first = leaf->rules->twin[second];
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        bool allows_second = problem_allows(problem, second, bin);
        if (!allows_second && !problem_allows(problem, first, bin))
            continue;
        Int128 y = allows_second ? *reduced_of(leaf, second, bin) : -*reduced_of(leaf, first, bin);
        add(leaf, (Key){ROW_GATHER_EQUAL, {leaf->rules->twin_group[second], second, bin, 0}}, y);
        *reduced_of(leaf, second, bin) -= y;
        *reduced_of(leaf, first, bin) += y;
    }
}

/* Σ of the least of reduced cost times x within the bounds that the branches leave. */
static void add_places(Leaf *leaf)
{
    const Problem *problem = leaf->problem;
    const PatternPart *part = leaf->part;
    for (uint32_t item = 0; item < problem->n_items; item++)
        for (uint32_t bin = problem_next_allowed(problem, item, 0); bin != NO_INDEX;
             bin = problem_next_allowed(problem, item, bin + 1)) {
            Int128 reduced = *reduced_of(leaf, item, bin);
            bool is_barred = part->barred[(gsize)item * problem->n_bins + bin];
            bool is_held = part->held[item] == bin && pattern_leads(leaf->rules, item);
            if (is_held || (!is_barred && reduced < 0))
                leaf->value += reduced;
        }
}

static void fill_leaf(Leaf *leaf, const BranchNodes *above)
{
    const Problem *problem = leaf->problem;
    leaf->value += leaf_certain_costs(leaf->bound->model) * PATTERN_SCALE;
    for (uint32_t item = 0; item < problem->n_items; item++)
        add_item(leaf, item);
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (!pattern_leads(leaf->rules, item))
            join_twins(leaf, item);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        leaf->serve[bin] = (Int128)price_net_serve_cost(problem, bin) * PATTERN_SCALE;
        pattern_bound_weigh(leaf->bound, leaf->part, leaf->price, bin);
        add_pack(leaf, bin);
    }
    add_places(leaf);
    leaf->value += leaf_serving_value(leaf->bound->model, leaf->part->bins, above, leaf->serve,
                                      PATTERN_SCALE, leaf->multipliers, &leaf->writer->fits);
}

void pattern_leaf_write(PatternBound *bound, const PatternPart *part, const int64_t *price,
                        const PatternLook *look, const BranchNodes *above, const StayNodes *stays,
                        ProofWriter *writer, uint32_t node)
{
    const Problem *problem = bound->model->problem;
    g_autofree Int128 *reduced = g_new0(Int128, (gsize)problem->n_items * problem->n_bins + 1);
    g_autofree Int128 *serve = g_new0(Int128, (gsize)problem->n_bins + 1);
    Leaf leaf = {.bound = bound, .problem = problem, .rules = bound->rules, .part = part};
    leaf.price = price;
    leaf.writer = writer;
    leaf.reduced = reduced;
    leaf.serve = serve;
    leaf.multipliers = g_array_new(FALSE, FALSE, sizeof(Multiplier));
    leaf.look = look;
    add_stays(&leaf, stays);
    fill_leaf(&leaf, above);
    ProofNode *written = proof_writer_node(writer, node);
    written->kind = PROOF_NODE_LEAF;
    written->n_multipliers = leaf.multipliers->len;
    written->multipliers = (Multiplier *)(void *)g_array_free(leaf.multipliers, FALSE);
    proof_writer_take_value(writer, leaf.value);
}
