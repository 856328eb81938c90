#include "certificate/cost.h"
#include "certificate/exact.h"
#include "certificate/limits.h"
#include "certificate/price.h"
#include "certificate/stay_parts.h"

static GArray **new_lists(uint32_t n)
{
    GArray **lists = g_new0(GArray *, MAX(n, 1));
    for (uint32_t i = 0; i < n; i++)
        lists[i] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    return lists;
}

static void free_lists(GArray **lists, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        g_array_unref(lists[i]);
    g_free(lists);
}

static void list_rules(Stay *stay)
{
    const Model *model = stay->model;
    g_auto(OwnedState) now = {0};
    judge_state_now(model, &now);
    for (uint32_t i = 0; i < model->n_rules; i++) {
        const Rule *rule = &model->rules[i];
        if (rule->strength == STRENGTH_KEEP)
            stay->most[i] = judge_breaches(model, i, now.state, NULL);
        if (rule->kind == RULE_KIND_LONELY || rule->kind == RULE_KIND_MAX_ON) {
            g_array_append_val(stay->open_rules, i);
            continue;
        }
        for (uint32_t group = 0; group < rule->n_groups; group++)
            for (uint32_t k = 0; k < rule->groups[group].n; k++)
                g_array_append_val(stay->rules_of[rule->groups[group].index[k]], i);
    }
}

/* Of transient resources a domain that leaves its host still counts there. */
static void leave_behind(Stay *stay, uint32_t domain)
{
    const Model *model = stay->model;
    uint32_t home = model->domains[domain].host;
    if (!judge_is_placed(model, domain) || stay->at[domain] == home)
        return;
    for (uint32_t resource = 0; resource < model->n_resources; resource++)
        for (uint32_t period = 0;
             model->resources[resource].transient && period < model->policy.n_periods; period++)
            stay->left[judge_use_index(model, home, resource, period)] +=
                model_demand(model, domain, resource, period);
}

static void list_domains(Stay *stay)
{
    const Model *model = stay->model;
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        uint32_t host = stay->at[domain], service = model->domains[domain].service;
        leave_behind(stay, domain);
        if (host == INDEX_NONE)
            continue;
        g_array_append_val(stay->on[host], domain);
        if (service != INDEX_NONE)
            g_array_append_val(stay->of_service[service], domain);
        for (uint32_t i = 0; i < model->domains[domain].licences.n; i++)
            stay->needs[(gsize)model->domains[domain].licences.index[i] * model->n_hosts + host]++;
    }
}

static void count_actions(Stay *stay)
{
    const Model *model = stay->model;
    for (uint32_t i = 0; i < stay->plan->n_actions; i++) {
        const Action *action = &stay->plan->actions[i];
        if (!judge_is_move(action))
            continue;
        stay->n_moves++;
        g_array_append_val(stay->actions_of[action->domain], i);
        if (model->domains[action->domain].service != INDEX_NONE)
            stay->moves_of[model->domains[action->domain].service]++;
    }
    for (uint32_t i = 0; i < model->n_services; i++) {
        stay->next_most = MAX(stay->next_most, MIN(stay->most_moves, stay->moves_of[i]));
        stay->most_moves = MAX(stay->most_moves, stay->moves_of[i]);
    }
    for (uint32_t host = 0; host < model->n_hosts; host++)
        stay->n_power_changes += stay->in_service[host] != model->hosts[host].on;
}

Stay *judge_stay_new(const Model *model, const Plan *plan)
{
    Stay *stay = g_new0(Stay, 1);
    stay->model = model;
    stay->plan = plan;
    stay->at = g_memdup2(plan->host_of_domain, model->n_domains * sizeof *stay->at);
    stay->in_service = g_memdup2(plan->in_service, model->n_hosts * sizeof *stay->in_service);
    stay->use = judge_use(model, stay->at);
    stay->left = g_new0(int64_t, judge_use_index(model, model->n_hosts, 0, 0) + 1);
    stay->on = new_lists(model->n_hosts);
    stay->of_service = new_lists(model->n_services);
    stay->with_near = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t i = 0; i < model->n_services; i++)
        if (model->services[i].near.n > 0)
            g_array_append_val(stay->with_near, i);
    stay->rules_of = new_lists(model->n_domains);
    stay->actions_of = new_lists(model->n_domains);
    stay->open_rules = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    stay->most = g_new0(int64_t, MAX(model->n_rules, 1));
    stay->needs = g_new0(uint32_t, (gsize)model->n_licences * model->n_hosts + 1);
    stay->moves_of = g_new0(int64_t, MAX(model->n_services, 1));
    list_rules(stay);
    list_domains(stay);
    count_actions(stay);
    return stay;
}

void judge_stay_free(Stay *stay)
{
    if (stay == NULL)
        return;
    g_free(stay->at);
    g_free(stay->in_service);
    g_free(stay->use);
    g_free(stay->left);
    free_lists(stay->on, stay->model->n_hosts);
    free_lists(stay->of_service, stay->model->n_services);
    g_array_unref(stay->with_near);
    free_lists(stay->rules_of, stay->model->n_domains);
    free_lists(stay->actions_of, stay->model->n_domains);
    g_array_unref(stay->open_rules);
    g_free(stay->most);
    g_free(stay->needs);
    g_free(stay->moves_of);
    g_free(stay);
}

