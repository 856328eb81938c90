#include <math.h>
#include <string.h>

#include "common/decimal.h"
#include "common/error.h"
#include "common/time_text.h"
#include "model/rules.h"
#include "plan/json_cursor.h"
#include "plan/plan_json.h"
#include "plan/plan_json_read.h"

static bool read_text_copy(const JsonCursor *cursor, const char *key, char **ret_text,
                           GError **error)
{
    const char *text = NULL;
    if (!json_cursor_text(cursor, key, &text, error))
        return false;
    *ret_text = g_strdup(text);
    return true;
}

static bool read_name(const JsonCursor *cursor, const char *key, const char *const *names,
                      uint32_t n_names, uint32_t *ret_index, GError **error)
{
    const char *text = NULL;
    if (!json_cursor_text(cursor, key, &text, error))
        return false;
    for (uint32_t i = 0; i < n_names; i++)
        if (strcmp(names[i], text) == 0) {
            *ret_index = i;
            return true;
        }
    return json_cursor_refuse(cursor, key, error, "'%s' is not known", text);
}

static bool read_umin(const JsonCursor *cursor, const char *key, int64_t *ret_umin, GError **error)
{
    double minutes = 0;
    if (!json_cursor_number(cursor, key, &minutes, error))
        return false;
    *ret_umin = (int64_t)llround(minutes * (double)MICRO);
    return true;
}

/* A time or null; absent in plans of versions that knew no times. */
static bool read_time(const JsonCursor *cursor, const char *key, bool *ret_has, int64_t *ret_time_s,
                      GError **error)
{
    const char *text = NULL;
    *ret_has = json_cursor_has(cursor, key);
    if (!*ret_has)
        return true;
    if (!json_cursor_text(cursor, key, &text, error))
        return false;
    return time_text_parse(text, ret_time_s) ||
           json_cursor_refuse(cursor, key, error, "'%s' is not a time in UTC", text);
}

static bool read_format(const JsonCursor *cursor, GError **error)
{
    int64_t format = 0;
    if (!json_cursor_integer(cursor, "format", &format, error))
        return false;
    return format == 1 || json_cursor_refuse(cursor, "format", error, "only format 1 is known");
}

static bool read_identity(const JsonCursor *cursor, Plan *plan, GError **error)
{
    uint32_t outcome = 0;
    if (!read_format(cursor, error) || !read_text_copy(cursor, "plan", &plan->id, error) ||
        !read_text_copy(cursor, "scenario", &plan->scenario, error) ||
        !read_text_copy(cursor, "snapshot_digest", &plan->snapshot_digest, error) ||
        !read_text_copy(cursor, "plan_digest", &plan->plan_digest, error) ||
        !read_name(cursor, "outcome", outcome_names, OUTCOME_LIMIT + 1, &outcome, error) ||
        !json_cursor_boolean(cursor, "unchanged", &plan->unchanged, error) ||
        (json_cursor_has(cursor, "reverse_of") &&
         !read_text_copy(cursor, "reverse_of", &plan->reverse_of, error)) ||
        !read_time(cursor, "start", &plan->has_start, &plan->start_s, error))
        return false;
    plan->outcome = (Outcome)outcome;
    return true;
}

static bool read_parts(const JsonCursor *cost, bool planned, Plan *plan, GError **error)
{
    g_auto(JsonCursor) parts = {0};
    if (!json_cursor_enter(cost, "parts", &parts, error))
        return false;
    for (int part = 0; part < N_COST_PARTS; part++) {
        g_auto(JsonCursor) pair = {0};
        if (!json_cursor_enter(&parts, cost_part_names[part], &pair, error) ||
            !json_cursor_money(&pair, "current", &plan->current.part[part], error) ||
            (planned && !json_cursor_money(&pair, "planned", &plan->planned.part[part], error)))
            return false;
    }
    return true;
}

static bool read_cost(const JsonCursor *cursor, Plan *plan, bool *ret_planned, GError **error)
{
    g_auto(JsonCursor) cost = {0};
    if (!json_cursor_enter(cursor, "cost", &cost, error))
        return false;
    bool planned = json_cursor_has(&cost, "planned");
    plan->has_bound = json_cursor_has(&cost, "bound");
    if (!json_cursor_money(&cost, "current", &plan->current.total, error) ||
        (planned && !json_cursor_money(&cost, "planned", &plan->planned.total, error)) ||
        (plan->has_bound && !json_cursor_money(&cost, "bound", &plan->bound, error)) ||
        !read_parts(&cost, planned, plan, error))
        return false;
    *ret_planned = planned;
    return true;
}

