#include "plan/order_retire.h"

#include "model/rules.h"

typedef struct {
    const Model *model;
    uint32_t *host_moves, *service_moves;
    GArray *moves;
    uint32_t n_wave, wave;
    int64_t umin; /* of the wave */
} Retirements;

/* A retirement goes nowhere: no pair adds to its minutes. */
static int64_t umin_of(const Model *model, const Domain *domain)
{
    return domain->operator_umin + model->policy.move_review_umin;
}

/* One that is above the people's budget by itself gets a wave, for which there is no time. */
static bool has_minutes(const Retirements *retirements, const Domain *domain)
{
    int64_t budget = retirements->model->policy.max_operator_umin_per_window;
    return budget == NO_LIMIT || retirements->n_wave == 0 ||
           umin_of(retirements->model, domain) <= budget - retirements->umin;
}

static bool joins(const Retirements *retirements, const Domain *domain)
{
    const Policy *policy = &retirements->model->policy;
    return retirements->n_wave < policy->max_parallel && has_minutes(retirements, domain) &&
           retirements->host_moves[domain->host] < policy->max_parallel_per_host &&
           (domain->service == INDEX_NONE ||
            retirements->service_moves[domain->service] < policy->max_parallel_per_service);
}

static void join(Retirements *retirements, uint32_t index)
{
    const Domain *domain = &retirements->model->domains[index];
    OrderMove move = {index, domain->host, INDEX_NONE, retirements->wave};
    g_array_append_val(retirements->moves, move);
    retirements->n_wave++;
    retirements->umin += umin_of(retirements->model, domain);
    retirements->host_moves[domain->host]++;
    if (domain->service != INDEX_NONE)
        retirements->service_moves[domain->service]++;
}

/* Fills a wave from those that are left; keeps the others in their order. */
static void fill_wave(Retirements *retirements, GArray *left)
{
    guint n_kept = 0;
    for (guint i = 0; i < left->len; i++) {
        uint32_t domain = g_array_index(left, uint32_t, i);
        if (joins(retirements, &retirements->model->domains[domain]))
            join(retirements, domain);
        else
            g_array_index(left, uint32_t, n_kept++) = domain;
    }
    g_array_set_size(left, n_kept);
}

GArray *order_retirements(const Model *model)
{
    Retirements retirements = {.model = model};
    g_autoptr(GArray) left = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (domain_retires(model, domain))
            g_array_append_val(left, domain);
    retirements.moves = g_array_new(FALSE, FALSE, sizeof(OrderMove));
    while (left->len > 0) {
        retirements.wave++;
        retirements.n_wave = 0;
        retirements.umin = 0;
        retirements.host_moves = g_new0(uint32_t, model->n_hosts);
        retirements.service_moves = g_new0(uint32_t, model->n_services);
        fill_wave(&retirements, left);
        g_free(retirements.host_moves);
        g_free(retirements.service_moves);
    }
    return retirements.moves;
}
