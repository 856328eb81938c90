/* What placing costs: energy by type of host, moves by class of domain and pair of hosts. */
#include "model/cost.h"
#include "model/formulate_parts.h"
#include "model/move_costs.h"

GHashTable *formulate_classes_new(void)
{
    return g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
}

uint32_t formulate_class(GHashTable *classes, const void *bytes, gsize size)
{
    GBytes *key = g_bytes_new(bytes, size);
    gpointer found;
    if (g_hash_table_lookup_extended(classes, key, NULL, &found)) {
        g_bytes_unref(key);
        return GPOINTER_TO_UINT(found);
    }
    uint32_t class = g_hash_table_size(classes);
    g_hash_table_insert(classes, key, GUINT_TO_POINTER(class));
    return class;
}

uint32_t formulate_energy_types(const Model *model, uint32_t **ret_type, uint32_t **ret_hosts)
{
    uint32_t cpu = model_find_resource(model, "cpu_mcpu");
    g_autoptr(GHashTable) classes = formulate_classes_new();
    uint32_t *type = g_new(uint32_t, (gsize)model->n_hosts + 1);
    uint32_t *hosts = g_new(uint32_t, (gsize)model->n_hosts + 1);
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        const Host *of = &model->hosts[host];
        int64_t key[] = {of->idle_w.mantissa, of->idle_w.scale, of->peak_w.mantissa,
                         of->peak_w.scale, cpu == INDEX_NONE ? 0 : of->capacity[cpu]};
        type[host] = formulate_class(classes, key, sizeof key);
        if (type[host] + 1 == g_hash_table_size(classes))
            hosts[type[host]] = host;
    }
    *ret_type = type;
    *ret_hosts = hosts;
    return g_hash_table_size(classes);
}

bool formulate_energy(const Model *model, const uint32_t *hosts, Problem *problem, GError **error)
{
    for (uint32_t item = 0; item < problem->n_items; item++)
        for (uint32_t type = 0; type < problem->n_energy_types; type++)
            if (!use_energy_price(model, problem->label[item], hosts[type],
                                  &problem->energy[(gsize)item * problem->n_energy_types + type],
                                  error))
                return false;
    return true;
}

typedef struct {
    uint32_t from, to;
} Pair;

/* What the rows of move_costs.csv that match a pair add, as bytes: pairs that add the same are
 * alike whatever rows they have it from. */
static void pair_key(const MoveCost *const *rows, uint32_t n_rows, GArray *ret_key)
{
    g_array_set_size(ret_key, 0);
    for (uint32_t i = 0; i < n_rows; i++) {
        int64_t key[] = {rows[i]->operator_umin, rows[i]->cost.mantissa, rows[i]->cost.scale};
        g_array_append_vals(ret_key, key, G_N_ELEMENTS(key));
    }
}

/* Pairs of hosts by what is extra between them; pairs without extra are class 0 and not stored.
 * Returns one pair of each class but 0. */
static GArray *fill_pairs(const Model *model, Problem *problem)
{
    GArray *examples = g_array_new(FALSE, FALSE, sizeof(Pair));
    GArray *pairs = g_array_new(FALSE, FALSE, sizeof(PairEntry));
    g_autoptr(GArray) key = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autoptr(GHashTable) classes = formulate_classes_new();
    for (uint32_t from = 0; from < model->n_hosts; from++) {
        problem->pair_start[from] = pairs->len;
        for (uint32_t to = 0; to < model->n_hosts && model->n_move_costs > 0; to++) {
            const MoveCost *rows[4];
            uint32_t n_rows = move_costs_of(model, from, to, rows);
            if (n_rows == 0)
                continue;
            pair_key(rows, n_rows, key);
            uint32_t class = formulate_class(classes, key->data, key->len * sizeof(int64_t));
            PairEntry entry = {to, class + 1};
            Pair pair = {from, to};
            if (class == examples->len)
                g_array_append_val(examples, pair);
            g_array_append_val(pairs, entry);
        }
    }
    problem->pair_start[model->n_hosts] = pairs->len;
    problem->pairs = (PairEntry *)(void *)g_array_free(pairs, FALSE);
    return examples;
}

