#include "solver/branch.h"

#include "common/limit_clock.h"
#include "solver/branch_heap.h"
#include "solver/branch_rule.h"
#include "solver/construct.h"

#define CENT            10000 /* micro-units: what "optimal" may leave open */
#define POLISH_NODES    2000  /* how many more nodes may look for the last cent */
#define MAX_MULTIPLIERS 3000000
#define ROUND_EVERY     20

struct Branch {
    const Mip *mip;
    Incumbent *incumbent;
    const BranchLimits *limits;
    CountSets *counts;
    LeafJudge *judge;
    Lp *lp;
    Tree *tree;
    GArray *heap;  /* HeapEntry: open nodes, the least search value on top */
    uint32_t dive; /* open node to take next, NO_INDEX: the best */
    uint64_t work, n_solved, n_multipliers, n_polish;
    gint64 start_us;
    bool at_limit, near_enough;
    uint64_t work_end;
    int64_t told_bound;
};

static void open_node(Branch *search, uint32_t node)
{
    heap_push(search->heap, (HeapEntry){tree_node(search->tree, node)->search_value, node});
}

/* The open node of least value, left in the heap; NO_INDEX where none is open. */
static uint32_t best_open(Branch *search)
{
    while (search->heap->len > 0) {
        uint32_t node = g_array_index(search->heap, HeapEntry, 0).node;
        if (tree_node(search->tree, node)->state == NODE_OPEN)
            return node;
        heap_pop(search->heap);
    }
    return NO_INDEX;
}

/* From this value on a part of the tree holds nothing better than the incumbent. */
static Int128 prune_from(const Branch *search)
{
    const LeafJudge *judge = search->judge;
    const Incumbent *incumbent = search->incumbent;
    Int128 value = (Int128)judge->scale * incumbent->cost;
    if (incumbent->found)
        value += (Int128)incumbent->n_moves * judge->tie_step;
    if (!search->mip->whole)
        value += (Int128)judge->scale * search->mip->correction;
    return value - judge->tie_step;
}

static bool is_prunable(const Branch *search, Int128 value)
{
    return value > prune_from(search);
}

static void close_leaf(Branch *search, uint32_t node)
{
    tree_node(search->tree, node)->state = NODE_LEAF;
}

static void set_multipliers(Branch *search, uint32_t node, RowMultiplier *y, uint32_t n_y)
{
    TreeNode *own = tree_node(search->tree, node);
    g_free(own->y);
    own->y = y;
    own->n_y = n_y;
    search->n_multipliers += n_y;
}

/* Duals price the ties too; taking a tie step from each item's assignment makes the same
 * multipliers prove (nearly) as much about plain costs. */
static void drop_tie_prices(const Branch *search, RowMultiplier *y, uint32_t n_y)
{
    for (uint32_t k = 0; k < n_y; k++)
        if (y[k].row < search->mip->n_rows && search->mip->rows[y[k].row].key.kind == ROW_ASSIGN)
            y[k].y -= search->judge->tie_step;
}

/* What the multipliers of the relaxation prove about a node; they stay only if that is more than
 * what is known (any multipliers are valid, those of an unfinished run may be poor). */
static void value_node(Branch *search, uint32_t node)
{
    Tree *tree = search->tree;
    RowMultiplier *y;
    uint32_t n_y = lp_multipliers(search->lp, &y);
    Int128 search_value = leaf_judge_value(search->judge, &tree->bounds, y, n_y, LEAF_TIE_COST);
    TreeNode *own = tree_node(tree, node);
    if (search_value < own->search_value) {
        g_free(y);
        return;
    }
    drop_tie_prices(search, y, n_y);
    set_multipliers(search, node, y, n_y);
    own->has_value = true;
    own->value = leaf_judge_value(search->judge, &tree->bounds, y, n_y, LEAF_COST);
    own->search_value = search_value;
}

