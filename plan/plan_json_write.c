#include <jansson.h>
#include <math.h>

#include "common/decimal.h"
#include "common/time_text.h"
#include "plan/plan_figures.h"
#include "plan/plan_json.h"
#include "plan/time_bound.h"
#include "plan/timetable.h"

static void set(json_t *object, const char *key, json_t *value)
{
    int failed = json_object_set_new(object, key, value);
    g_assert(failed == 0); /* only out of memory or text that is not UTF-8, which no model holds */
}

static json_t *text_or_null(const char *text)
{
    return text == NULL ? json_null() : json_string(text);
}

static json_t *money(bool present, int64_t micro)
{
    if (!present)
        return json_null();
    g_autofree char *text = money_to_text(micro);
    return json_string(text);
}

/* Rounded, so that the text is short and the same after reading it back. */
static json_t *real(double value, double steps)
{
    return json_real(round(value * steps) / steps);
}

static json_t *minutes(int64_t umin)
{
    return umin % MICRO == 0 ? json_integer(umin / MICRO) : json_real((double)umin / (double)MICRO);
}

static json_t *time_or_null(bool present, int64_t time_s)
{
    if (!present)
        return json_null();
    g_autofree char *text = time_text_new(time_s);
    return json_string(text);
}

static json_t *before_and_after(int64_t current, bool has_planned, int64_t planned)
{
    json_t *pair = json_object();
    set(pair, "current", money(true, current));
    set(pair, "planned", money(has_planned, planned));
    return pair;
}

static json_t *cost_to_json(const Plan *plan, const PlanFigures *figures)
{
    bool planned = figures->has_plan;
    json_t *cost = json_object();
    set(cost, "current", money(true, plan->current.total));
    set(cost, "planned", money(planned, plan->planned.total));
    set(cost, "bound", money(plan->has_bound, plan->bound));
    set(cost, "gap", money(figures->has_gap, figures->gap));
    set(cost, "gap_ratio", figures->has_gap ? real(figures->gap_ratio, 1e9) : json_null());
    set(cost, "saving", money(planned, figures->saving));
    set(cost, "one_off", money(planned, figures->one_off));
    set(cost, "recurring_per_month",
        before_and_after(figures->recurring_current_per_month, planned,
                         figures->recurring_planned_per_month));
    set(cost, "sunk_per_month", money(true, figures->sunk_per_month));
    set(cost, "payback_h", figures->has_payback ? real(figures->payback_h, 1e3) : json_null());
    json_t *parts = json_object();
    for (int part = 0; part < N_COST_PARTS; part++)
        set(parts, cost_part_names[part],
            before_and_after(plan->current.part[part], planned, plan->planned.part[part]));
    set(cost, "parts", parts);
    return cost;
}

static json_t *breaches_to_json(const Breach *breaches, uint32_t n_breaches, const char *what_key)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < n_breaches; i++) {
        json_t *breach = json_object();
        set(breach, "rule", json_string(breaches[i].rule));
        set(breach, what_key, json_string(breaches[i].what));
        json_array_append_new(array, breach);
    }
    return array;
}

static json_t *host_or_null(const Model *model, uint32_t host)
{
    return host == INDEX_NONE ? json_null() : json_string(model->hosts[host].name);
}

static json_t *action_to_json(const Model *model, const Action *action)
{
    json_t *object = json_object();
    set(object, "wave", json_integer(action->wave));
    set(object, "action", json_string(action_kind_names[action->kind]));
    set(object, "domain",
        action->domain == INDEX_NONE ? json_null()
                                     : json_string(model->domains[action->domain].name));
    set(object, "from", host_or_null(model, action->from));
    set(object, "to", host_or_null(model, action->to));
    set(object, "parking", json_boolean(action->parking));
    set(object, "operator_min", minutes(action->operator_umin));
    set(object, "expected_s", real(action->expected_s, 1e3));
    set(object, "not_before", time_or_null(action->has_not_before, action->not_before_s));
    set(object, "saving", money(action->has_saving, action->saving));
    set(object, "reason", text_or_null(action->reason));
    return object;
}

static json_t *actions_to_json(const Model *model, const Plan *plan)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < plan->n_actions; i++)
        json_array_append_new(array, action_to_json(model, &plan->actions[i]));
    return array;
}

static json_t *verdict_to_json(const PlanVerdict *verdict)
{
    if (verdict == NULL)
        return json_null();
    json_t *checks = json_array();
    for (uint32_t i = 0; i < verdict->n_checks; i++) {
        json_t *check = json_object();
        set(check, "name", json_string(verdict->checks[i].name));
        set(check, "passed", json_boolean(verdict->checks[i].passed));
        set(check, "detail", text_or_null(verdict->checks[i].detail));
        json_array_append_new(checks, check);
    }
    json_t *object = json_object();
    set(object, "valid", json_boolean(verdict->valid));
    set(object, "checks", checks);
    set(object, "bound_method", text_or_null(verdict->bound_method));
    return object;
}

