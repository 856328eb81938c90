#include "certificate/places.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    uint32_t resource, period;
    Int128 value;
} DemandValue;

/* Something of its own about one place: an addend, or bounds. */
typedef struct {
    uint32_t domain, host;
    Int128 value;
    bool has_bounds;
    int64_t lower, upper;
} Single;

struct Places {
    const Columns *columns;
    Int128 *of_domain, *of_host;
    GArray **of_demand;      /* [n_hosts] DemandValue, sorted */
    uint32_t *allowed_class; /* [n_hosts] hosts that the same domains may be on */
    GArray *singles;         /* Single */
    /* Kinds of hosts: alike in all of the above and in the price of use. */
    uint32_t *kind_of_host; /* [n_hosts] */
    uint32_t *first_host;   /* [kind] */
    uint32_t *n_hosts;      /* [kind] */
    uint32_t n_kinds;
};

static uint64_t hash_bytes(uint64_t hash, const void *bytes, gsize size)
{
    const uint8_t *at = bytes;
    uint64_t word;
    for (; size >= sizeof word; at += sizeof word, size -= sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    for (; size > 0; at++, size--)
        hash = (hash ^ *at) * UINT64_C(0x100000001B3);
    return hash;
}

typedef bool (*SameFunction)(const Places *places, uint32_t left, uint32_t right);

/* Numbers the hosts by equality, found by hash and then compared. Returns how many differ. */
static uint32_t number_hosts(const Places *places, const uint64_t *hash, SameFunction same,
                             uint32_t *ret_number, uint32_t *ret_first)
{
    uint32_t n_hosts = places->columns->model->n_hosts, n = 0;
    g_autoptr(GHashTable) known = g_hash_table_new(g_int64_hash, g_int64_equal);
    for (uint32_t host = 0; host < n_hosts; host++) {
        gpointer found;
        bool is_known = g_hash_table_lookup_extended(known, &hash[host], NULL, &found);
        uint32_t number = is_known ? GPOINTER_TO_UINT(found) : n;
        if (!is_known || !same(places, ret_first[number], host)) {
            number = n++;
            ret_first[number] = host;
            g_hash_table_insert(known, (gpointer)(guintptr)&hash[host], GUINT_TO_POINTER(number));
        }
        ret_number[host] = number;
    }
    return n;
}

static const uint64_t *allowed_of(const Places *places, uint32_t host)
{
    return places->columns->allowed + host * places->columns->allowed_words;
}

static bool same_allowed(const Places *places, uint32_t left, uint32_t right)
{
    return memcmp(allowed_of(places, left), allowed_of(places, right),
                  places->columns->allowed_words * sizeof(uint64_t)) == 0;
}

static bool same_kind(const Places *places, uint32_t left, uint32_t right)
{
    const GArray *a = places->of_demand[left], *b = places->of_demand[right];
    const uint32_t *energy = places->columns->costs.energy_class;
    if (places->allowed_class[left] != places->allowed_class[right] ||
        energy[left] != energy[right] || places->of_host[left] != places->of_host[right] ||
        a->len != b->len)
        return false;
    for (guint i = 0; i < a->len; i++) {
        const DemandValue *x = &g_array_index(a, DemandValue, i);
        const DemandValue *y = &g_array_index(b, DemandValue, i);
        if (x->resource != y->resource || x->period != y->period || x->value != y->value)
            return false;
    }
    return true;
}

Places *judge_places_new(const Columns *columns)
{
    const Model *model = columns->model;
    Places *places = g_new0(Places, 1);
    places->columns = columns;
    places->of_domain = g_new0(Int128, MAX(model->n_domains, 1));
    places->of_host = g_new0(Int128, MAX(model->n_hosts, 1));
    places->of_demand = g_new0(GArray *, MAX(model->n_hosts, 1));
    places->allowed_class = g_new0(uint32_t, MAX(model->n_hosts, 1));
    places->kind_of_host = g_new0(uint32_t, MAX(model->n_hosts, 1));
    places->first_host = g_new0(uint32_t, MAX(model->n_hosts, 1));
    places->n_hosts = g_new0(uint32_t, MAX(model->n_hosts, 1));
    places->singles = g_array_new(FALSE, TRUE, sizeof(Single));
    g_autofree uint64_t *hash = g_new0(uint64_t, MAX(model->n_hosts, 1));
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        places->of_demand[host] = g_array_new(FALSE, TRUE, sizeof(DemandValue));
        hash[host] =
            hash_bytes(1, allowed_of(places, host), columns->allowed_words * sizeof(uint64_t));
    }
    number_hosts(places, hash, same_allowed, places->allowed_class, places->first_host);
    return places;
}

