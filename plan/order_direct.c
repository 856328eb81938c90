/* Direct moves in waves: driven by what each wave frees, not by trying every move in every wave.
 *
 * A move that cannot join waits where its reason will end: at its destination for room, at a rule
 * until a domain of that rule moves, at a host or service for a turn under the parallel limits, at
 * the calendar for the end of a blackout.
 */
#include "plan/duration.h"
#include "plan/order_clock.h"
#include "plan/order_heap.h"
#include "plan/order_run.h"
#include "plan/wait_lists.h"

#define MOST_TOGETHER 4  /* moves that only a rule forces into one wave */
#define MOST_PARTNERS 16 /* candidates for each of them */
#define SMALL_ESTATE  64 /* domains; lonely concerns them all, so partners are sought among all */

typedef struct {
    OrderRun *run;
    const OrderProblem *problem;
    const bool *held;
    int64_t *rank;        /* [n_domains] what to try first */
    OrderHeap ready;      /* domains to try */
    OrderHeap calendar;   /* domains by the time from which no blackout covers them */
    WaitLists room;       /* by destination */
    WaitLists rules;      /* by tracked rule */
    WaitLists turns;      /* by host, then n_hosts + service, then the reserve */
    GArray *turn_keys;    /* uint32_t: keys of turns that may have waiters */
    uint32_t *releasable; /* [n_hosts + n_services + 1] waiters not yet tried in this wave */
} Direct;

typedef struct {
    uint32_t domain;
    bool is_down;        /* it runs nowhere: people wait for it */
    uint32_t bottleneck; /* waves that its busiest host or service needs at least */
    double expected_s;
} Urgency;

static int compare_urgency(gconstpointer left, gconstpointer right)
{
    const Urgency *first = left;
    const Urgency *second = right;
    if (first->is_down != second->is_down)
        return first->is_down ? -1 : 1;
    if (first->bottleneck != second->bottleneck)
        return first->bottleneck > second->bottleneck ? -1 : 1;
    if (first->expected_s != second->expected_s)
        return first->expected_s > second->expected_s ? -1 : 1;
    return first->domain < second->domain ? -1 : first->domain > second->domain;
}

static bool is_pending(const Direct *direct, uint32_t domain)
{
    return !order_run_is_done(direct->run, domain) &&
           (direct->held == NULL || !direct->held[domain]);
}

static uint32_t n_waves_for(uint32_t n_moves, uint32_t at_a_time)
{
    return n_moves / at_a_time + (n_moves % at_a_time != 0);
}

static Urgency urgency_of(const Direct *direct, uint32_t domain, const uint32_t *host_moves,
                          const uint32_t *service_moves)
{
    const Model *model = direct->problem->model;
    const Policy *policy = &model->policy;
    uint32_t service = model->domains[domain].service;
    uint32_t from = order_state_host(direct->run->state, domain);
    uint32_t to = direct->problem->target[domain];
    uint32_t busiest = MAX(host_moves[to], from == INDEX_NONE ? 0 : host_moves[from]);
    uint32_t bottleneck = n_waves_for(busiest, policy->max_parallel_per_host);
    if (service != INDEX_NONE)
        bottleneck =
            MAX(bottleneck, n_waves_for(service_moves[service], policy->max_parallel_per_service));
    bool is_down = !domain_is_placed(model, domain);
    ActionKind kind = is_down ? ACTION_ACTIVATE : ACTION_MIGRATE;
    return (Urgency){domain, is_down, bottleneck, duration_expected_s(model, kind, domain, 1)};
}

static void count_pending(const Direct *direct, uint32_t *host_moves, uint32_t *service_moves)
{
    const Model *model = direct->problem->model;
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        if (!is_pending(direct, domain))
            continue;
        uint32_t from = order_state_host(direct->run->state, domain);
        host_moves[direct->problem->target[domain]]++;
        if (from != INDEX_NONE)
            host_moves[from]++;
        if (model->domains[domain].service != INDEX_NONE)
            service_moves[model->domains[domain].service]++;
    }
}

