#include "report/report.h"

#include <string.h>

#include "common/error.h"
#include "common/text.h"
#include "report/cell.h"
#include "report/period.h"
#include "store/plan_store.h"
#include "store/snapshot_store.h"

typedef struct {
    char *values[2];
    guint n;
} Parameters;

static void parameters_clear(Parameters *parameters)
{
    g_free(parameters->values[0]);
    g_free(parameters->values[1]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Parameters, parameters_clear)

void report_data_free(ReportData *data)
{
    if (data == NULL)
        return;
    rows_free(data->scope);
    rows_free(data->identity);
    g_ptr_array_unref(data->sections);
    g_ptr_array_unref(data->rows);
    g_free(data);
}

static bool choose_sections(ReportData *data, const char *name, GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (const ReportSection *section = data->report->sections; section->name != NULL; section++) {
        g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", section->name);
        if (name == NULL || strcmp(name, section->name) == 0)
            g_ptr_array_add(data->sections, (gpointer)(gintptr)section);
    }
    if (data->sections->len > 0)
        return true;
    g_autofree char *quoted = text_quote(name);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "report '%s' has no section %s",
                data->report->name, quoted);
    error_add_hint(error, "there are: %s", names->str);
    return false;
}

typedef enum { KIND_SNAPSHOT, KIND_PERIOD, KIND_PLAN } ScopeKind;

static ScopeKind kind_of(ReportScope scope)
{
    return scope == SCOPE_SNAPSHOT ? KIND_SNAPSHOT : scope == SCOPE_PLAN ? KIND_PLAN : KIND_PERIOD;
}

static bool refuse_option(const Report *report, const char *option, const char *value,
                          ScopeKind kind, GError **error)
{
    static const char *const kinds[] = {"a snapshot", "a period", "a plan"};
    if (value == NULL || kind_of(report->scope) == kind)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "report '%s' is of %s: %s chooses %s",
                report->name, kinds[kind_of(report->scope)], option, kinds[kind]);
    return false;
}

static bool check_choice(const Report *report, const ReportChoice *choice, GError **error)
{
    return refuse_option(report, "--snapshot", choice->snapshot, KIND_SNAPSHOT, error) &&
           refuse_option(report, "--plan", choice->plan, KIND_PLAN, error) &&
           refuse_option(report, "--from", choice->from, KIND_PERIOD, error) &&
           refuse_option(report, "--to", choice->to, KIND_PERIOD, error);
}

static bool resolve_snapshot(Database *database, const char *name, Parameters *parameters,
                             GError **error)
{
    int64_t id = 0;
    if (!snapshot_find(database, name, &id, error))
        return false;
    parameters->values[0] = g_strdup_printf("%" G_GINT64_FORMAT, id);
    parameters->n = 1;
    return true;
}

static bool resolve_plan(Database *database, const char *name, Parameters *parameters,
                         GError **error)
{
    g_autofree char *newest = NULL;
    if (name == NULL) {
        g_autoptr(Rows) plans = plan_store_list(database, error);
        if (plans == NULL)
            return false;
        if (rows_n(plans) == 0) {
            g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT, "there is no plan yet");
            error_add_hint(error, "'vmatrix plan' makes one");
            return false;
        }
        newest = g_strdup(rows_get_named(plans, 0, "plan"));
    }
    g_autoptr(StoredPlan) plan = plan_store_load(database, name == NULL ? newest : name, error);
    if (plan == NULL)
        return false;
    parameters->values[0] = g_strdup(plan->id);
    parameters->n = 1;
    return true;
}

static bool resolve_period(const ReportChoice *choice, Parameters *parameters, GError **error)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    parameters->n = 2;
    return period_resolve(choice->from, choice->to, now, &parameters->values[0],
                          &parameters->values[1], error);
}

/* A window is set for the session; the transaction ends with it. */
static bool resolve_window(Database *database, const ReportChoice *choice, GError **error)
{
    g_auto(Parameters) window = {.n = 2};
    if (choice->from != NULL || choice->to != NULL) {
        if (!resolve_period(choice, &window, error))
            return false;
    }
    return database_query(database, "report_window", (const char *const *)window.values, window.n,
                          NULL, error);
}

