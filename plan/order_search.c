#include "plan/order_search.h"

#include <string.h>

#include "plan/order_heap.h"
#include "plan/order_node.h"

#define MOST_TOGETHER 8 /* moves of one step */

typedef struct {
    const OrderProblem *problem;
    const SearchOptions *options;
    OrderState *state;
    NodeStore store;
    OrderHeap open;
    uint32_t *position_of_host; /* [model hosts] in options.hosts, INDEX_NONE */
    uint32_t *number_of_domain; /* [model domains] in options.domains, INDEX_NONE */
    bool *may_go;               /* [domain number * n_hosts + position] */
    uint32_t *slot_of_service;  /* [model services] place in the key, INDEX_NONE */
    uint32_t n_slots;
    uint32_t used_at; /* place in the key of what was used up; 0 where nothing is limited */
    Effort allowed;   /* all that may be used up: direct moves and spare */
    int64_t direct_cost;
    uint16_t *key;      /* scratch */
    uint32_t expanding; /* node whose placement the state has */
    uint64_t work;
    bool left_out; /* something was passed over, other than for its cost */
    bool dear;     /* something was passed over for its cost */
    GError *error;
} Search;

void search_result_clear(SearchResult *result)
{
    g_clear_pointer(&result->steps, g_array_unref);
}

static int64_t add_up_to_max(int64_t spare, int64_t direct)
{
    return spare == INT64_MAX ? INT64_MAX : spare + direct;
}

static bool sum_direct(Search *search)
{
    const SearchOptions *options = search->options;
    Effort direct = {0};
    for (uint32_t i = 0; i < options->n_domains; i++) {
        uint32_t domain = options->domains[i];
        uint32_t from = order_state_host(search->state, domain);
        Effort effort;
        if (from == search->problem->target[domain])
            continue;
        if (!order_problem_effort(search->problem, domain, from, search->problem->target[domain],
                                  &effort, &search->error))
            return false;
        effort_add(&direct, &effort, 1);
    }
    search->direct_cost = direct.cost;
    search->allowed.moves = add_up_to_max(options->spare.moves, direct.moves);
    search->allowed.operator_umin =
        add_up_to_max(options->spare.operator_umin, direct.operator_umin);
    search->allowed.memory_mib = add_up_to_max(options->spare.memory_mib, direct.memory_mib);
    return true;
}