void judge_places_free(Places *places)
{
    if (places == NULL)
        return;
    for (uint32_t host = 0; host < places->columns->model->n_hosts; host++)
        g_array_unref(places->of_demand[host]);
    g_array_unref(places->singles);
    g_free(places->of_domain);
    g_free(places->of_host);
    g_free(places->of_demand);
    g_free(places->allowed_class);
    g_free(places->kind_of_host);
    g_free(places->first_host);
    g_free(places->n_hosts);
    g_free(places);
}

void judge_places_clear(Places *places)
{
    const Model *model = places->columns->model;
    memset(places->of_domain, 0, model->n_domains * sizeof(Int128));
    memset(places->of_host, 0, model->n_hosts * sizeof(Int128));
    for (uint32_t host = 0; host < model->n_hosts; host++)
        g_array_set_size(places->of_demand[host], 0);
    g_array_set_size(places->singles, 0);
}

bool judge_places_add_domain(Places *places, uint32_t domain, Int128 value)
{
    return exact_add(&places->of_domain[domain], value);
}

bool judge_places_add_host(Places *places, uint32_t host, Int128 value)
{
    return exact_add(&places->of_host[host], value);
}

bool judge_places_add_demand(Places *places, uint32_t host, uint32_t resource, uint32_t period,
                             Int128 value)
{
    GArray *values = places->of_demand[host];
    guint at = 0;
    while (at < values->len) {
        DemandValue *known = &g_array_index(values, DemandValue, at);
        if (known->resource == resource && known->period == period)
            return exact_add(&known->value, value);
        if (known->resource > resource || (known->resource == resource && known->period > period))
            break;
        at++;
    }
    DemandValue added = {.resource = resource, .period = period, .value = value};
    g_array_insert_val(values, at, added);
    return true;
}

bool judge_places_add_one(Places *places, uint32_t domain, uint32_t host, Int128 value)
{
    Single single = {.domain = domain, .host = host, .value = value};
    g_array_append_val(places->singles, single);
    return true;
}

static int compare_singles(gconstpointer a, gconstpointer b)
{
    const Single *left = a, *right = b;
    if (left->domain != right->domain)
        return left->domain < right->domain ? -1 : 1;
    return left->host < right->host ? -1 : left->host > right->host;
}

/* One entry a place, by domain and host; the home of each domain is one too: no move is paid. */
static bool merge_singles(Places *places, const PlaceBounds *bounds, gsize n_bounds)
{
    const Model *model = places->columns->model;
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (model->domains[domain].host != INDEX_NONE)
            judge_places_add_one(places, domain, model->domains[domain].host, 0);
    for (gsize i = 0; i < n_bounds; i++) {
        Single single = {.domain = bounds[i].domain, .host = bounds[i].host};
        single.has_bounds = true;
        single.lower = bounds[i].lower;
        single.upper = bounds[i].upper;
        g_array_append_val(places->singles, single);
    }
    g_array_sort(places->singles, compare_singles);
    guint n = 0;
    for (guint i = 0; i < places->singles->len; i++) {
        Single *single = &g_array_index(places->singles, Single, i);
        Single *last = n == 0 ? NULL : &g_array_index(places->singles, Single, n - 1);
        if (last == NULL || compare_singles(last, single) != 0) {
            g_array_index(places->singles, Single, n++) = *single;
            continue;
        }
        if (!exact_add(&last->value, single->value))
            return false;
        if (single->has_bounds) {
            last->has_bounds = true;
            last->lower = single->lower;
            last->upper = single->upper;
        }
    }
    g_array_set_size(places->singles, n);
    return true;
}

static void find_kinds(Places *places)
{
    const Model *model = places->columns->model;
    g_autofree uint64_t *hash = g_new0(uint64_t, MAX(model->n_hosts, 1));
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        const GArray *values = places->of_demand[host];
        hash[host] = hash_bytes(1, &places->allowed_class[host], sizeof(uint32_t));
        hash[host] =
            hash_bytes(hash[host], &places->columns->costs.energy_class[host], sizeof(uint32_t));
        hash[host] = hash_bytes(hash[host], &places->of_host[host], sizeof(Int128));
        for (guint i = 0; i < values->len; i++)
            hash[host] = hash_bytes(hash[host], &g_array_index(values, DemandValue, i).value,
                                    sizeof(Int128));
    }
    places->n_kinds =
        number_hosts(places, hash, same_kind, places->kind_of_host, places->first_host);
    memset(places->n_hosts, 0, model->n_hosts * sizeof *places->n_hosts);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        places->n_hosts[places->kind_of_host[host]]++;
}