static bool read_breaches(const JsonCursor *cursor, const char *key, const char *what_key,
                          Breach **ret_breaches, uint32_t *ret_n_breaches, GError **error)
{
    uint32_t n_breaches = 0;
    if (!json_cursor_length(cursor, key, &n_breaches, error))
        return false;
    *ret_breaches = g_new0(Breach, n_breaches);
    *ret_n_breaches = n_breaches; /* plan_free frees what was read before an error */
    for (uint32_t i = 0; i < n_breaches; i++) {
        g_auto(JsonCursor) item = {0};
        if (!json_cursor_enter_item(cursor, key, i, &item, error) ||
            !read_text_copy(&item, "rule", &(*ret_breaches)[i].rule, error) ||
            !read_text_copy(&item, what_key, &(*ret_breaches)[i].what, error))
            return false;
    }
    return true;
}

/* A name that the model must know; null is INDEX_NONE. */
static bool read_index(const JsonCursor *cursor, const char *key, const Model *model,
                       uint32_t (*find)(const Model *, const char *), uint32_t *ret_index,
                       GError **error)
{
    *ret_index = INDEX_NONE;
    const json_t *value = json_object_get(cursor->object, key);
    if (json_is_null(value))
        return true;
    const char *name = NULL;
    if (!json_cursor_text(cursor, key, &name, error))
        return false;
    *ret_index = find(model, name);
    return *ret_index != INDEX_NONE ||
           json_cursor_refuse(cursor, key, error, "the snapshot has no '%s'", name);
}

/* Which of the three names an action must have. */
static bool check_shape(const JsonCursor *cursor, const Action *action, GError **error)
{
    bool power = action->kind == ACTION_POWER_ON || action->kind == ACTION_POWER_OFF;
    if (power == (action->domain != INDEX_NONE))
        return json_cursor_refuse(cursor, "domain", error,
                                  power ? "must be null for a host" : "must name a domain");
    if (action->kind == ACTION_POWER_OFF) {
        if (action->from == INDEX_NONE || action->to != INDEX_NONE)
            return json_cursor_refuse(cursor, "from", error, "must be the only host");
        return true;
    }
    if (action->kind == ACTION_RETIRE) {
        if (action->to != INDEX_NONE)
            return json_cursor_refuse(cursor, "to", error, "must be null: the domain ends");
        return action->from != INDEX_NONE ||
               json_cursor_refuse(cursor, "from", error, "must name a host");
    }
    if (action->kind == ACTION_REPLICATE && action->from != INDEX_NONE)
        return json_cursor_refuse(cursor, "from", error, "must be null: the domain is new");
    if (action->to == INDEX_NONE)
        return json_cursor_refuse(cursor, "to", error, "must name a host");
    if (action->kind == ACTION_MIGRATE && action->from == INDEX_NONE)
        return json_cursor_refuse(cursor, "from", error, "must name a host");
    return true;
}

static bool read_action_figures(const JsonCursor *cursor, Action *action, GError **error)
{
    if (!json_cursor_boolean(cursor, "parking", &action->parking, error) ||
        !read_umin(cursor, "operator_min", &action->operator_umin, error) ||
        !json_cursor_number(cursor, "expected_s", &action->expected_s, error))
        return false;
    if (!read_time(cursor, "not_before", &action->has_not_before, &action->not_before_s, error))
        return false;
    action->has_saving = json_cursor_has(cursor, "saving");
    if (action->has_saving && !json_cursor_money(cursor, "saving", &action->saving, error))
        return false;
    return !json_cursor_has(cursor, "reason") ||
           read_text_copy(cursor, "reason", &action->reason, error);
}

static bool read_action(const JsonCursor *cursor, const Model *model, Action *action,
                        GError **error)
{
    int64_t wave = 0;
    uint32_t kind = 0;
    if (!json_cursor_integer(cursor, "wave", &wave, error) ||
        !read_name(cursor, "action", action_kind_names, ACTION_POWER_OFF + 1, &kind, error) ||
        !read_index(cursor, "domain", model, model_find_domain, &action->domain, error) ||
        !read_index(cursor, "from", model, model_find_host, &action->from, error) ||
        !read_index(cursor, "to", model, model_find_host, &action->to, error) ||
        !read_action_figures(cursor, action, error))
        return false;
    if (wave < 1 || wave > UINT32_MAX)
        return json_cursor_refuse(cursor, "wave", error, "must be a number from 1");
    action->wave = (uint32_t)wave;
    action->kind = (ActionKind)kind;
    return check_shape(cursor, action, error);
}

