#include "plan/order_repair.h"

#include "plan/order_cluster.h"
#include "plan/order_evict.h"
#include "plan/order_search.h"

#define CLUSTER_WORK 200000 /* moves to try in one small search */
#define MOST_FAILED  5      /* small searches that found nothing */
#define MOST_BLOCKED 100    /* blocked moves to look at before each parking */
#define MOST_ASKED   20     /* domains that might make way for one of them */

typedef struct {
    OrderRun *run;
    Effort spare;       /* what extra moves may still use up */
    bool *held;         /* [n_domains] parked until another one is through */
    uint32_t *held_for; /* [n_domains] that other one */
    uint32_t *first_on; /* [n_hosts] domains there, as chains */
    uint32_t *next_on;  /* [n_domains] */
    uint32_t n_parkings_left;
    uint32_t n_searches_left; /* small searches that may still find nothing */
} Repair;

static void list_domains(Repair *repair)
{
    const Model *model = repair->run->problem->model;
    for (uint32_t host = 0; host < model->n_hosts; host++)
        repair->first_on[host] = INDEX_NONE;
    for (uint32_t i = model->n_domains; i > 0; i--) {
        uint32_t host = order_state_host(repair->run->state, i - 1);
        if (host == INDEX_NONE)
            continue;
        repair->next_on[i - 1] = repair->first_on[host];
        repair->first_on[host] = i - 1;
    }
}

static void use_up(Repair *repair, const Effort *effort)
{
    Effort *spare = &repair->spare;
    spare->moves -= spare->moves == INT64_MAX ? 0 : effort->moves;
    spare->operator_umin -= spare->operator_umin == INT64_MAX ? 0 : effort->operator_umin;
    spare->memory_mib -= spare->memory_mib == INT64_MAX ? 0 : effort->memory_mib;
}

/* What a search's steps use up beyond the direct moves of their domains. */
static bool use_up_steps(Repair *repair, const GArray *steps, GError **error)
{
    const OrderProblem *problem = repair->run->problem;
    for (guint i = 0; i < steps->len; i++) {
        const OrderMove *move = &g_array_index(steps, OrderMove, i);
        Effort effort;
        if (!order_problem_effort(problem, move->domain, move->from, move->to, &effort, error))
            return false;
        if (move->to != problem->target[move->domain])
            use_up(repair, &effort);
    }
    return true;
}

static bool park_cluster(Repair *repair, uint32_t domain, bool *ret_parked, GError **error)
{
    if (repair->n_searches_left == 0)
        return true;
    g_auto(OrderCluster) cluster = {0};
    order_cluster_init(&cluster, repair->run, domain);
    SearchOptions options = {
        .domains = (const uint32_t *)(const void *)cluster.domains->data,
        .n_domains = cluster.domains->len,
        .hosts = (const uint32_t *)(const void *)cluster.hosts->data,
        .n_hosts = cluster.hosts->len,
        .spare = repair->spare,
        .cost_limit = INT64_MAX,
        .work_limit = CLUSTER_WORK,
    };
    g_auto(SearchResult) result = {0};
    if (!order_search(repair->run->problem, repair->run->state, &options, &result, error))
        return false;
    *ret_parked = result.found;
    if (!result.found) {
        repair->n_searches_left--;
        return true;
    }
    order_run_follow(repair->run, result.steps);
    return use_up_steps(repair, result.steps, error);
}

/* Would the blocked domain get through if the other one were on host instead? */
static bool lets_through(Repair *repair, uint32_t blocked, uint32_t other, uint32_t host)
{
    OrderState *state = repair->run->state;
    uint32_t to = repair->run->problem->target[blocked];
    uint32_t from = order_state_host(state, other);
    order_state_put(state, other, host);
    bool through = false;
    if (order_rules_broken(order_state_rules(state)) == INDEX_NONE &&
        order_state_may_join(state, blocked, to) == JOINS) {
        order_state_join(state, blocked, to);
        through = order_rules_broken(order_state_rules(state)) == INDEX_NONE;
        order_state_leave(state);
    }
    order_state_put(state, other, from);
    return through;
}

/* A host where the domain may be parked now so that blocked gets through; INDEX_NONE if none. */
static uint32_t find_parking(Repair *repair, uint32_t blocked, uint32_t other)
{
    const OrderProblem *problem = repair->run->problem;
    for (uint32_t host = 0; host < problem->model->n_hosts; host++)
        if (host != problem->target[blocked] &&
            host != order_state_host(repair->run->state, other) &&
            order_state_has_room(repair->run->state, other, host) &&
            order_problem_may_go(problem, other, host) &&
            lets_through(repair, blocked, other, host))
            return host;
    return INDEX_NONE;
}

typedef struct {
    uint32_t domain, blocked;
    int64_t cost;
} Candidate;

static int compare_candidates(gconstpointer left, gconstpointer right)
{
    const Candidate *first = left;
    const Candidate *second = right;
    if (first->cost != second->cost)
        return first->cost < second->cost ? -1 : 1;
    return first->domain < second->domain ? -1 : first->domain > second->domain;
}

static void ask(const Repair *repair, GArray *candidates, uint32_t domain, uint32_t blocked)
{
    Effort effort = order_parking_effort(repair->run, domain);
    if (domain == blocked || repair->held[domain] || !effort_is_within(&effort, &repair->spare))
        return;
    Candidate candidate = {domain, blocked, effort.cost};
    g_array_append_val(candidates, candidate);
}

