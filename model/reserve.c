#include "model/reserve.h"

#include "model/cost.h"

static int compare_falling(gconstpointer left, gconstpointer right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a < b) - (a > b);
}

int64_t reserve_capacity(const Model *model, const bool *on, uint32_t resource)
{
    g_autoptr(GArray) limits = g_array_new(FALSE, FALSE, sizeof(int64_t));
    int64_t left = 0;
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        int64_t hard = host_hard_limit(model, host, resource);
        if (on[host])
            g_array_append_val(limits, hard);
    }
    g_array_sort(limits, compare_falling);
    for (guint i = model->policy.host_failures; i < limits->len; i++)
        left += g_array_index(limits, int64_t, i);
    return left;
}

int64_t reserve_demand(const Model *model, const bool *runs, uint32_t resource)
{
    int64_t largest = 0;
    for (uint32_t period = 0; period < model->policy.n_periods; period++) {
        int64_t demand = 0;
        for (uint32_t domain = 0; domain < model->n_domains; domain++)
            if (runs[domain])
                demand += model_demand(model, domain, resource, period);
        largest = MAX(largest, demand);
    }
    return largest;
}
