#include "solver/price_leaf.h"

#include <math.h>

#define MICRO     1e6
#define MAX_SCALE (INT64_C(1) << 20)

typedef struct {
    const PriceBound *bound;
    const PriceModel *model;
    const PricePart *part;
    const BranchNodes *nodes;
    int64_t scale;
    int64_t *price;      /* [type * n_active + a] times scale */
    Int128 *serve;       /* [bin] reduced cost of serving */
    Int128 *notice_left; /* [service] */
    Int128 value;
    GArray *multipliers; /* Multiplier */
    bool fits;
} Leaf;

static int64_t highest_cost(const Problem *problem)
{
    int64_t highest = MAX(1, MAX(problem->review_cost, problem->notice_cost));
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        highest = MAX(highest, ABS(price_net_serve_cost(problem, bin)));
    gsize n_moves = (gsize)problem->n_move_classes * problem->n_pair_classes;
    for (gsize i = 0; i < n_moves; i++)
        highest = MAX(highest, problem->move_cost[i]);
    return highest;
}

int64_t price_leaf_scale(const Problem *problem)
{
    int64_t scale = MAX_SCALE, highest = highest_cost(problem);
    while (scale > 1 && highest > (INT64_C(1) << 56) / scale)
        scale /= 2;
    return scale;
}

int64_t price_leaf_bound(const Problem *problem, Int128 value, int64_t scale)
{
    int64_t n_rough = problem_n_rough_terms(problem);
    Int128 bound =
        n_rough == 0 ? ceil_divide(value, scale) : floor_divide(value, scale) - (n_rough + 1) / 2;
    return fits_int64(bound) ? (int64_t)bound : INT64_MIN;
}

static void add_multiplier(Leaf *leaf, Key row, Int128 y)
{
    leaf_add_multiplier(leaf->multipliers, row, y, &leaf->fits);
}

static void round_prices(Leaf *leaf, const double *prices)
{
    uint32_t n_active = leaf->bound->n_active;
    leaf->price = g_new(int64_t, (gsize)leaf->model->n_types * n_active + 1);
    for (uint32_t t = 0; t < leaf->model->n_types; t++)
        for (uint32_t a = 0; a < n_active; a++) {
            gsize at = (gsize)t * n_active + a;
            double price = prices[at] * MICRO * (double)leaf->scale / leaf->bound->unit[a];
            leaf->fits = leaf->fits && price < 0x1p61;
            leaf->price[at] = leaf->fits ? llround(MAX(0, price)) : 0;
        }
}

/* Price of what the item needs on a bin of a type. */
static Int128 price_of(const Leaf *leaf, uint32_t item, uint32_t type)
{
    uint32_t n_active = leaf->bound->n_active;
    Int128 sum = 0;
    for (uint32_t a = 0; a < n_active; a++) {
        int64_t price = leaf->price[(gsize)type * n_active + a];
        if (price != 0)
            sum += (Int128)price * price_model_demand(leaf->model, item, leaf->bound->active[a]);
    }
    return sum;
}

/* Least cost of the item anywhere but at home; false where it may only be at home. */
static bool cheapest_move(const Leaf *leaf, uint32_t item, Int128 *ret_cost)
{
    const PriceModel *model = leaf->model;
    const Problem *problem = model->problem;
    int64_t move = problem->move_cost[(gsize)problem->move_class[item] * problem->n_pair_classes];
    bool found = false;
    for (uint32_t t = 0; t < model->n_types; t++) {
        if (model->place_cost[(gsize)item * model->n_types + t] == INFINITY)
            continue;
        int64_t energy = problem->energy[(gsize)item * problem->n_energy_types +
                                         problem->energy_type[model->bins[t].index[0]]];
        Int128 cost = ((Int128)move + energy) * leaf->scale + price_of(leaf, item, t);
        *ret_cost = found && *ret_cost < cost ? *ret_cost : cost;
        found = true;
    }
    return found;
}