/* Domains whose moves cost alike share a class; returns one domain of each. */
static GArray *fill_move_classes(const Model *model, Problem *problem)
{
    GArray *examples = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_autoptr(GHashTable) classes = formulate_classes_new();
    for (uint32_t item = 0; item < problem->n_items; item++) {
        uint32_t domain = problem->label[item];
        const Domain *of = &model->domains[domain];
        int64_t key[] = {of->operator_umin, of->move_cost.mantissa, of->move_cost.scale,
                         of->downtime_cost.mantissa, of->downtime_cost.scale};
        problem->move_class[item] = formulate_class(classes, key, sizeof key);
        if (problem->move_class[item] == examples->len)
            g_array_append_val(examples, domain);
    }
    return examples;
}

bool formulate_moves(const Model *model, Problem *problem, GError **error)
{
    g_autoptr(GArray) pairs = fill_pairs(model, problem);
    g_autoptr(GArray) domains = fill_move_classes(model, problem);
    problem->n_pair_classes = pairs->len + 1;
    problem->n_move_classes = domains->len;
    gsize n = (gsize)problem->n_move_classes * problem->n_pair_classes;
    problem->move_cost = g_new0(int64_t, n + 1);
    problem->move_umin = g_new0(int64_t, n + 1);
    for (gsize i = 0; i < n; i++) {
        uint32_t class = (uint32_t)(i % problem->n_pair_classes);
        uint32_t domain = g_array_index(domains, uint32_t, i / problem->n_pair_classes);
        Pair pair = {INDEX_NONE, INDEX_NONE};
        if (class > 0)
            pair = g_array_index(pairs, Pair, class - 1);
        if (!move_price(model, domain, pair.from, pair.to, &problem->move_cost[i],
                        &problem->move_umin[i], error))
            return false;
    }
    return true;
}

bool formulate_licences(const Model *model, const uint32_t *items, Problem *problem, GError **error)
{
    gsize n_hosts = model->n_hosts;
    problem->n_licences = model->n_licences;
    problem->licence_items = g_new0(IndexList, (gsize)model->n_licences + 1);
    problem->licence_cost = g_new0(int64_t, model->n_licences * n_hosts + 1);
    problem->licence_max_bins = g_new0(int64_t, (gsize)model->n_licences + 1);
    for (uint32_t l = 0; l < model->n_licences; l++) {
        g_autoptr(GArray) with = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        for (uint32_t domain = 0; domain < model->n_domains; domain++)
            if (items[domain] != INDEX_NONE && index_set_has(&model->domains[domain].licences, l))
                g_array_append_val(with, items[domain]);
        problem->licence_items[l] =
            formulate_list((const uint32_t *)(const void *)with->data, with->len);
        problem->licence_max_bins[l] = model->licences[l].max_hosts;
        for (uint32_t host = 0; host < model->n_hosts; host++)
            if (!licence_price(model, l, host, &problem->licence_cost[l * n_hosts + host], error))
                return false;
    }
    return true;
}

static bool balance_fits(const Model *model, const Balance *balance)
{
    int64_t product;
    for (uint32_t host = 0; host < model->n_hosts; host++)
        if (__builtin_mul_overflow(balance->ratio_permille,
                                   4 * model->hosts[host].capacity[balance->resource], &product))
            return false;
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        for (uint32_t p = 0; p < model->policy.n_periods; p++)
            if (__builtin_mul_overflow(balance->ratio_permille,
                                       4 * model_demand(model, domain, balance->resource, p),
                                       &product))
                return false;
    return true;
}

/* Prices of overload and of stranded headroom. */
bool formulate_loads(const Model *model, Problem *problem, GError **error)
{
    int64_t micro_h = model->policy.horizon_h * MICRO, n_periods = model->policy.n_periods;
    for (uint32_t r = 0; r < model->n_resources; r++) {
        problem->transient[r] = model->resources[r].transient;
        if (!formulate_fraction(model->resources[r].overload_price, micro_h, n_periods,
                                &problem->overload_price[r], error))
            return false;
    }
    problem->n_balances = model->n_balances;
    problem->balances = g_new0(BalancePrice, (gsize)model->n_balances + 1);
    for (uint32_t b = 0; b < model->n_balances; b++) {
        const Balance *from = &model->balances[b];
        BalancePrice *to = &problem->balances[b];
        to->resource = from->resource;
        to->with = from->with;
        to->ratio_permille = from->ratio_permille;
        if (!balance_fits(model, from))
            return formulate_too_large(error);
        if (!formulate_fraction(from->price_per_h, micro_h, n_periods, &to->price, error))
            return false;
    }
    return true;
}
