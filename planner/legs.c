#include "planner/legs.h"

#include <math.h>

#include "plan/order_state.h"
#include "solver/load_state.h"

#define FIRST_SHARE  0.6  /* of the time, for the first target */
#define NEXT_SHARE   0.4  /* of what is left, for each that follows */
#define LEAST_LEFT_S 0.05 /* of the time limit */
#define MOST_LEGS    12
#define WORK_LEGS    3
#define HEAT         0.03 /* of the second leg; each after it begins cooler */
#define COOLER       0.3
#define MOST_BLOCKED 2000 /* domains that parking is looked for */
#define LEAST_PLACES                                                                               \
    1000           /* with fewer the search is exact, and a target without an order excluded */
#define CENT 10000 /* micro-units */

typedef struct {
    Loop *loop;
    uint32_t *at; /* [n_domains] where the path leads to; NULL: nothing was moved yet */
    GArray *path; /* OrderMove */
} Legs;

static void legs_clear(Legs *legs)
{
    g_free(legs->at);
    g_clear_pointer(&legs->path, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Legs, legs_clear)

bool legs_are_for(const Loop *loop)
{
    return loop->problem->n_items == loop->model->n_domains && load_state_knows(loop->problem) &&
           problem_n_places(loop->problem) > LEAST_PLACES;
}

static void go_on_from(Legs *legs, Sequence *sequence)
{
    g_free(legs->at);
    g_clear_pointer(&legs->path, g_array_unref);
    legs->at = g_steal_pointer(&sequence->reached);
    legs->path = g_steal_pointer(&sequence->path);
}

/* From the start, which saves moves, then along the path. */
static bool try_target(Legs *legs, const Solution *target, GError **error)
{
    for (int along = 0; along < (legs->path == NULL ? 1 : 2); along++) {
        g_auto(Sequence) sequence = {0};
        SequenceOptions order = {.most_blocked = MOST_BLOCKED};
        order.path = along == 0 ? NULL : legs->path;
        bool direct = false;
        if (!loop_try(legs->loop, target->bin_of_item, target->in_service, target->cost, order,
                      &direct, &sequence, error))
            return false;
        bool is_last = along == 1 || legs->path == NULL;
        if (sequence.found || is_last) {
            go_on_from(legs, &sequence);
            return true;
        }
    }
    return true;
}

static bool is_proved(const Loop *loop, const Solution *first)
{
    return loop->best.host_of_domain != NULL && first->has_bound &&
           loop->best.cost.total - first->bound < CENT;
}

static bool may_go_on(const Legs *legs, const Solution *first, uint32_t n_legs)
{
    const PlannerOptions *options = legs->loop->options;
    if (loop_is_stopped(legs->loop) || legs->at == NULL || is_proved(legs->loop, first))
        return false;
    if (options->work_limit > 0)
        return n_legs < WORK_LEGS;
    return n_legs < MOST_LEGS &&
           loop_seconds_left(legs->loop) > LEAST_LEFT_S * MAX(options->time_limit_s, 1);
}

static bool is_everywhere(const Problem *problem)
{
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (problem->home[item] == NO_INDEX || !problem_allows(problem, item, problem->home[item]))
            return false;
    return true;
}

/* Moves to make along the path so that what is reached keeps every limit at least cost; NO_INDEX
 * where no end of a wave does. */
static uint32_t cheapest_end(const Legs *legs, LoadState *state, double *ret_cost)
{
    uint32_t best = NO_INDEX;
    *ret_cost = INFINITY;
    for (guint i = 0; i < legs->path->len; i++) {
        const OrderMove *move = &g_array_index(legs->path, OrderMove, i);
        load_state_move(state, move->domain, move->to);
        bool ends_wave = i + 1 == legs->path->len ||
                         g_array_index(legs->path, OrderMove, i + 1).wave != move->wave;
        if (!ends_wave || !load_state_is_clean(state) || state->cost >= *ret_cost)
            continue;
        best = i + 1;
        *ret_cost = state->cost;
    }
    return best;
}

/* The cheapest placement on the way is a plan. */
static bool try_way(Legs *legs, GError **error)
{
    Loop *loop = legs->loop;
    const Problem *problem = loop->problem;
    if (legs->path == NULL || !is_everywhere(problem))
        return true;
    g_autoptr(LoadState) state = load_state_new(problem, problem->home);
    double start_cost = load_state_is_clean(state) ? state->cost : INFINITY, cost;
    uint32_t n_moves = cheapest_end(legs, state, &cost);
    if (start_cost <= cost)
        n_moves = isfinite(start_cost) ? 0 : NO_INDEX;
    bool is_beaten =
        loop->best.host_of_domain != NULL && (double)loop->best.cost.total <= MIN(cost, start_cost);
    if (n_moves == NO_INDEX || is_beaten)
        return true;
    g_autofree uint32_t *target = g_memdup2(problem->home, sizeof(uint32_t) * problem->n_items);
    g_autofree bool *in_service = g_new0(bool, (gsize)problem->n_bins + 1);
    g_autoptr(GArray) path = g_array_new(FALSE, FALSE, sizeof(OrderMove));
    for (uint32_t i = 0; i < n_moves; i++) {
        const OrderMove *move = &g_array_index(legs->path, OrderMove, i);
        target[move->domain] = move->to;
        g_array_append_val(path, *move);
    }
    for (uint32_t item = 0; item < problem->n_items; item++)
        in_service[target[item]] = true;
    g_auto(Sequence) sequence = {0};
    bool direct;
    return loop_try(loop, target, in_service, (int64_t)MIN(cost, start_cost),
                    (SequenceOptions){.path = path}, &direct, &sequence, error);
}

Solution *run_legs(Loop *loop, GError **error)
{
    g_auto(Legs) legs = {.loop = loop};
    SolveOptions options = {.time_limit_s = MAX(0.1, FIRST_SHARE * loop_seconds_left(loop))};
    g_autoptr(Solution) first = loop_search(loop, options, error);
    if (first == NULL)
        return NULL;
    loop->found_target = first->bin_of_item != NULL;
    if (first->bin_of_item != NULL && !try_target(&legs, first, error))
        return NULL;
    options.heat = HEAT;
    for (uint32_t n = 1; may_go_on(&legs, first, n); n++) {
        options.start = legs.at;
        options.time_limit_s = MAX(0.1, NEXT_SHARE * loop_seconds_left(loop));
        g_autoptr(Solution) next = loop_search(loop, options, error);
        if (next == NULL || (next->bin_of_item != NULL && !try_target(&legs, next, error)))
            return NULL;
        options.heat *= COOLER;
    }
    return try_way(&legs, error) ? g_steal_pointer(&first) : NULL;
}