/* Aᵀy at a place, without what is its own. */
static bool common_sum(const Places *places, uint32_t domain, uint32_t host, Int128 *ret_sum)
{
    const GArray *values = places->of_demand[host];
    Int128 sum = places->of_domain[domain];
    if (!exact_add(&sum, places->of_host[host]))
        return false;
    for (guint i = 0; i < values->len; i++) {
        const DemandValue *value = &g_array_index(values, DemandValue, i);
        int64_t demand =
            model_demand(places->columns->model, domain, value->resource, value->period);
        if (!exact_add_product(&sum, value->value, demand))
            return false;
    }
    *ret_sum = sum;
    return true;
}

/* n places of equal reduced cost. */
static bool add_least(const Places *places, uint32_t domain, uint32_t host, const Single *single,
                      uint32_t n, bool ignore_costs, Int128 *value)
{
    const Columns *columns = places->columns;
    Key key = {COLUMN_PLACE, {domain, host, 0, 0}};
    Column column;
    Int128 sum;
    if (!judge_columns_get(columns, &key, &column) || !common_sum(places, domain, host, &sum) ||
        (single != NULL && !exact_add(&sum, single->value)))
        return false;
    Int128 reduced = ignore_costs ? 0 : column.cost;
    int64_t lower = 0, upper = 1;
    if (single != NULL && single->has_bounds) {
        lower = single->lower;
        upper = single->upper;
    }
    if (!exact_subtract(&reduced, sum))
        return false;
    int64_t x = reduced > 0 ? lower : upper;
    Int128 least;
    return exact_multiply(reduced, x, &least) && exact_add_product(value, least, n);
}

/* A host of the kind where the domain is no single; the kind has one. */
static uint32_t plain_host(const Places *places, uint32_t kind, const Single *singles,
                           uint32_t n_singles)
{
    for (uint32_t host = places->first_host[kind];; host++) {
        bool is_single = places->kind_of_host[host] != kind;
        for (uint32_t i = 0; i < n_singles && !is_single; i++)
            is_single = singles[i].host == host;
        if (!is_single)
            return host;
    }
}

/* n_plain: hosts of each kind where the domain is no single; refilled for the next domain. */
static bool domain_minimum(const Places *places, uint32_t domain, const Single *singles,
                           uint32_t n_singles, uint32_t *n_plain, bool ignore_costs, Int128 *value)
{
    const Columns *columns = places->columns;
    for (uint32_t i = 0; i < n_singles; i++) {
        uint32_t host = singles[i].host;
        n_plain[places->kind_of_host[host]]--;
        if (judge_columns_allow(columns, domain, host) &&
            !add_least(places, domain, host, &singles[i], 1, ignore_costs, value))
            return false;
    }
    for (uint32_t kind = 0; kind < places->n_kinds; kind++) {
        if (n_plain[kind] == 0 || !judge_columns_allow(columns, domain, places->first_host[kind]))
            continue;
        uint32_t host = plain_host(places, kind, singles, n_singles);
        if (!add_least(places, domain, host, NULL, n_plain[kind], ignore_costs, value))
            return false;
    }
    for (uint32_t i = 0; i < n_singles; i++)
        n_plain[places->kind_of_host[singles[i].host]]++;
    return true;
}

/* Where pairs of hosts have prices of their own no two hosts are alike. */
static void split_kinds(Places *places)
{
    for (uint32_t host = 0; host < places->columns->model->n_hosts; host++) {
        places->kind_of_host[host] = places->first_host[host] = host;
        places->n_hosts[host] = 1;
    }
    places->n_kinds = places->columns->model->n_hosts;
}

bool judge_places_minimum(Places *places, const PlaceBounds *bounds, gsize n_bounds,
                          bool ignore_costs, Int128 *value)
{
    const Model *model = places->columns->model;
    if (!merge_singles(places, bounds, n_bounds))
        return false;
    if (model->n_move_costs > 0)
        split_kinds(places);
    else
        find_kinds(places);
    g_autofree uint32_t *n_plain =
        g_memdup2(places->n_hosts, MAX(places->n_kinds, 1) * sizeof *n_plain);
    guint at = 0;
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        guint end = at;
        while (end < places->singles->len &&
               g_array_index(places->singles, Single, end).domain == domain)
            end++;
        if (!domain_minimum(places, domain, &g_array_index(places->singles, Single, at), end - at,
                            n_plain, ignore_costs, value))
            return false;
        at = end;
    }
    return true;
}