/* A Farkas proof that the node is empty; false where none stands up in exact integers. */
static bool prove_infeasible(Branch *search, uint32_t node, double time_limit_s)
{
    Tree *tree = search->tree;
    RowMultiplier *y, broken;
    uint32_t n_y;
    if (mip_broken_row(search->mip, &tree->bounds, &broken)) {
        y = g_memdup2(&broken, sizeof broken);
        n_y = 1;
    } else {
        n_y = lp_farkas(search->lp, time_limit_s, &y);
    }
    if (n_y == 0 || leaf_judge_value(search->judge, &tree->bounds, y, n_y, LEAF_NO_COST) <= 0) {
        g_free(y);
        return false;
    }
    set_multipliers(search, node, y, n_y);
    tree_node(tree, node)->state = NODE_INFEASIBLE;
    return true;
}

static double time_left_s(const Branch *search)
{
    double used_s = (double)(limit_clock_us() - search->start_us) / 1e6;
    return search->limits->time_limit_s - used_s;
}

static bool limit_reached(const Branch *search)
{
    const BranchLimits *limits = search->limits;
    return search->at_limit || time_left_s(search) <= 0 || search->work >= search->work_end ||
           search->tree->nodes->len >= limits->max_nodes ||
           search->n_multipliers >= MAX_MULTIPLIERS ||
           (limits->stop != NULL && *limits->stop != 0) ||
           (limits->first_only && search->incumbent->found);
}

/* The bin of each item in the solution of the relaxation; false where it is not whole. */
static bool read_placement(const Branch *search, uint32_t *bin_of_item)
{
    const Mip *mip = search->mip;
    bool is_whole = true;
    for (uint32_t item = 0; item < mip->problem->n_items; item++) {
        double most = 0.5;
        bin_of_item[item] = NO_INDEX;
        for (uint32_t c = mip->place_start[item]; c < mip->place_start[item + 1]; c++)
            if (lp_value(search->lp, c) > most) {
                most = lp_value(search->lp, c);
                bin_of_item[item] = mip->columns[c].key.index[1];
            }
        bool may_be_nowhere = !problem_has_fact(mip->problem, FACT_ITEM, item);
        is_whole = is_whole && (most > 1 - 1e-6 || (may_be_nowhere && most <= 0.5));
    }
    return is_whole;
}

static double preference(void *context, uint32_t item, uint32_t bin)
{
    const Branch *search = context;
    return lp_value(search->lp, mip_place(search->mip, item, bin));
}

static void try_placement(Branch *search)
{
    const Problem *problem = search->mip->problem;
    g_autofree uint32_t *bins = g_new(uint32_t, (gsize)problem->n_items + 1);
    g_autofree bool *spares = g_new(bool, (gsize)problem->n_bins + 1);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        spares[bin] = problem->host_failures > 0 &&
                      lp_value(search->lp, search->mip->serve_start + bin) > 0.5;
    if (read_placement(search, bins))
        incumbent_offer(search->incumbent, bins, spares, "branch-and-bound");
    else if (search->n_solved % ROUND_EVERY == 1 &&
             construct_guided(problem, preference, search, bins))
        incumbent_offer(search->incumbent, bins, NULL, "rounding");
}

static void branch_on(Branch *search, uint32_t node, Branching branching)
{
    tree_branch(search->tree, node, branching);
    const TreeNode *own = tree_node(search->tree, node);
    open_node(search, own->low);
    open_node(search, own->high);
    search->dive = branching.high_first ? own->high : own->low;
}

/* Everything that may differ in it is fixed: its only placement has been looked at. */
static void branch_or_close(Branch *search, uint32_t node, bool use_fractions)
{
    Branching branching;
    if ((use_fractions && choose_fractional(search->tree, search->lp, &branching)) ||
        choose_unfixed(search->tree, search->lp, &branching))
        branch_on(search, node, branching);
    else
        close_leaf(search, node);
}