static uint32_t *new_without_index(uint32_t n)
{
    uint32_t *indices = g_new(uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        indices[i] = INDEX_NONE;
    return indices;
}

/* Services whose extra moves cost more than the moves: those not told yet, and any where the
 * busiest one is priced. */
static void find_slots(Search *search)
{
    const OrderProblem *problem = search->problem;
    search->slot_of_service = new_without_index(problem->model->n_services);
    for (uint32_t i = 0; i < search->options->n_domains; i++) {
        uint32_t service = problem->model->domains[search->options->domains[i]].service;
        if (service != INDEX_NONE && search->slot_of_service[service] == INDEX_NONE &&
            (problem->moves_of[service] == 0 || problem->busiest_cost > 0))
            search->slot_of_service[service] = search->n_slots++;
    }
}

static void number_all(Search *search)
{
    const Model *model = search->problem->model;
    const SearchOptions *options = search->options;
    search->position_of_host = new_without_index(model->n_hosts);
    for (uint32_t i = 0; i < options->n_hosts; i++)
        search->position_of_host[options->hosts[i]] = i;
    search->number_of_domain = new_without_index(model->n_domains);
    search->may_go = g_new(bool, (gsize)options->n_domains * options->n_hosts);
    for (uint32_t i = 0; i < options->n_domains; i++) {
        search->number_of_domain[options->domains[i]] = i;
        for (uint32_t at = 0; at < options->n_hosts; at++)
            search->may_go[i * options->n_hosts + at] =
                order_problem_may_go(search->problem, options->domains[i], options->hosts[at]);
    }
}

static bool is_limited(const Effort *spare)
{
    return spare->moves != INT64_MAX || spare->operator_umin != INT64_MAX ||
           spare->memory_mib != INT64_MAX;
}

static void lay_out_key(Search *search)
{
    uint32_t length = search->options->n_domains + search->n_slots;
    if (is_limited(&search->options->spare)) {
        search->used_at = length + 1;
        length += 3 * sizeof(int64_t) / sizeof(uint16_t);
    }
    node_store_init(&search->store, length);
    search->key = g_new0(uint16_t, (gsize)length + 1);
    search->key[0] = (uint16_t)length;
}

static uint32_t slot_of(const Search *search, uint32_t domain)
{
    uint32_t service = search->problem->model->domains[domain].service;
    uint32_t slot = service == INDEX_NONE ? INDEX_NONE : search->slot_of_service[service];
    return slot == INDEX_NONE ? INDEX_NONE : 1 + search->options->n_domains + slot;
}

static uint32_t host_in_key(const Search *search, const uint16_t *key, uint32_t number)
{
    uint16_t position = key[1 + number];
    return position == NODE_NOWHERE ? INDEX_NONE : search->options->hosts[position];
}

/* The least that is still to come, and how many domains are away. */
static Effort still_to_come(const Search *search, const uint16_t *key, uint32_t *ret_n_away)
{
    Effort sum = {0};
    uint32_t n_away = 0;
    for (uint32_t i = 0; i < search->options->n_domains; i++) {
        uint32_t domain = search->options->domains[i];
        if (host_in_key(search, key, i) == search->problem->target[domain])
            continue;
        effort_add(&sum, &search->problem->least[domain], 1);
        n_away++;
    }
    *ret_n_away = n_away;
    return sum;
}

static int64_t busiest_extra(const Search *search, const uint16_t *key)
{
    const OrderProblem *problem = search->problem;
    if (problem->busiest_cost == 0)
        return 0;
    uint32_t most = problem->most_moves;
    for (uint32_t i = 0; i < search->options->n_domains; i++) {
        uint32_t domain = search->options->domains[i];
        uint32_t slot = slot_of(search, domain);
        if (slot != INDEX_NONE)
            most =
                MAX(most, problem->moves_of[problem->model->domains[domain].service] + key[slot]);
    }
    return (most - problem->most_moves) * problem->busiest_cost;
}

static void put_used(Search *search, const Effort *done)
{
    if (search->used_at == 0)
        return;
    int64_t used[3] = {done->moves, done->operator_umin, done->memory_mib};
    memcpy(search->key + search->used_at, used, sizeof(used));
}

/* Moves beyond the direct ones that leaving from for to brings: back from there, or on. */
static uint32_t n_extra_moves(uint32_t target, uint32_t from, uint32_t to)
{
    if (to == target)
        return 0;
    return from == target ? 2 : 1;
}

/* Changes the scratch key and done by the moves of the wave that is being filled. */
static bool apply_wave(Search *search, Effort *done)
{
    const GArray *wave = order_state_wave(search->state);
    for (guint i = 0; i < wave->len; i++) {
        const OrderMove *move = &g_array_index(wave, OrderMove, i);
        uint32_t number = search->number_of_domain[move->domain];
        Effort effort;
        if (!order_problem_effort(search->problem, move->domain, move->from, move->to, &effort,
                                  &search->error))
            return false;
        effort_add(done, &effort, 1);
        search->key[1 + number] = (uint16_t)search->position_of_host[move->to];
        uint32_t slot = slot_of(search, move->domain);
        uint32_t n_extra =
            n_extra_moves(search->problem->target[move->domain], move->from, move->to);
        if (slot == INDEX_NONE || n_extra == 0)
            continue;
        uint32_t service = search->problem->model->domains[move->domain].service;
        if (search->key[slot] == 0 && search->problem->moves_of[service] == 0)
            effort_add(done, &search->problem->notice, 1);
        /* only a price on the busiest service asks for more than whether it was told */
        search->key[slot] =
            search->problem->busiest_cost == 0 ? 1 : (uint16_t)(search->key[slot] + n_extra);
    }
    put_used(search, done);
    return true;
}

static void record(Search *search, uint32_t node, const Effort *done, uint32_t n_away)
{
    const GArray *wave = order_state_wave(search->state);
    OrderNode *at = node_at(&search->store, node);
    at->done = *done;
    at->parent = search->expanding;
    at->n_away = n_away;
    at->step_start = search->store.steps->len;
    at->step_length = wave->len;
    g_array_append_vals(search->store.steps, wave->data, wave->len);
}

/* The wave that is being filled is a step: opens the node behind it where that is worth it. */
static void open_step(Search *search)
{
    const OrderNode *from = node_at(&search->store, search->expanding);
    Effort done = from->done;
    memcpy(search->key, from->key, ((gsize)search->store.key_length + 1) * sizeof(uint16_t));
    if (!apply_wave(search, &done))
        return;
    uint32_t n_away = 0;
    Effort total = still_to_come(search, search->key, &n_away);
    effort_add(&total, &done, 1);
    if (!effort_is_within(&total, &search->allowed))
        return;
    int64_t extra = total.cost + busiest_extra(search, search->key) - search->direct_cost;
    if (extra >= search->options->cost_limit) {
        search->dear = true;
        return;
    }
    uint32_t node = node_store_find(&search->store, search->key);
    if (node == INDEX_NONE)
        node = node_store_add(&search->store, search->key);
    else if (node_at(&search->store, node)->closed ||
             node_at(&search->store, node)->done.cost <= done.cost)
        return;
    record(search, node, &done, n_away);
    order_heap_push(&search->open, extra, n_away, node);
}

static void extend_step(Search *search, uint32_t n_together);

static void try_move(Search *search, uint32_t domain, uint32_t to, uint32_t n_together)
{
    if (search->error != NULL || search->work >= search->options->work_limit) {
        search->left_out = true;
        return;
    }
    search->work++;
    if (order_state_may_join(search->state, domain, to) != JOINS)
        return;
    order_state_join(search->state, domain, to);
    if (order_rules_broken(order_state_rules(search->state)) == INDEX_NONE)
        open_step(search);
    else
        extend_step(search, n_together + 1);
    order_state_leave(search->state);
}

/* All moves that may begin a step or, where a rule is broken, mend that rule. */
static void extend_step(Search *search, uint32_t n_together)
{
    const OrderRules *rules = order_state_rules(search->state);
    uint32_t broken = order_rules_broken(rules);
    if (n_together == MOST_TOGETHER) {
        search->left_out = true;
        return;
    }
    for (uint32_t i = 0; i < search->options->n_domains; i++) {
        uint32_t domain = search->options->domains[i];
        if (broken != INDEX_NONE && !order_rules_concerns(rules, broken, domain))
            continue;
        for (uint32_t at = 0; at < search->options->n_hosts; at++) {
            uint32_t to = search->options->hosts[at];
            if (search->may_go[i * search->options->n_hosts + at] &&
                to != order_state_host(search->state, domain))
                try_move(search, domain, to, n_together);
        }
    }
}

static void take_placement(Search *search, const uint16_t *key)
{
    for (uint32_t i = 0; i < search->options->n_domains; i++)
        order_state_put(search->state, search->options->domains[i], host_in_key(search, key, i));
}

static void open_start(Search *search)
{
    for (uint32_t i = 0; i < search->options->n_domains; i++) {
        uint32_t host = order_state_host(search->state, search->options->domains[i]);
        search->key[1 + i] =
            host == INDEX_NONE ? NODE_NOWHERE : (uint16_t)search->position_of_host[host];
    }
    put_used(search, &(Effort){0});
    uint32_t node = node_store_add(&search->store, search->key);
    OrderNode *at = node_at(&search->store, node);
    at->parent = INDEX_NONE;
    still_to_come(search, search->key, &at->n_away);
    order_heap_push(&search->open, 0, at->n_away, node);
}

/* The cheapest goal, INDEX_NONE where none is left. */
static uint32_t run(Search *search, int64_t *ret_extra_cost)
{
    HeapEntry entry;
    while (search->error == NULL && order_heap_pop(&search->open, &entry)) {
        OrderNode *node = node_at(&search->store, entry.value);
        if (node->closed)
            continue;
        node->closed = true;
        if (node->n_away == 0) {
            *ret_extra_cost = entry.key;
            return entry.value;
        }
        search->expanding = entry.value;
        take_placement(search, node->key);
        extend_step(search, 0);
    }
    return INDEX_NONE;
}

static void search_clear(Search *search)
{
    node_store_clear(&search->store);
    order_heap_clear(&search->open);
    g_free(search->position_of_host);
    g_free(search->number_of_domain);
    g_free(search->may_go);
    g_free(search->slot_of_service);
    g_free(search->key);
}

bool order_search(const OrderProblem *problem, OrderState *state, const SearchOptions *options,
                  SearchResult *ret_result, GError **error)
{
    Search search = {.problem = problem, .state = state, .options = options};
    number_all(&search);
    find_slots(&search);
    lay_out_key(&search);
    order_heap_init(&search.open);
    if (sum_direct(&search)) {
        open_start(&search);
        SearchResult result = {0};
        uint32_t goal = run(&search, &result.extra_cost);
        result.found = goal != INDEX_NONE;
        result.exhausted = !search.left_out;
        result.dear = search.dear;
        if (result.found)
            result.steps = node_store_path(&search.store, goal);
        take_placement(&search, node_at(&search.store, 0)->key);
        if (search.error == NULL)
            *ret_result = result;
        else
            search_result_clear(&result);
    }
    search_clear(&search);
    if (search.error == NULL)
        return true;
    g_propagate_error(error, search.error);
    return false;
}