/* What the item's move pays of its service's notice. */
static Int128 take_notice(Leaf *leaf, uint32_t item)
{
    uint32_t service = leaf->model->problem->service_of_item[item];
    if (service == NO_INDEX || leaf->model->notice[item] <= 0)
        return 0;
    Int128 share = (Int128)(leaf->model->notice[item] * MICRO * (double)leaf->scale);
    share = MIN(share, leaf->notice_left[service]);
    leaf->notice_left[service] -= share;
    return share;
}

static void add_item(Leaf *leaf, uint32_t item)
{
    const PriceModel *model = leaf->model;
    uint32_t home = model->home[item];
    Int128 cost = 0, stay = 0, notice = 0;
    bool may_move = cheapest_move(leaf, item, &cost);
    if (home != NO_INDEX) {
        stay = (Int128)problem_place_cost(model->problem, item, home) * leaf->scale +
               price_of(leaf, item, model->type_of_bin[home]);
        if (may_move)
            notice = take_notice(leaf, item);
        else
            cost = stay + MAX(0, (Int128)price_net_serve_cost(model->problem, home) * leaf->scale);
    }
    add_multiplier(leaf, (Key){ROW_ASSIGN, {item, 0, 0, 0}}, cost);
    leaf->value += cost + notice;
    if (home == NO_INDEX)
        return;
    add_multiplier(leaf, (Key){ROW_NOTICE, {item, 0, 0, 0}}, notice);
    if (cost + notice > stay) {
        add_multiplier(leaf, (Key){ROW_LINK, {item, home, 0, 0}}, -(cost + notice - stay));
        leaf->serve[home] -= cost + notice - stay;
    }
}

static void add_capacity(Leaf *leaf, uint32_t bin)
{
    const PriceModel *model = leaf->model;
    uint32_t type = model->type_of_bin[bin], n_active = leaf->bound->n_active;
    leaf->serve[bin] += (Int128)price_net_serve_cost(model->problem, bin) * leaf->scale;
    for (uint32_t a = 0; a < n_active; a++) {
        PriceDimension d = model->dimension[leaf->bound->active[a]];
        int64_t price = leaf->price[(gsize)type * n_active + a];
        add_multiplier(leaf, (Key){ROW_CAPACITY, {bin, d.resource, d.period, 0}}, -(Int128)price);
        leaf->serve[bin] -= (Int128)price * problem_hard(model->problem, bin, d.resource);
    }
}

static void leaf_fill(Leaf *leaf)
{
    const Problem *problem = leaf->model->problem;
    for (uint32_t s = 0; s < problem->n_services; s++)
        leaf->notice_left[s] =
            leaf->model->must_notice[s] ? 0 : (Int128)problem->notice_cost * leaf->scale;
    leaf->value = leaf_certain_costs(leaf->model) * leaf->scale;
    for (uint32_t item = 0; item < problem->n_items && leaf->fits; item++)
        add_item(leaf, item);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        if (leaf->model->type_of_bin[bin] != NO_INDEX)
            add_capacity(leaf, bin);
    leaf->value += leaf_serving_value(leaf->model, leaf->part, leaf->nodes, leaf->serve,
                                      leaf->scale, leaf->multipliers, &leaf->fits);
}

bool price_leaf_make(const PriceBound *bound, const double *prices, const PricePart *part,
                     const BranchNodes *nodes, int64_t scale, ProofNode *ret_node,
                     Int128 *ret_value)
{
    const Problem *problem = bound->model->problem;
    g_autofree Int128 *serve = g_new0(Int128, (gsize)problem->n_bins + 1);
    g_autofree Int128 *notice_left = g_new0(Int128, (gsize)problem->n_services + 1);
    Leaf leaf = {.bound = bound, .model = bound->model, .part = part, .nodes = nodes};
    leaf.scale = scale;
    leaf.serve = serve;
    leaf.notice_left = notice_left;
    leaf.fits = true;
    leaf.multipliers = g_array_new(FALSE, FALSE, sizeof(Multiplier));
    round_prices(&leaf, prices);
    leaf_fill(&leaf);
    g_free(leaf.price);
    *ret_value = leaf.value;
    ret_node->kind = PROOF_NODE_LEAF;
    ret_node->n_multipliers = leaf.multipliers->len;
    ret_node->multipliers = (Multiplier *)(void *)g_array_free(leaf.multipliers, FALSE);
    return leaf.fits;
}
