#include "plan/order_reserve.h"

#include "model/reserve.h"

struct OrderReserve {
    const Model *model;
    int64_t *total; /* [resource * n_periods + period] demand of all that runs, wave included */
    int64_t *limit; /* likewise */
};

OrderReserve *order_reserve_new(const Model *model, const bool *powered)
{
    uint32_t n_periods = model->policy.n_periods;
    if (model->policy.reserve_on_the_way == 0 || model->policy.host_failures == 0)
        return NULL;
    OrderReserve *reserve = g_new0(OrderReserve, 1);
    reserve->model = model;
    reserve->total = g_new0(int64_t, (gsize)model->n_resources * n_periods);
    reserve->limit = g_new0(int64_t, (gsize)model->n_resources * n_periods);
    for (uint32_t resource = 0; resource < model->n_resources; resource++) {
        int64_t left = reserve_capacity(model, powered, resource);
        for (uint32_t period = 0; period < n_periods; period++)
            reserve->limit[(gsize)resource * n_periods + period] = left;
    }
    return reserve;
}

void order_reserve_free(OrderReserve *reserve)
{
    if (reserve == NULL)
        return;
    g_free(reserve->total);
    g_free(reserve->limit);
    g_free(reserve);
}

void order_reserve_add(OrderReserve *reserve, uint32_t domain, int sign)
{
    if (reserve == NULL)
        return;
    const int64_t *demand = reserve->model->domains[domain].demand;
    uint32_t n = reserve->model->n_resources * reserve->model->policy.n_periods;
    for (uint32_t i = 0; i < n; i++)
        reserve->total[i] += sign * demand[i];
}

void order_reserve_begin(OrderReserve *reserve)
{
    uint32_t n =
        reserve == NULL ? 0 : reserve->model->n_resources * reserve->model->policy.n_periods;
    for (uint32_t i = 0; i < n; i++)
        reserve->limit[i] = MAX(reserve->limit[i], reserve->total[i]);
}

int64_t order_reserve_excess(const OrderReserve *reserve, uint32_t domain, uint32_t *ret_resource)
{
    int64_t worst = 0;
    if (reserve == NULL)
        return 0;
    const int64_t *demand = reserve->model->domains[domain].demand;
    uint32_t n_periods = reserve->model->policy.n_periods;
    for (uint32_t i = 0; i < reserve->model->n_resources * n_periods; i++) {
        int64_t excess = reserve->total[i] + demand[i] - reserve->limit[i];
        if (excess <= worst)
            continue;
        worst = excess;
        if (ret_resource != NULL)
            *ret_resource = i / n_periods;
    }
    return worst;
}
