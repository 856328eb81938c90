#include "solver/mip_complete.h"

#include "solver/evaluate_parts.h"

typedef struct {
    const Problem *problem;
    State state;
    double *theta; /* [resource] size of the host_failures-th largest bin in service */
} Completion;

static int64_t count_on(const Completion *completion, const IndexList *items,
                        const uint32_t *number, uint32_t place)
{
    int64_t n = 0;
    for (uint32_t k = 0; k < items->n; k++) {
        uint32_t bin = completion->state.bin_of_item[items->index[k]];
        n += bin != NO_INDEX && (number == NULL ? bin : number[bin]) == place;
    }
    return n;
}

static double overload_value(const Completion *completion, const uint32_t *index)
{
    const Problem *problem = completion->problem;
    int64_t soft = problem->soft[(gsize)index[0] * problem->n_resources + index[1]];
    return (double)MAX(0, state_load(&completion->state, index[0], index[1], index[2]) - soft);
}

static double balance_value(const Completion *completion, const uint32_t *index)
{
    const BalancePrice *balance = &completion->problem->balances[index[0]];
    const int64_t *capacity =
        completion->problem->capacity + (gsize)index[1] * completion->problem->n_resources;
    double room = (double)(capacity[balance->resource] -
                           state_load(&completion->state, index[1], balance->resource, index[2]));
    double with = (double)(capacity[balance->with] -
                           state_load(&completion->state, index[1], balance->with, index[2]));
    double surplus = (double)balance->ratio_permille / 1000 * room - with;
    return MAX(0, surplus);
}

static double breach_value(const Completion *completion, const uint32_t *index)
{
    const Problem *problem = completion->problem;
    const Group *group = &problem->groups[index[0]];
    const State *state = &completion->state;
    int64_t n = 0;
    switch (group->kind) {
    case GROUP_SPREAD:
        return (double)MAX(0, count_on(completion, &group->sets[0], NULL, index[1]) - group->limit);
    case GROUP_SPREAD_ZONE:
        return (double)MAX(0, count_on(completion, &group->sets[0], problem->zone, index[1]) -
                                  group->limit);
    case GROUP_SPLIT:
        for (uint32_t g = 0; g < group->n_sets; g++)
            n += count_on(completion, &group->sets[g], NULL, index[1]) > 0;
        return (double)MAX(0, n - 1);
    case GROUP_LONELY:
        return state->bin_of_item[index[1]] != NO_INDEX &&
               count_on(completion, &group->sets[0], NULL, state->bin_of_item[index[1]]) > 0;
    default:
        return (double)group_breaches(problem, group, state->bin_of_item, state->in_service);
    }
}

static bool tier_is_on(const Completion *completion, uint32_t tier, uint32_t bin)
{
    const Problem *problem = completion->problem;
    for (uint32_t s = 0; s < problem->n_services; s++)
        if (problem->services[s].tier == tier &&
            count_on(completion, &problem->services[s].items, NULL, bin) > 0)
            return true;
    return false;
}

static double busiest_value(const Completion *completion)
{
    uint32_t most = 0, n_moves;
    for (uint32_t s = 0; s < completion->problem->n_services; s++) {
        state_service_moves(&completion->state, s, &n_moves);
        most = MAX(most, n_moves);
    }
    return most;
}

static double value_of(const Completion *completion, const Key *key)
{
    const Problem *problem = completion->problem;
    const State *state = &completion->state;
    const uint32_t *index = key->index;
    uint32_t n_moves;
    switch ((ColumnKind)key->kind) {
    case COLUMN_PLACE:
        return state->bin_of_item[index[0]] == index[1];
    case COLUMN_SERVE:
        return state->in_service[index[0]];
    case COLUMN_CHANGE:
        return state_changes(state);
    case COLUMN_NOTICE:
        return state_service_moves(state, index[0], &n_moves);
    case COLUMN_OVERLOAD:
        return overload_value(completion, index);
    case COLUMN_BALANCE:
        return balance_value(completion, index);
    case COLUMN_LICENCE:
        return count_on(completion, &problem->licence_items[index[0]], NULL, index[1]) > 0;
    case COLUMN_TIER:
        return tier_is_on(completion, index[0], index[1]);
    case COLUMN_BREACH:
        return breach_value(completion, index);
    case COLUMN_USED:
        return count_on(completion, &problem->groups[index[0]].sets[index[1]], NULL, index[2]) > 0;
    case COLUMN_ZONE_USED:
        return count_on(completion, &problem->services[index[0]].items, problem->zone, index[1]) >
               0;
    case COLUMN_BUSIEST:
        return busiest_value(completion);
    case COLUMN_LARGEST:
        return completion->theta[index[0]];
    case COLUMN_ABOVE:
        return state->in_service[index[1]]
                   ? MAX(0, (double)problem_hard(problem, index[1], index[0]) -
                                completion->theta[index[0]])
                   : 0;
    case N_COLUMN_KINDS:
        break;
    }
    return 0;
}

static double theta_of(const State *state, uint32_t resource)
{
    g_autoptr(GArray) hard = g_array_new(FALSE, FALSE, sizeof(int64_t));
    uint32_t k = state->problem->host_failures;
    for (uint32_t bin = 0; bin < state->problem->n_bins; bin++)
        if (state->in_service[bin]) {
            int64_t value = problem_hard(state->problem, bin, resource);
            g_array_append_val(hard, value);
        }
    g_array_sort(hard, compare_descending);
    return k > 0 && k <= hard->len ? (double)g_array_index(hard, int64_t, k - 1) : 0;
}

void mip_complete(const Mip *mip, const uint32_t *bin_of_item, const bool *in_service,
                  double *ret_x)
{
    Completion completion = {.problem = mip->problem};
    state_init(&completion.state, mip->problem, bin_of_item, in_service);
    completion.theta = g_new0(double, (gsize)mip->problem->n_resources + 1);
    for (uint32_t r = 0; r < mip->problem->n_resources; r++)
        completion.theta[r] = theta_of(&completion.state, r);
    for (uint32_t c = 0; c < mip->n_columns; c++)
        ret_x[c] = value_of(&completion, &mip->columns[c].key);
    g_free(completion.theta);
    state_clear(&completion.state);
}
