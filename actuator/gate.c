#include "actuator/gate.h"

#include <string.h>

#include "actuator/people_now.h"
#include "plan/timetable.h"

struct Gate {
    const Errand *errand;
    Calendar *frozen;   /* of the snapshot */
    Calendar *in_force; /* of the database */
    Rows *begun;        /* of actuator_begun */
};

Gate *gate_new(const Errand *errand)
{
    Gate *gate = g_new0(Gate, 1);
    gate->errand = errand;
    gate->frozen = calendar_new(errand->model);
    gate->in_force = calendar_new_empty(errand->model);
    return gate;
}

void gate_free(Gate *gate)
{
    if (gate == NULL)
        return;
    calendar_free(gate->frozen);
    calendar_free(gate->in_force);
    rows_free(gate->begun);
    g_free(gate);
}

/* What the plan's snapshot does not know touches none of its steps. */
static void add_row(Calendar *calendar, const Model *model, const Rows *rows, guint row)
{
    const char *kind = rows_get_named(rows, row, "kind");
    const char *name = rows_get_named(rows, row, "name");
    BlackoutScope scope = BLACKOUT_ALL;
    uint32_t index = 0;
    if (strcmp(kind, "service") == 0) {
        scope = BLACKOUT_SERVICE;
        index = model_find_service(model, name);
    } else if (strcmp(kind, "host") == 0) {
        scope = BLACKOUT_HOST;
        index = model_find_host(model, name);
    }
    if (index != INDEX_NONE)
        calendar_add(calendar, scope, index,
                     g_ascii_strtoll(rows_get_named(rows, row, "from_s"), NULL, 10),
                     g_ascii_strtoll(rows_get_named(rows, row, "to_s"), NULL, 10));
}

bool gate_read(Gate *gate, const Execution *execution, GError **error)
{
    const char *id = execution->execution;
    g_autoptr(Rows) rows = NULL;
    g_autoptr(Rows) begun = NULL;
    if (!database_query(execution->database, "actuator_calendar", NULL, 0, &rows, error) ||
        !database_query(execution->database, "actuator_begun", &id, 1, &begun, error))
        return false;
    rows_free(gate->begun);
    gate->begun = g_steal_pointer(&begun);
    calendar_free(gate->in_force);
    gate->in_force = calendar_new_empty(gate->errand->model);
    for (guint i = 0; i < rows_n(rows); i++)
        add_row(gate->in_force, gate->errand->model, rows, i);
    calendar_seal(gate->in_force);
    return true;
}

static int64_t plan_opens_s(const Gate *gate, const Step *step, int64_t now_s)
{
    const Plan *plan = gate->errand->document->plan;
    const Action *action = &plan->actions[step->seq - 1];
    int64_t opens_s = plan->has_start ? MAX(now_s, plan->start_s) : now_s;
    return action->has_not_before ? MAX(opens_s, action->not_before_s) : opens_s;
}

int64_t gate_opens_s(const Gate *gate, const Step *step, int64_t now_s, const char **ret_why)
{
    const Model *model = gate->errand->model;
    uint32_t service =
        step->domain == INDEX_NONE ? INDEX_NONE : model->domains[step->domain].service;
    Touches touches = {service, step->from, step->to};
    int64_t length_s = timetable_length_s(step->expected_s);
    int64_t opens_s = plan_opens_s(gate, step, now_s);
    const char *why = opens_s > now_s ? "the plan lets it begin no sooner" : "";
    PeopleNow people = {gate->errand, {gate->frozen, gate->in_force}, gate->begun, now_s};
    for (int64_t before_s = INT64_MIN; before_s != opens_s && opens_s != NEVER;) {
        before_s = opens_s;
        opens_s = calendar_earliest_s(gate->frozen, touches, opens_s, length_s);
        opens_s = calendar_earliest_s(gate->in_force, touches, opens_s, length_s);
        if (opens_s != before_s)
            why = "it would run within a blackout";
        int64_t free_s = people_now_earliest_s(&people, step, opens_s);
        if (free_s != opens_s)
            why =
                "the minutes that people have in a window (max_operator_min_per_window) are spent";
        opens_s = free_s;
    }
    if (ret_why != NULL)
        *ret_why = why;
    return opens_s;
}