static void make_ready(Direct *direct, uint32_t domain)
{
    order_heap_push(&direct->ready, direct->rank[domain], 0, domain);
}

/* Fisher and Yates. */
static void shuffle(GArray *pending, uint32_t seed)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    for (guint i = pending->len; i > 1; i--) {
        guint other = (guint)g_rand_int_range(rand, 0, (gint32)i);
        Urgency swapped = g_array_index(pending, Urgency, i - 1);
        g_array_index(pending, Urgency, i - 1) = g_array_index(pending, Urgency, other);
        g_array_index(pending, Urgency, other) = swapped;
    }
}

static void rank_pending(Direct *direct)
{
    const Model *model = direct->problem->model;
    g_autofree uint32_t *host_moves = g_new0(uint32_t, model->n_hosts);
    g_autofree uint32_t *service_moves = g_new0(uint32_t, model->n_services);
    count_pending(direct, host_moves, service_moves);
    g_autoptr(GArray) pending = g_array_new(FALSE, FALSE, sizeof(Urgency));
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (is_pending(direct, domain)) {
            Urgency urgency = urgency_of(direct, domain, host_moves, service_moves);
            g_array_append_val(pending, urgency);
        }
    g_array_sort(pending, compare_urgency);
    if (direct->run->shuffle != 0)
        shuffle(pending, direct->run->shuffle);
    for (guint i = 0; i < pending->len; i++) {
        uint32_t domain = g_array_index(pending, Urgency, i).domain;
        direct->rank[domain] = i;
        make_ready(direct, domain);
    }
}

static void direct_init(Direct *direct, OrderRun *run, const bool *held)
{
    const Model *model = run->problem->model;
    *direct = (Direct){.run = run, .problem = run->problem, .held = held};
    direct->rank = g_new0(int64_t, model->n_domains);
    order_heap_init(&direct->ready);
    order_heap_init(&direct->calendar);
    wait_lists_init(&direct->room, model->n_hosts);
    wait_lists_init(&direct->rules, order_rules_n(order_state_rules(run->state)));
    wait_lists_init(&direct->turns, model->n_hosts + model->n_services + 1);
    direct->turn_keys = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    direct->releasable = g_new0(uint32_t, (gsize)model->n_hosts + model->n_services + 1);
    rank_pending(direct);
}

static void direct_clear(Direct *direct)
{
    g_free(direct->rank);
    order_heap_clear(&direct->ready);
    order_heap_clear(&direct->calendar);
    wait_lists_clear(&direct->room);
    wait_lists_clear(&direct->rules);
    wait_lists_clear(&direct->turns);
    g_array_unref(direct->turn_keys);
    g_free(direct->releasable);
}

static void wait_for_turn(Direct *direct, uint32_t key, uint32_t domain)
{
    if (wait_lists_n(&direct->turns, key) == 0)
        g_array_append_val(direct->turn_keys, key);
    wait_lists_add(&direct->turns, key, domain);
    direct->releasable[key] = 0; /* it is full: nobody else of that line needs to be tried */
}

static void wake_rule(void *context, uint32_t tracked)
{
    Direct *direct = context;
    while (wait_lists_n(&direct->rules, tracked) > 0)
        make_ready(direct, wait_lists_take(&direct->rules, tracked));
}

static void join(Direct *direct, uint32_t domain)
{
    order_state_join(direct->run->state, domain, direct->problem->target[domain]);
}

static bool join_partner(Direct *direct, uint32_t partner, uint32_t n_together, uint32_t *n_tried);