static void solve_node(Branch *search, uint32_t node)
{
    tree_go_to(search->tree, search->lp, node);
    LpStatus status =
        lp_solve(search->lp, time_left_s(search), search->work_end - search->work, &search->work);
    search->work++;
    search->n_solved++;
    if (status == LP_LIMIT) {
        search->at_limit = true;
        value_node(search, node);
        open_node(search, node);
        return;
    }
    if (status == LP_INFEASIBLE && prove_infeasible(search, node, time_left_s(search)))
        return;
    if (status != LP_OPTIMAL) {
        branch_or_close(search, node, false);
        return;
    }
    value_node(search, node);
    try_placement(search);
    if (is_prunable(search, tree_node(search->tree, node)->search_value))
        close_leaf(search, node);
    else
        branch_or_close(search, node, true);
}

/* The open node to look at next: down the dive, else the best. NO_INDEX: all closed. */
static uint32_t next_node(Branch *search)
{
    uint32_t node = search->dive;
    search->dive = NO_INDEX;
    return node != NO_INDEX ? node : best_open(search);
}

static void tell_bound(Branch *search)
{
    uint32_t best = best_open(search);
    if (best == NO_INDEX || search->limits->on_bound == NULL || search->dive != NO_INDEX)
        return;
    Int128 value = tree_node(search->tree, best)->search_value - search->judge->scale;
    int64_t bound = leaf_judge_bound(search->judge, value);
    if (value != NO_VALUE - search->judge->scale && bound > search->told_bound) {
        search->told_bound = bound;
        search->limits->on_bound(search->limits->context, bound);
    }
}

/* Near enough: the gap asked for, or a cent and the extra nodes are spent. */
static bool gap_is_closed(Branch *search)
{
    uint32_t best = best_open(search);
    const Incumbent *incumbent = search->incumbent;
    if (!incumbent->found || best == NO_INDEX)
        return false;
    Int128 bound = floor_divide(tree_node(search->tree, best)->search_value, search->judge->scale) -
                   search->mip->correction - 1;
    Int128 gap = incumbent->cost - bound;
    if ((double)gap <= search->limits->gap * (double)incumbent->cost)
        return true;
    return gap < CENT && search->n_polish++ >= POLISH_NODES;
}

static bool is_near_enough(Branch *search)
{
    search->near_enough = gap_is_closed(search);
    return search->near_enough;
}

Branch *branch_new(const Mip *mip, Incumbent *incumbent)
{
    Branch *branch = g_new0(Branch, 1);
    branch->mip = mip;
    branch->incumbent = incumbent;
    branch->dive = NO_INDEX;
    branch->told_bound = INT64_MIN;
    branch->counts = count_sets_new(mip->problem);
    branch->judge = leaf_judge_new(mip, branch->counts);
    branch->lp = lp_new(branch->judge);
    branch->tree = tree_new(branch->judge);
    branch->heap = g_array_new(FALSE, FALSE, sizeof(HeapEntry));
    open_node(branch, 0);
    return branch;
}

void branch_free(Branch *branch)
{
    if (branch == NULL)
        return;
    g_array_unref(branch->heap);
    tree_free(branch->tree);
    lp_free(branch->lp);
    leaf_judge_free(branch->judge);
    count_sets_free(branch->counts);
    g_free(branch);
}

void branch_run(Branch *branch, const BranchLimits *limits)
{
    uint32_t node;
    branch->limits = limits;
    branch->start_us = limit_clock_us();
    branch->work_end = branch->work + MIN(limits->work_limit, UINT64_MAX / 2);
    branch->at_limit = branch->near_enough = false;
    while (!limit_reached(branch) && !is_near_enough(branch) &&
           (node = next_node(branch)) != NO_INDEX) {
        if (is_prunable(branch, tree_node(branch->tree, node)->search_value))
            close_leaf(branch, node);
        else
            solve_node(branch, node);
        tell_bound(branch);
    }
}

bool branch_is_exhausted(Branch *branch)
{
    uint32_t best = best_open(branch);
    return best == NO_INDEX || is_prunable(branch, tree_node(branch->tree, best)->search_value);
}

bool branch_is_done(Branch *branch)
{
    return branch->near_enough || branch_is_exhausted(branch);
}

uint64_t branch_work(const Branch *branch)
{
    return branch->work;
}

Proof *branch_proof(Branch *branch)
{
    return tree_to_proof(branch->tree);
}