static bool resolve(Database *database, const Report *report, const ReportChoice *choice,
                    Parameters *parameters, GError **error)
{
    switch (report->scope) {
    case SCOPE_SNAPSHOT:
        return resolve_snapshot(database, choice->snapshot, parameters, error);
    case SCOPE_PLAN:
        return resolve_plan(database, choice->plan, parameters, error);
    case SCOPE_PERIOD:
        return resolve_period(choice, parameters, error);
    case SCOPE_LEDGER:
        return resolve_window(database, choice, error);
    }
    g_assert_not_reached();
}

static bool query(Database *database, const char *name, const Parameters *parameters,
                  Rows **ret_rows, GError **error)
{
    return database_query(database, name, (const char *const *)parameters->values, parameters->n,
                          ret_rows, error);
}

static bool load_scope(Database *database, ReportData *data, const Parameters *parameters,
                       GError **error)
{
    static const char *const queries[] = {
        [SCOPE_SNAPSHOT] = "report_scope_snapshot",
        [SCOPE_PERIOD] = "report_scope_period",
        [SCOPE_LEDGER] = "report_scope_ledger",
        [SCOPE_PLAN] = "report_scope_plan",
    };
    if (!query(database, queries[data->report->scope], parameters, &data->scope, error))
        return false;
    if (rows_n(data->scope) == 1)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT, "nothing was charged in this time");
    error_add_hint(error, "'vmatrix ledger charge' charges this month, 'vmatrix ledger list' shows "
                          "which are");
    return false;
}

static bool load_identity(Database *database, ReportData *data, const Parameters *parameters,
                          GError **error)
{
    if (data->report->identity == NULL)
        return true;
    if (!query(database, data->report->identity, parameters, &data->identity, error))
        return false;
    const char *difference = rows_get_named(data->identity, 0, "difference");
    if (strspn(difference, "-0.") == strlen(difference))
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                "report '%s' does not add up, it is wrong by %s: %s", data->report->name,
                difference, rows_get_named(data->identity, 0, "statement"));
    return false;
}

/* The registry says how each column reads: it must know them all. */
static bool check_columns(const Report *report, const ReportSection *section, const Rows *rows,
                          GError **error)
{
    guint n = 0;
    while (section->columns[n].name != NULL)
        n++;
    for (guint i = 0; i < MAX(n, rows_n_columns(rows)); i++) {
        const char *expected = i < n ? section->columns[i].name : "nothing";
        const char *found = i < rows_n_columns(rows) ? rows_column_name(rows, i) : "nothing";
        if (strcmp(expected, found) == 0)
            continue;
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                    "report '%s', section '%s': column %u of its query is '%s' where the registry "
                    "has '%s'",
                    report->name, section->name, i + 1, found, expected);
        return false;
    }
    return true;
}

static bool load_in_transaction(Database *database, ReportData *data, const ReportChoice *choice,
                                GError **error)
{
    g_auto(Parameters) parameters = {0};
    if (!database_query(database, "report_session", NULL, 0, NULL, error) ||
        !resolve(database, data->report, choice, &parameters, error) ||
        !load_scope(database, data, &parameters, error) ||
        !load_identity(database, data, &parameters, error))
        return false;
    for (guint i = 0; i < data->sections->len; i++) {
        const ReportSection *section = data->sections->pdata[i];
        Rows *rows = NULL;
        if (!query(database, section->query, &parameters, &rows, error))
            return false;
        g_ptr_array_add(data->rows, rows);
        if (!check_columns(data->report, section, rows, error))
            return false;
    }
    return true;
}

ReportData *report_load(Database *database, const Report *report, const ReportChoice *choice,
                        GError **error)
{
    g_autoptr(ReportData) data = g_new0(ReportData, 1);
    data->report = report;
    data->sections = g_ptr_array_new();
    data->rows = g_ptr_array_new_with_free_func((GDestroyNotify)rows_free);
    if (!check_choice(report, choice, error) || !choose_sections(data, choice->section, error) ||
        !database_begin_reading(database, error))
        return NULL;
    bool loaded = load_in_transaction(database, data, choice, error);
    database_rollback(database);
    return loaded ? g_steal_pointer(&data) : NULL;
}
