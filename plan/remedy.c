#include "plan/remedy.h"

#include <string.h>

#include "model/cost.h"
#include "model/scenario.h"

#define MOST_BLOCKERS 4 /* whose lack of room is looked at */
#define MOST_HOSTS    4 /* that are tried to park on */

/* Orders that are sought in all: each takes its time where the estate is large. */
#define SMALL_PAIRS     4096
#define TRIES_OF_SMALL  200
#define TRIES_OF_OTHERS 30

typedef struct {
    const Model *model;
    const uint32_t *target;
    const bool *in_service;
    SequenceOptions options;
    uint32_t n_tries_left;
    GPtrArray *texts;
} Search;

static bool has_order(Search *search, const Model *model, const bool *in_service, bool *ret_found,
                      GError **error)
{
    g_auto(Sequence) sequence = {0};
    *ret_found = false;
    if (search->n_tries_left == 0)
        return true;
    search->n_tries_left--;
    if (!sequence_plan(model, search->target, in_service, &search->options, &sequence, error))
        return false;
    *ret_found = sequence.found;
    return true;
}

/* The least capacity whose hard limit is that. */
static int64_t capacity_for(const Resource *resource, int64_t hard)
{
    return (hard * 1000 + resource->hard_permille - 1) / resource->hard_permille;
}

static bool is_enough(Search *search, Model *copy, const Lack *lack, int64_t more, bool *ret_enough,
                      GError **error)
{
    int64_t hard = host_hard_limit(search->model, lack->host, lack->resource);
    copy->hosts[lack->host].capacity[lack->resource] =
        capacity_for(&copy->resources[lack->resource], hard + more);
    bool fine = has_order(search, copy, search->in_service, ret_enough, error);
    copy->hosts[lack->host].capacity[lack->resource] =
        search->model->hosts[lack->host].capacity[lack->resource];
    return fine;
}

static int64_t largest_demand(const Model *model, uint32_t domain, uint32_t resource)
{
    int64_t largest = 0;
    for (uint32_t period = 0; period < model->policy.n_periods; period++)
        largest = MAX(largest, model_demand(model, domain, resource, period));
    return largest;
}

/* Halves what is between too little and enough. */
static bool find_least(Search *search, Model *copy, const Lack *lack, int64_t enough,
                       int64_t *ret_least, GError **error)
{
    int64_t too_little = 0;
    while (enough - too_little > 1 && search->n_tries_left > 0) {
        int64_t middle = too_little + (enough - too_little) / 2;
        bool is = false;
        if (!is_enough(search, copy, lack, middle, &is, error))
            return false;
        if (is)
            enough = middle;
        else
            too_little = middle;
    }
    *ret_least = enough;
    return true;
}

/* At most what the domain needs is of use to it. */
static bool try_room(Search *search, Model *copy, uint32_t domain, const Lack *lack, GError **error)
{
    const Model *model = search->model;
    int64_t more = largest_demand(model, domain, lack->resource), least = 0;
    bool enough = false;
    if (model->resources[lack->resource].hard_permille == 0)
        return true;
    if (!is_enough(search, copy, lack, more, &enough, error))
        return false;
    if (!enough)
        return true;
    if (!find_least(search, copy, lack, more, &least, error))
        return false;
    g_ptr_array_add(search->texts, g_strdup_printf("an order exists with %" G_GINT64_FORMAT
                                                   " %s more free on host '%s'",
                                                   least, model->resources[lack->resource].name,
                                                   model->hosts[lack->host].name));
    return true;
}

static bool is_asked_before(const Sequence *stuck, uint32_t blocker)
{
    for (uint32_t i = 0; i < blocker; i++)
        if (stuck->lacks[i].amount > 0 && stuck->lacks[i].host == stuck->lacks[blocker].host &&
            stuck->lacks[i].resource == stuck->lacks[blocker].resource)
            return true;
    return false;
}

static bool try_rooms(Search *search, const Sequence *stuck, GError **error)
{
    g_autoptr(Model) copy = model_copy(search->model);
    uint32_t n_asked = 0;
    for (uint32_t i = 0; i < stuck->n_blockers && n_asked < MOST_BLOCKERS; i++) {
        if (stuck->lacks[i].amount == 0 || is_asked_before(stuck, i))
            continue;
        n_asked++;
        if (!try_room(search, copy, stuck->blockers[i], &stuck->lacks[i], error))
            return false;
    }
    return true;
}