static void add_use(Stay *stay, uint32_t domain, uint32_t host, int sign)
{
    const Model *model = stay->model;
    for (uint32_t resource = 0; resource < model->n_resources; resource++)
        for (uint32_t period = 0; period < model->policy.n_periods; period++)
            stay->use[judge_use_index(model, host, resource, period)] +=
                sign * model_demand(model, domain, resource, period);
}

static void put_home(Stay *stay, uint32_t domain)
{
    uint32_t home = stay->model->domains[domain].host, planned = stay->at[domain];
    stay->at[domain] = home;
    add_use(stay, domain, planned, -1);
    add_use(stay, domain, home, 1);
    stay->in_service[home] = true;
    if (stay->on[planned]->len == 1 && stay->model->policy.host_failures == 0)
        stay->in_service[planned] = false;
}

static void put_back(Stay *stay, uint32_t domain)
{
    uint32_t home = stay->model->domains[domain].host;
    uint32_t planned = stay->plan->host_of_domain[domain];
    stay->at[domain] = planned;
    add_use(stay, domain, home, -1);
    add_use(stay, domain, planned, 1);
    stay->in_service[home] = stay->plan->in_service[home];
    stay->in_service[planned] = stay->plan->in_service[planned];
}

bool judge_stay_has_saving(Stay *stay, uint32_t action)
{
    const Model *model = stay->model;
    const Action *asked = &stay->plan->actions[action];
    uint32_t domain = asked->domain;
    if (stay->plan->reverse_of != NULL || !judge_is_move(asked) || asked->parking ||
        asked->kind == ACTION_RETIRE || !judge_is_placed(model, domain) ||
        stay->plan->host_of_domain[domain] == INDEX_NONE ||
        stay->plan->host_of_domain[domain] == model->domains[domain].host)
        return false;
    put_home(stay, domain);
    bool allowed = judge_stay_is_allowed(stay, domain);
    put_back(stay, domain);
    return allowed;
}

/* Money is summed up in 128 bits; false once a single amount was out of range. */
typedef struct {
    Int128 sum;
    bool known;
} Bill;

static void add(Bill *bill, int sign, bool priced, const int64_t *micro)
{
    bill->known = bill->known && priced;
    bill->sum += sign * (Int128)*micro;
}

/* What a host costs by itself: in service, overloaded, out of balance. */
static void add_host(const Stay *stay, uint32_t host, int sign, Bill *bill)
{
    const Model *model = stay->model;
    int64_t micro = 0;
    if (stay->in_service[host]) {
        add(bill, sign, judge_price_machine(model, host, &micro), &micro);
        add(bill, sign, judge_price_admin(model, host, &micro), &micro);
        add(bill, sign, judge_price_idle_energy(model, host, &micro), &micro);
    }
    for (uint32_t resource = 0; resource < model->n_resources; resource++)
        add(bill, sign, judge_price_overload(model, host, resource, stay->use, &micro), &micro);
    for (uint32_t i = 0; i < model->n_balances; i++)
        add(bill, sign, judge_price_balance(model, i, host, stay->use, &micro), &micro);
}

static void add_soft_rule(const Stay *stay, uint32_t rule, int sign, Bill *bill)
{
    const Model *model = stay->model;
    int64_t micro = 0;
    if (model->rules[rule].strength != STRENGTH_SOFT)
        return;
    g_autoptr(Rational) rate = judge_rate_over_horizon(model, model->rules[rule].price_per_h);
    int64_t breaches = judge_breaches(model, rule, (State){stay->at, stay->in_service}, NULL);
    add(bill, sign, rational_round_half_up(rate, breaches, &micro), &micro);
}

static void add_rules(const Stay *stay, const GArray *rules, int sign, Bill *bill)
{
    for (guint i = 0; i < rules->len; i++) {
        uint32_t rule = g_array_index(rules, uint32_t, i);
        bool again = i > 0 && g_array_index(rules, uint32_t, i - 1) == rule; /* of two groups */
        if (!again)
            add_soft_rule(stay, rule, sign, bill);
    }
}

/* All that the state costs and that may differ by where the domain is. */
static void add_state(const Stay *stay, uint32_t domain, int sign, Bill *bill)
{
    const Model *model = stay->model;
    int64_t micro = 0;
    add_host(stay, model->domains[domain].host, sign, bill);
    add_host(stay, stay->plan->host_of_domain[domain], sign, bill);
    add_rules(stay, stay->rules_of[domain], sign, bill);
    add_rules(stay, stay->open_rules, sign, bill);
    add(bill, sign, judge_price_use_energy(model, domain, stay->at[domain], &micro), &micro);
}