/* Who might make way: those on the destination, and those that share a broken rule. */
static void ask_all(Repair *repair, GArray *candidates, uint32_t blocked)
{
    OrderState *state = repair->run->state;
    uint32_t to = repair->run->problem->target[blocked];
    uint32_t n_asked = 0;
    for (uint32_t at = repair->first_on[to]; at != INDEX_NONE && n_asked < MOST_ASKED;
         at = repair->next_on[at], n_asked++)
        ask(repair, candidates, at, blocked);
    if (order_state_may_join(state, blocked, to) != JOINS)
        return;
    order_state_join(state, blocked, to);
    uint32_t broken = order_rules_broken(order_state_rules(state));
    order_state_leave(state);
    const IndexSet *members =
        broken == INDEX_NONE ? NULL : order_rules_members(order_state_rules(state), broken, 0);
    for (uint32_t i = 0; members != NULL && i < members->n && i < MOST_ASKED; i++)
        ask(repair, candidates, members->index[i], blocked);
}

static void park(Repair *repair, const Candidate *candidate, uint32_t host)
{
    Effort effort = order_parking_effort(repair->run, candidate->domain);
    use_up(repair, &effort);
    order_state_join(repair->run->state, candidate->domain, host);
    order_run_end_wave(repair->run);
    repair->held[candidate->domain] = true;
    repair->held_for[candidate->domain] = candidate->blocked;
}

static bool park_one(Repair *repair)
{
    const OrderRun *run = repair->run;
    g_autoptr(GArray) candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    uint32_t n_blocked = 0;
    list_domains(repair);
    for (uint32_t i = 0; i < run->problem->model->n_domains && n_blocked < MOST_BLOCKED; i++)
        if (!order_run_is_done(run, i) && !repair->held[i]) {
            ask_all(repair, candidates, i);
            n_blocked++;
        }
    g_array_sort(candidates, compare_candidates);
    for (guint i = 0; i < candidates->len; i++) {
        const Candidate *candidate = &g_array_index(candidates, Candidate, i);
        uint32_t host = find_parking(repair, candidate->blocked, candidate->domain);
        if (host == INDEX_NONE)
            continue;
        park(repair, candidate, host);
        return true;
    }
    return false;
}

/* Several leave the destination of a blocked domain at once. */
static bool park_many(Repair *repair)
{
    const OrderRun *run = repair->run;
    g_autoptr(GArray) on = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t i = 0; i < run->problem->model->n_domains; i++) {
        if (order_run_is_done(run, i) || repair->held[i])
            continue;
        g_array_set_size(on, 0);
        for (uint32_t at = repair->first_on[run->problem->target[i]]; at != INDEX_NONE;
             at = repair->next_on[at])
            g_array_append_val(on, at);
        EvictOptions options = {repair->run, repair->held, repair->spare,
                                (const uint32_t *)(const void *)on->data, on->len};
        g_autoptr(GArray) moves = order_evict(&options, i);
        if (moves == NULL)
            continue;
        for (guint k = 0; k < moves->len; k++) {
            uint32_t domain = g_array_index(moves, OrderMove, k).domain;
            Effort effort = order_parking_effort(run, domain);
            use_up(repair, &effort);
            repair->held[domain] = true;
            repair->held_for[domain] = i;
        }
        order_run_follow(repair->run, moves);
        return true;
    }
    return false;
}

/* Who was parked for a domain that is through now may go on. */
static void let_go(Repair *repair)
{
    for (uint32_t i = 0; i < repair->run->problem->model->n_domains; i++)
        if (repair->held[i] && order_run_is_done(repair->run, repair->held_for[i]))
            repair->held[i] = false;
}

static uint32_t first_pending(const OrderRun *run)
{
    for (uint32_t i = 0; i < run->problem->model->n_domains; i++)
        if (!order_run_is_done(run, i))
            return i;
    return INDEX_NONE;
}

static bool repair_all(Repair *repair, bool *ret_done, GError **error)
{
    bool done = false;
    while (!done && repair->n_parkings_left-- > 0) {
        bool parked = false;
        if (!park_cluster(repair, first_pending(repair->run), &parked, error))
            return false;
        if (!parked && !park_one(repair) && !park_many(repair))
            break;
        let_go(repair);
        done = order_run_direct(repair->run, repair->held);
        let_go(repair);
        done = done || order_run_direct(repair->run, repair->held);
    }
    *ret_done = done;
    return true;
}

bool order_repair(OrderRun *run, bool *ret_done, GError **error)
{
    const Model *model = run->problem->model;
    Repair repair = {
        .run = run,
        .spare = run->problem->spare,
        .held = g_new0(bool, model->n_domains),
        .held_for = g_new0(uint32_t, model->n_domains),
        .first_on = g_new(uint32_t, model->n_hosts),
        .next_on = g_new0(uint32_t, model->n_domains),
        .n_parkings_left = model->n_domains,
        .n_searches_left = MOST_FAILED,
    };
    bool fine = repair_all(&repair, ret_done, error);
    g_free(repair.held);
    g_free(repair.held_for);
    g_free(repair.first_on);
    g_free(repair.next_on);
    return fine;
}