static bool read_actions(const JsonCursor *cursor, const Model *model, Plan *plan, GError **error)
{
    uint32_t n_actions = 0;
    if (!json_cursor_length(cursor, "actions", &n_actions, error))
        return false;
    plan->actions = g_new0(Action, n_actions);
    plan->n_actions = n_actions;
    for (uint32_t i = 0; i < n_actions; i++) {
        g_auto(JsonCursor) item = {0};
        if (!json_cursor_enter_item(cursor, "actions", i, &item, error) ||
            !read_action(&item, model, &plan->actions[i], error))
            return false;
    }
    return true;
}

/* What the actions make of the model's own placement and hosts in service. */
static void replay(const Model *model, Plan *plan)
{
    plan->host_of_domain = g_new(uint32_t, (gsize)model->n_domains + 1); /* not NULL without any */
    plan->in_service = g_new(bool, (gsize)model->n_hosts + 1);
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        plan->host_of_domain[domain] = domain_host_now(model, domain);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        plan->in_service[host] = model->hosts[host].on;
    for (uint32_t i = 0; i < plan->n_actions; i++) {
        const Action *action = &plan->actions[i];
        if (action->kind == ACTION_POWER_ON)
            plan->in_service[action->to] = true;
        else if (action->kind == ACTION_POWER_OFF)
            plan->in_service[action->from] = false;
        else
            plan->host_of_domain[action->domain] = action->to;
    }
}

static bool read_people(const JsonCursor *cursor, Plan *plan, GError **error)
{
    g_auto(JsonCursor) people = {0};
    return json_cursor_enter(cursor, "people", &people, error) &&
           read_umin(&people, "operator_min", &plan->operator_umin, error);
}

static bool read_plan(const JsonCursor *cursor, const Model *model, Plan *plan, GError **error)
{
    bool planned = false;
    plan->n_domains = model->n_domains;
    plan->n_hosts = model->n_hosts;
    if (!read_identity(cursor, plan, error) || !read_cost(cursor, plan, &planned, error) ||
        !read_breaches(cursor, "current_breaches", "what", &plan->current_breaches,
                       &plan->n_current_breaches, error) ||
        !read_people(cursor, plan, error) || !read_actions(cursor, model, plan, error) ||
        !read_breaches(cursor, "infeasible", "why", &plan->infeasible, &plan->n_infeasible, error))
        return false;
    if (planned)
        replay(model, plan);
    return true;
}

static bool read_document(const JsonCursor *cursor, const Model *model, PlanDocument *document,
                          GError **error)
{
    document->has_search = json_cursor_has(cursor, "search");
    document->has_verdict = json_cursor_has(cursor, "certificate");
    return read_plan(cursor, model, document->plan, error) &&
           (!document->has_search || plan_search_read(cursor, &document->search, error)) &&
           (!document->has_verdict || plan_verdict_read(cursor, &document->verdict, error));
}

json_t *plan_json_parse(const char *text, const char *source, GError **error)
{
    json_error_t problem;
    json_t *object = json_loads(text, JSON_REJECT_DUPLICATES, &problem);
    if (object == NULL)
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "%s:%d:%d: not JSON: %s", source,
                    problem.line, problem.column, problem.text);
    return object;
}

PlanDocument *plan_from_json(const Model *model, const char *text, const char *source,
                             GError **error)
{
    json_auto_t *object = plan_json_parse(text, source, error);
    return object == NULL ? NULL : plan_from_json_value(model, object, source, error);
}

PlanDocument *plan_from_json_value(const Model *model, const json_t *object, const char *source,
                                   GError **error)
{
    g_auto(JsonCursor) cursor = {0};
    if (!json_cursor_init(&cursor, source, object, error))
        return NULL;
    g_autoptr(PlanDocument) document = g_new0(PlanDocument, 1);
    document->plan = g_new0(Plan, 1);
    if (!read_document(&cursor, model, document, error))
        return NULL;
    return g_steal_pointer(&document);
}