static json_t *bounds_to_json(const GArray *bounds)
{
    json_t *array = json_array();
    for (guint i = 0; bounds != NULL && i < bounds->len; i++) {
        const BoundEvent *event = &g_array_index(bounds, BoundEvent, i);
        json_t *object = json_object();
        set(object, "method", text_or_null(event->method));
        set(object, "value", money(true, event->value));
        set(object, "cpu_s", real(event->cpu_s, 1e6));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *incumbents_to_json(const GArray *incumbents)
{
    json_t *array = json_array();
    for (guint i = 0; incumbents != NULL && i < incumbents->len; i++) {
        const IncumbentEvent *event = &g_array_index(incumbents, IncumbentEvent, i);
        json_t *object = json_object();
        set(object, "cpu_s", real(event->cpu_s, 1e6));
        set(object, "cost", money(true, event->cost));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *search_to_json(const PlanSearch *search)
{
    if (search == NULL)
        return json_null();
    json_t *object = json_object();
    set(object, "cpu_s", real(search->cpu_s, 1e6));
    set(object, "wall_s", real(search->wall_s, 1e6));
    set(object, "seed", json_integer((json_int_t)search->seed));
    set(object, "bounds", bounds_to_json(search->bounds));
    set(object, "incumbents", incumbents_to_json(search->incumbents));
    return object;
}

static void set_identity(json_t *object, const Model *model, const Plan *plan)
{
    set(object, "format", json_integer(1));
    set(object, "plan", json_string(plan->id));
    set(object, "scenario", json_string(plan->scenario));
    set(object, "snapshot_digest", json_string(plan->snapshot_digest));
    set(object, "plan_digest", json_string(plan->plan_digest));
    set(object, "outcome", json_string(outcome_names[plan->outcome]));
    set(object, "unchanged", json_boolean(plan->unchanged));
    set(object, "reverse_of", text_or_null(plan->reverse_of));
    set(object, "start", time_or_null(plan->has_start, plan->start_s));
    set(object, "currency", json_string(model->policy.currency));
    set(object, "horizon_h", json_integer(model->policy.horizon_h));
}

static json_t *hosts_to_json(const PlanFigures *figures)
{
    json_t *hosts = json_object();
    set(hosts, "in_service_before", json_integer(figures->hosts_before));
    set(hosts, "in_service_after",
        figures->has_plan ? json_integer(figures->hosts_after) : json_null());
    return hosts;
}

static json_t *schedule_to_json(const Model *model, const Plan *plan)
{
    if (plan->n_actions == 0)
        return json_null();
    uint32_t n_waves = 0;
    g_autofree WaveTime *waves = timetable_waves(plan, &n_waves);
    json_t *schedule = json_object();
    set(schedule, "begin", time_or_null(plan->has_start, waves[0].begin_s));
    set(schedule, "end", time_or_null(plan->has_start, waves[n_waves - 1].end_s));
    set(schedule, "waves", json_integer(n_waves));
    set(schedule, "expected_s", real(time_expected_s(plan), 1e3));
    set(schedule, "bound_s", real(time_bound_s(model, plan), 1e3));
    return schedule;
}

char *plan_to_json(const Model *model, const Plan *plan, const PlanSearch *search,
                   const PlanVerdict *verdict, GError **error)
{
    PlanFigures figures;
    if (!plan_figures(model, plan, &figures, error))
        return NULL;
    json_t *people = json_object();
    set(people, "operator_min", minutes(plan->operator_umin));
    json_t *object = json_object();
    set_identity(object, model, plan);
    set(object, "cost", cost_to_json(plan, &figures));
    set(object, "current_breaches",
        breaches_to_json(plan->current_breaches, plan->n_current_breaches, "what"));
    set(object, "hosts", hosts_to_json(&figures));
    set(object, "people", people);
    set(object, "schedule", schedule_to_json(model, plan));
    set(object, "actions", actions_to_json(model, plan));
    set(object, "certificate", verdict_to_json(verdict));
    set(object, "search", search_to_json(search));
    set(object, "infeasible", breaches_to_json(plan->infeasible, plan->n_infeasible, "why"));
    char *dumped = json_dumps(object, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
    json_decref(object);
    g_assert(dumped != NULL);
    char *text = g_strconcat(dumped, "\n", NULL);
    free(dumped);
    return text;
}
