#include <math.h>
#include <string.h>

#include "plan/plan_json.h"
#include "plan/plan_json_read.h"

static void clear_bound(gpointer event)
{
    g_free(((BoundEvent *)event)->method);
}

static void clear_incumbent(gpointer event)
{
    g_free(((IncumbentEvent *)event)->method);
}

static void verdict_clear(PlanVerdict *verdict)
{
    for (uint32_t i = 0; i < verdict->n_checks; i++) {
        g_free(verdict->checks[i].name);
        g_free(verdict->checks[i].detail);
    }
    g_free(verdict->checks);
    g_free(verdict->bound_method);
}

static void array_free(const GArray *array)
{
    if (array != NULL)
        g_array_unref((GArray *)(guintptr)array); /* const only for those who borrow it */
}

void plan_document_free(PlanDocument *document)
{
    if (document == NULL)
        return;
    plan_free(document->plan);
    array_free(document->search.bounds);
    array_free(document->search.incumbents);
    verdict_clear(&document->verdict);
    g_free(document);
}

static bool read_bounds(const JsonCursor *search, GArray *bounds, GError **error)
{
    uint32_t n_events = 0;
    if (!json_cursor_length(search, "bounds", &n_events, error))
        return false;
    for (uint32_t i = 0; i < n_events; i++) {
        g_auto(JsonCursor) item = {0};
        BoundEvent event = {0};
        const char *method = NULL;
        if (!json_cursor_enter_item(search, "bounds", i, &item, error) ||
            !json_cursor_text(&item, "method", &method, error) ||
            !json_cursor_money(&item, "value", &event.value, error) ||
            !json_cursor_number(&item, "cpu_s", &event.cpu_s, error))
            return false;
        event.method = g_strdup(method);
        g_array_append_val(bounds, event);
    }
    return true;
}

static bool read_incumbents(const JsonCursor *search, GArray *incumbents, GError **error)
{
    uint32_t n_events = 0;
    if (!json_cursor_length(search, "incumbents", &n_events, error))
        return false;
    for (uint32_t i = 0; i < n_events; i++) {
        g_auto(JsonCursor) item = {0};
        IncumbentEvent event = {0};
        if (!json_cursor_enter_item(search, "incumbents", i, &item, error) ||
            !json_cursor_number(&item, "cpu_s", &event.cpu_s, error) ||
            !json_cursor_money(&item, "cost", &event.cost, error))
            return false;
        g_array_append_val(incumbents, event);
    }
    return true;
}

bool plan_search_read(const JsonCursor *cursor, PlanSearch *search, GError **error)
{
    g_auto(JsonCursor) inner = {0};
    int64_t seed = 0;
    if (!json_cursor_enter(cursor, "search", &inner, error) ||
        !json_cursor_number(&inner, "cpu_s", &search->cpu_s, error) ||
        !json_cursor_number(&inner, "wall_s", &search->wall_s, error) ||
        !json_cursor_integer(&inner, "seed", &seed, error))
        return false;
    search->seed = (uint64_t)seed;
    GArray *bounds = g_array_new(FALSE, TRUE, sizeof(BoundEvent));
    GArray *incumbents = g_array_new(FALSE, TRUE, sizeof(IncumbentEvent));
    g_array_set_clear_func(bounds, clear_bound);
    g_array_set_clear_func(incumbents, clear_incumbent);
    search->bounds = bounds;
    search->incumbents = incumbents;
    return read_bounds(&inner, bounds, error) && read_incumbents(&inner, incumbents, error);
}

static bool read_check(const JsonCursor *item, PlanCheck *check, GError **error)
{
    const char *name = NULL;
    const char *detail = NULL;
    if (!json_cursor_text(item, "name", &name, error) ||
        !json_cursor_boolean(item, "passed", &check->passed, error) ||
        (json_cursor_has(item, "detail") && !json_cursor_text(item, "detail", &detail, error)))
        return false;
    check->name = g_strdup(name);
    check->detail = g_strdup(detail);
    return true;
}

bool plan_verdict_read(const JsonCursor *cursor, PlanVerdict *verdict, GError **error)
{
    g_auto(JsonCursor) inner = {0};
    const char *method = NULL;
    uint32_t n_checks = 0;
    if (!json_cursor_enter(cursor, "certificate", &inner, error) ||
        !json_cursor_boolean(&inner, "valid", &verdict->valid, error) ||
        (json_cursor_has(&inner, "bound_method") &&
         !json_cursor_text(&inner, "bound_method", &method, error)) ||
        !json_cursor_length(&inner, "checks", &n_checks, error))
        return false;
    verdict->bound_method = g_strdup(method);
    verdict->checks = g_new0(PlanCheck, n_checks);
    verdict->n_checks = n_checks;
    for (uint32_t i = 0; i < n_checks; i++) {
        g_auto(JsonCursor) item = {0};
        if (!json_cursor_enter_item(&inner, "checks", i, &item, error) ||
            !read_check(&item, &verdict->checks[i], error))
            return false;
    }
    return true;
}