/* Adds moves of the broken rule's domains to the wave until no rule is broken. */
static bool join_partners(Direct *direct, uint32_t n_together)
{
    const OrderRules *rules = order_state_rules(direct->run->state);
    uint32_t broken = order_rules_broken(rules);
    uint32_t n_tried = 0;
    if (broken == INDEX_NONE || n_together == MOST_TOGETHER)
        return broken == INDEX_NONE;
    for (uint32_t group = 0; group < order_rules_n_groups(rules, broken); group++) {
        const IndexSet *members = order_rules_members(rules, broken, group);
        for (uint32_t i = 0; members != NULL && i < members->n && n_tried < MOST_PARTNERS; i++)
            if (join_partner(direct, members->index[i], n_together, &n_tried))
                return true;
        uint32_t n_domains = direct->problem->model->n_domains;
        for (uint32_t i = 0; members == NULL && n_domains <= SMALL_ESTATE && i < n_domains; i++)
            if (join_partner(direct, i, n_together, &n_tried))
                return true;
    }
    return false;
}

static bool join_partner(Direct *direct, uint32_t partner, uint32_t n_together, uint32_t *n_tried)
{
    if (!is_pending(direct, partner) ||
        order_state_may_join(direct->run->state, partner, direct->problem->target[partner]) !=
            JOINS)
        return false;
    ++*n_tried;
    join(direct, partner);
    if (join_partners(direct, n_together + 1))
        return true;
    order_state_leave(direct->run->state);
    return false;
}

/* Takes what joined since out again; the domain waits until its blackout ends or, where it would
 * only make others wait, for the next wave. */
static void wait_for_calendar(Direct *direct, uint32_t domain, guint before)
{
    OrderRun *run = direct->run;
    int64_t begin_s = run->clock_s + 1;
    if (before == 0)
        begin_s = order_clock_begin_s(run->problem, run->state, &run->people, run->clock_s, NULL);
    while (order_state_wave(run->state)->len > before)
        order_state_leave(run->state);
    if (begin_s != NEVER)
        order_heap_push(&direct->calendar, begin_s, 0, domain);
}

/* The clock has gone on: who waited for that time may try. */
static void wake_calendar(Direct *direct)
{
    HeapEntry next;
    while (order_heap_pop(&direct->calendar, &next)) {
        if (next.key > direct->run->clock_s) {
            order_heap_push(&direct->calendar, next.key, 0, next.value);
            return;
        }
        make_ready(direct, next.value);
    }
}

/* Nothing can move before some blackout ends: false where nobody waits for that. */
static bool pass_time(Direct *direct)
{
    HeapEntry next;
    if (!order_heap_pop(&direct->calendar, &next))
        return false;
    direct->run->clock_s = MAX(direct->run->clock_s, next.key);
    make_ready(direct, next.value);
    wake_calendar(direct);
    return true;
}

/* With partners where a rule asks for them; else it waits for the rule. */
static void join_or_wait(Direct *direct, uint32_t domain)
{
    OrderState *state = direct->run->state;
    guint before = order_state_wave(state)->len;
    join(direct, domain);
    uint32_t broken = order_rules_broken(order_state_rules(state));
    if (!join_partners(direct, 1)) {
        order_state_leave(state);
        wait_lists_add(&direct->rules, broken, domain);
        return;
    }
    if (!order_run_begins_now(direct->run)) {
        wait_for_calendar(direct, domain, before);
        return;
    }
    for (guint i = before; i < order_state_wave(state)->len; i++)
        order_rules_visit(order_state_rules(state),
                          g_array_index(order_state_wave(state), OrderMove, i).domain, wake_rule,
                          direct);
}

