#include "plan/plan_cost.h"

typedef struct {
    int64_t moves;         /* price of all moves */
    int64_t operator_umin; /* their minutes */
    int64_t largest;       /* most moves within one service */
    int64_t n_services;    /* services touched */
    int64_t n_power_changes;
} Touches;

static bool is_move(const Action *action)
{
    return action->kind != ACTION_POWER_ON && action->kind != ACTION_POWER_OFF;
}

static bool count_touches(const Model *model, const Action *actions, uint32_t n_actions,
                          Touches *ret_touches, GError **error)
{
    g_autofree int64_t *moves_of_service = g_new0(int64_t, model->n_services + 1);
    Touches touches = {0};
    for (uint32_t i = 0; i < n_actions; i++) {
        if (!is_move(&actions[i])) {
            touches.n_power_changes++;
            continue;
        }
        int64_t price = 0;
        int64_t minutes = 0;
        if (!leg_price(model, actions[i].domain, actions[i].from, actions[i].to, &price, &minutes,
                       error))
            return false;
        touches.moves += price;
        touches.operator_umin += minutes;
        uint32_t service = model->domains[actions[i].domain].service;
        if (service == INDEX_NONE)
            continue;
        int64_t moves = ++moves_of_service[service];
        touches.n_services += moves == 1;
        touches.largest = MAX(touches.largest, moves);
    }
    *ret_touches = touches;
    return true;
}

bool plan_cost(const Model *model, const uint32_t *host_of_domain, const bool *in_service,
               const Action *actions, uint32_t n_actions, Cost *ret_cost,
               int64_t *ret_operator_umin, GError **error)
{
    Cost cost;
    Touches touches;
    int64_t notice = 0;
    int64_t busiest = 0;
    int64_t review = 0;
    if (!placement_cost(model, host_of_domain, in_service, &cost, error) ||
        !count_touches(model, actions, n_actions, &touches, error) ||
        !notice_price(model, &notice, error) || !review_price(model, &review, error) ||
        !busiest_price(model, touches.largest, &busiest, error))
        return false;
    cost.part[COST_MOVES] = touches.moves + busiest;
    cost.part[COST_NOTICES] = notice * touches.n_services;
    cost.part[COST_REVIEW] = n_actions > 0 ? review : 0;
    cost.total = 0;
    for (int part = 0; part < N_COST_PARTS; part++)
        cost.total += cost.part[part];
    *ret_cost = cost;
    if (ret_operator_umin != NULL)
        *ret_operator_umin = touches.operator_umin +
                             touches.n_services * model->policy.service_notice_umin +
                             touches.n_power_changes * model->policy.power_change_umin +
                             (n_actions > 0 ? model->policy.plan_review_umin : 0);
    return true;
}