static void add_licences(const Stay *stay, uint32_t domain, Bill *bill)
{
    const Model *model = stay->model;
    uint32_t home = model->domains[domain].host, planned = stay->plan->host_of_domain[domain];
    for (uint32_t i = 0; i < model->domains[domain].licences.n; i++) {
        uint32_t licence = model->domains[domain].licences.index[i];
        int64_t micro = 0;
        if (judge_stay_needs(stay, licence, home) == 0)
            add(bill, 1, judge_price_licence(model, licence, home, &micro), &micro);
        if (judge_stay_needs(stay, licence, planned) == 1)
            add(bill, -1, judge_price_licence(model, licence, planned, &micro), &micro);
    }
}

/* The domain's own moves are not made; ret_n: how many they are. */
static void add_moves(const Stay *stay, uint32_t domain, Bill *bill, int64_t *ret_n)
{
    const GArray *actions = stay->actions_of[domain];
    *ret_n = actions->len;
    for (guint i = 0; i < actions->len; i++) {
        const Action *action = &stay->plan->actions[g_array_index(actions, uint32_t, i)];
        int64_t micro = 0;
        bool priced = judge_price_move(stay->model, domain, action->from, action->to, &micro);
        add(bill, -1, priced, &micro);
    }
}

/* The owner is not told where nothing else of the service moves; another may be the busiest. */
static void add_service(const Stay *stay, uint32_t domain, int64_t n_moves, Bill *bill)
{
    const Model *model = stay->model;
    uint32_t service = model->domains[domain].service;
    int64_t micro = 0;
    if (service == INDEX_NONE)
        return;
    int64_t most = stay->most_moves, own = stay->moves_of[service];
    int64_t most_then = MAX(own == most ? stay->next_most : most, own - n_moves);
    if (own == n_moves)
        add(bill, -1, judge_price_notice(model, &micro), &micro);
    add(bill, 1, judge_price_busiest(model, most_then, &micro), &micro);
    add(bill, -1, judge_price_busiest(model, most, &micro), &micro);
}

static int64_t changes_with(const Stay *stay, uint32_t home, uint32_t planned)
{
    const Host *hosts = stay->model->hosts;
    int64_t n = stay->n_power_changes;
    n -= stay->plan->in_service[home] != hosts[home].on;
    n -= stay->plan->in_service[planned] != hosts[planned].on;
    n += stay->in_service[home] != hosts[home].on;
    n += stay->in_service[planned] != hosts[planned].on;
    return n;
}

static void add_work(const Stay *stay, int64_t n_moves, int64_t n_power_changes, Bill *bill)
{
    int64_t micro = 0;
    bool priced = judge_price_power_change(stay->model, &micro);
    bill->known = bill->known && priced;
    bill->sum += (Int128)micro * (n_power_changes - stay->n_power_changes);
    if (stay->n_moves == n_moves && n_power_changes == 0)
        add(bill, -1, judge_price_review(stay->model, &micro), &micro);
}

bool judge_stay_saving(Stay *stay, uint32_t domain, int64_t *ret_micro)
{
    uint32_t home = stay->model->domains[domain].host, planned = stay->at[domain];
    Bill bill = {0, true};
    int64_t n_moves = 0;
    add_state(stay, domain, -1, &bill);
    put_home(stay, domain);
    add_state(stay, domain, 1, &bill);
    int64_t n_power_changes = changes_with(stay, home, planned);
    put_back(stay, domain);
    add_licences(stay, domain, &bill);
    add_moves(stay, domain, &bill, &n_moves);
    add_service(stay, domain, n_moves, &bill);
    add_work(stay, n_moves, n_power_changes, &bill);
    if (!bill.known || !exact_fits_int64(bill.sum))
        return false;
    *ret_micro = (int64_t)bill.sum;
    return true;
}

static void check_saving(Checks *checks, Stay *stay, uint32_t at)
{
    const Action *action = &stay->plan->actions[at];
    const char *name =
        action->domain == INDEX_NONE ? "a host" : stay->model->domains[action->domain].name;
    int64_t micro = 0;
    bool has_saving = judge_stay_has_saving(stay, at);
    if (has_saving && !judge_stay_saving(stay, action->domain, &micro)) {
        checks_break(checks, "wave %u: the saving of '%s' leaves the range of 64 bits",
                     action->wave, name);
        return;
    }
    g_autofree char *right = has_saving ? money_to_text(micro) : g_strdup("none");
    g_autofree char *told = action->has_saving ? money_to_text(action->saving) : g_strdup("none");
    if (has_saving != action->has_saving || (has_saving && micro != action->saving))
        checks_break(checks, "wave %u: the saving of '%s' is said to be %s, it is %s", action->wave,
                     name, told, right);
}

void judge_check_savings(Checks *checks, const Model *model, const Plan *plan)
{
    g_autoptr(Stay) stay = judge_stay_new(model, plan);
    checks_begin(checks, "savings");
    for (uint32_t i = 0; i < plan->n_actions; i++)
        check_saving(checks, stay, i);
    checks_end(checks,
               "the savings of %u actions are what the plan would cost more if their "
               "domains stayed",
               plan->n_actions);
}