static void try_move(Direct *direct, uint32_t domain)
{
    const Model *model = direct->problem->model;
    OrderState *state = direct->run->state;
    uint32_t to = direct->problem->target[domain];
    if (!is_pending(direct, domain))
        return; /* went along as a partner */
    switch (order_state_may_join(state, domain, to)) {
    case JOINS:
        join_or_wait(direct, domain);
        return;
    case STOPPED_BY_SOURCE:
        wait_for_turn(direct, order_state_host(state, domain), domain);
        return;
    case STOPPED_BY_TARGET:
        wait_for_turn(direct, to, domain);
        return;
    case STOPPED_BY_SERVICE:
        wait_for_turn(direct, model->n_hosts + model->domains[domain].service, domain);
        return;
    case STOPPED_BY_RESERVE:
        wait_for_turn(direct, model->n_hosts + model->n_services, domain);
        return;
    case STOPPED_BY_ROOM:
        wait_lists_add(&direct->room, to, domain);
        return;
    case STOPPED_BY_WAVE:
    case STOPPED_BY_DOMAIN:
        return; /* not asked in a full wave; in the wave as a partner */
    }
}

static void release(Direct *direct, uint32_t key)
{
    direct->releasable[key]--;
    make_ready(direct, wait_lists_take(&direct->turns, key));
}

/* A new wave: every line may send as many as could move at once. */
static void open_lines(Direct *direct)
{
    const Model *model = direct->problem->model;
    guint n_kept = 0;
    for (guint i = 0; i < direct->turn_keys->len; i++) {
        uint32_t key = g_array_index(direct->turn_keys, uint32_t, i);
        uint32_t at_a_time = key < model->n_hosts ? model->policy.max_parallel_per_host
                             : key < model->n_hosts + model->n_services
                                 ? model->policy.max_parallel_per_service
                                 : model->policy.max_parallel;
        direct->releasable[key] = wait_lists_n(&direct->turns, key);
        for (uint32_t n = 0; n < at_a_time && direct->releasable[key] > 0; n++)
            release(direct, key);
        if (direct->releasable[key] > 0)
            g_array_index(direct->turn_keys, uint32_t, n_kept++) = key;
    }
    g_array_set_size(direct->turn_keys, n_kept);
}

static bool release_one(Direct *direct)
{
    for (guint i = 0; i < direct->turn_keys->len; i++) {
        uint32_t key = g_array_index(direct->turn_keys, uint32_t, i);
        if (direct->releasable[key] > 0) {
            release(direct, key);
            if (wait_lists_n(&direct->turns, key) == 0)
                g_array_remove_index(direct->turn_keys, i);
            return true;
        }
    }
    return false;
}

static void fill_wave(Direct *direct)
{
    const GArray *wave = order_state_wave(direct->run->state);
    HeapEntry next;
    open_lines(direct);
    while (wave->len < direct->problem->model->policy.max_parallel) {
        if (order_heap_pop(&direct->ready, &next))
            try_move(direct, next.value);
        else if (!release_one(direct))
            return;
    }
}

static void end_wave(Direct *direct)
{
    guint before = direct->run->moves->len;
    order_run_end_wave(direct->run);
    for (guint i = before; i < direct->run->moves->len; i++) {
        uint32_t freed = g_array_index(direct->run->moves, OrderMove, i).from;
        while (freed != INDEX_NONE && wait_lists_n(&direct->room, freed) > 0)
            make_ready(direct, wait_lists_take(&direct->room, freed));
    }
    wake_calendar(direct);
}

/* Waves until one stays empty; false where already the first one is. */
static bool run_waves(OrderRun *run, const bool *held)
{
    Direct direct;
    guint before = run->moves->len;
    direct_init(&direct, run, held);
    for (;;) {
        fill_wave(&direct);
        if (order_state_wave(run->state)->len > 0)
            end_wave(&direct);
        else if (!pass_time(&direct))
            break;
    }
    direct_clear(&direct);
    return run->moves->len > before;
}

static bool is_all_done(const OrderRun *run)
{
    for (uint32_t domain = 0; domain < run->problem->model->n_domains; domain++)
        if (!order_run_is_done(run, domain))
            return false;
    return true;
}

bool order_run_direct(OrderRun *run, const bool *held)
{
    /* A rule's waiter is woken by its rule alone; a partner that had no turn is found by asking
     * everybody once more. */
    while (!is_all_done(run))
        if (!run_waves(run, held))
            return false;
    return true;
}
