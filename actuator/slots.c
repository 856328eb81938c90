#include "actuator/slots.h"

struct Slots {
    const Model *model;
    uint32_t n_taken;
    uint32_t *per_host;
    uint32_t *per_service;
};

Slots *slots_new(const Model *model)
{
    Slots *slots = g_new0(Slots, 1);
    slots->model = model;
    slots->per_host = g_new0(uint32_t, model->n_hosts);
    slots->per_service = g_new0(uint32_t, model->n_services);
    return slots;
}

void slots_free(Slots *slots)
{
    if (slots == NULL)
        return;
    g_free(slots->per_host);
    g_free(slots->per_service);
    g_free(slots);
}

static bool is_full(const uint32_t *taken, uint32_t index, uint32_t limit)
{
    return index != INDEX_NONE && taken[index] >= MAX(limit, 1);
}

static void add(uint32_t *taken, uint32_t index, bool take)
{
    if (index == INDEX_NONE)
        return;
    g_assert(take || taken[index] > 0);
    if (take)
        taken[index]++;
    else
        taken[index]--;
}

static void change(Slots *slots, uint32_t domain, uint32_t from, uint32_t to, bool take)
{
    add(&slots->n_taken, 0, take);
    add(slots->per_host, from, take);
    add(slots->per_host, to, take);
    add(slots->per_service, slots->model->domains[domain].service, take);
}

bool slots_take(Slots *slots, uint32_t domain, uint32_t from, uint32_t to)
{
    const Policy *policy = &slots->model->policy;
    if (is_full(&slots->n_taken, 0, policy->max_parallel) ||
        is_full(slots->per_host, from, policy->max_parallel_per_host) ||
        is_full(slots->per_host, to, policy->max_parallel_per_host) ||
        is_full(slots->per_service, slots->model->domains[domain].service,
                policy->max_parallel_per_service))
        return false;
    change(slots, domain, from, to, true);
    return true;
}

void slots_give_back(Slots *slots, uint32_t domain, uint32_t from, uint32_t to)
{
    change(slots, domain, from, to, false);
}

uint32_t slots_taken(const Slots *slots)
{
    return slots->n_taken;
}