/* Hosts that are there, but off: one of them in service for a while. */
static bool try_idle_hosts(Search *search, GError **error)
{
    const Model *model = search->model;
    g_autofree bool *in_service =
        g_memdup2(search->in_service, model->n_hosts * sizeof *in_service);
    uint32_t n_asked = 0;
    for (uint32_t host = 0; host < model->n_hosts && n_asked < MOST_HOSTS; host++) {
        bool found = false;
        if (model->hosts[host].state != HOST_STATE_UP || model->hosts[host].on || in_service[host])
            continue;
        n_asked++;
        in_service[host] = true;
        if (!has_order(search, model, in_service, &found, error))
            return false;
        in_service[host] = false;
        if (found)
            g_ptr_array_add(
                search->texts,
                g_strdup_printf("an order exists with host '%s' switched on, to park on",
                                model->hosts[host].name));
    }
    return true;
}

static IndexSet copy_set(const IndexSet *set)
{
    return (IndexSet){g_memdup2(set->index, set->n * sizeof *set->index), set->n};
}

/* An empty host more, like that one, behind all others. */
static void add_host_like(Model *model, uint32_t like)
{
    model->hosts = g_renew(Host, model->hosts, (gsize)model->n_hosts + 1);
    const Host *old = &model->hosts[like];
    Host *added = &model->hosts[model->n_hosts++];
    *added = *old;
    added->name = g_strdup("one more");
    added->class_name = g_strdup(old->class_name);
    added->tags = copy_set(&old->tags);
    added->capacity = g_memdup2(old->capacity, model->n_resources * sizeof *old->capacity);
    added->soft_amount = g_memdup2(old->soft_amount, model->n_resources * sizeof *old->soft_amount);
    added->on = true;
}

/* The largest host that is up in each zone stands for what a new one there could be like. */
static bool is_largest_of_zone(const Model *model, uint32_t host)
{
    if (model->hosts[host].state != HOST_STATE_UP)
        return false;
    for (uint32_t other = 0; other < model->n_hosts; other++) {
        const Host *left = &model->hosts[other], *right = &model->hosts[host];
        if (other == host || left->zone != right->zone || left->state != HOST_STATE_UP)
            continue;
        int64_t difference = 0;
        for (uint32_t i = 0; i < model->n_resources && difference == 0; i++)
            difference = left->capacity[i] - right->capacity[i];
        if (difference > 0 || (difference == 0 && other < host))
            return false;
    }
    return true;
}

static void say_host(Search *search, uint32_t like)
{
    const Model *model = search->model;
    uint32_t zone = model->hosts[like].zone;
    g_autofree char *where =
        zone == INDEX_NONE ? g_strdup("") : g_strdup_printf(" in zone '%s'", model->zones[zone]);
    g_ptr_array_add(
        search->texts,
        g_strdup_printf("an order exists with one more empty host like '%s'%s, to park on",
                        model->hosts[like].name, where));
}

static bool try_new_hosts(Search *search, GError **error)
{
    const Model *model = search->model;
    g_autofree bool *in_service = g_new0(bool, (gsize)model->n_hosts + 1);
    memcpy(in_service, search->in_service, model->n_hosts * sizeof *in_service);
    in_service[model->n_hosts] = true;
    uint32_t n_asked = 0;
    for (uint32_t host = 0; host < model->n_hosts && n_asked < MOST_HOSTS; host++) {
        bool found = false;
        if (!is_largest_of_zone(model, host))
            continue;
        n_asked++;
        g_autoptr(Model) larger = model_copy(model);
        add_host_like(larger, host);
        if (!has_order(search, larger, in_service, &found, error))
            return false;
        if (found)
            say_host(search, host);
    }
    return true;
}

GPtrArray *remedies_find(const Model *model, const uint32_t *target, const bool *in_service,
                         const SequenceOptions *options, const Sequence *stuck, GError **error)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    bool small = (guint64)model->n_domains * model->n_hosts <= SMALL_PAIRS;
    Search search = {model, target, in_service, *options, small ? TRIES_OF_SMALL : TRIES_OF_OTHERS,
                     texts};
    search.options.cost_limit = INT64_MAX;
    search.options.path = NULL;
    if (!try_idle_hosts(&search, error) || !try_new_hosts(&search, error) ||
        !try_rooms(&search, stuck, error))
        return NULL;
    return g_steal_pointer(&texts);
}
