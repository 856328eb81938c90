#include "report/report.h"

#include <string.h>

#include "common/error.h"
#include "store/snapshot_store.h"

const ReportSection cost_sections[] = {
    {"service", "By service", "report_cost_by_service"},
    {"team", "By team", "report_cost_by_team"},
    {"host", "By host", "report_cost_by_host"},
    {NULL, NULL, NULL},
};

void cost_report_free(CostReport *report)
{
    if (report == NULL)
        return;
    for (guint i = 0; i < report->n_sections; i++)
        rows_free(report->rows[i]);
    g_free(report->snapshot_id);
    g_free(report->scenario);
    g_free(report->taken_at);
    g_free(report->digest);
    g_free(report->currency);
    g_free(report->total);
    g_free(report);
}

static bool choose_sections(CostReport *report, const char *by, GError **error)
{
    guint n = 0;
    for (const ReportSection *section = cost_sections; section->name != NULL; section++)
        if (by == NULL || strcmp(by, section->name) == 0)
            report->sections[n++] = section;
    if (n > 0)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                "report cost: unknown grouping '%s' (service, team or host)", by);
    return false;
}

static bool load_header(Database *database, CostReport *report, const char *snapshot,
                        GError **error)
{
    int64_t id = 0;
    if (!snapshot_find(database, snapshot, &id, error))
        return false;
    g_autofree char *id_text = g_strdup_printf("%" G_GINT64_FORMAT, id);
    const char *parameters[] = {id_text};
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, "report_snapshot", parameters, 1, &rows, error))
        return false;
    report->snapshot_id = g_strdup(rows_get_named(rows, 0, "snapshot_id"));
    report->scenario = g_strdup(rows_get_named(rows, 0, "name"));
    report->taken_at = g_strdup(rows_get_named(rows, 0, "taken_at"));
    report->digest = g_strdup(rows_get_named(rows, 0, "snapshot_digest"));
    report->currency = g_strdup(rows_get_named(rows, 0, "currency"));
    return true;
}

/* The identity: hosts, services and teams cost the same in all. */
static bool load_total(Database *database, CostReport *report, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    const char *parameters[] = {report->snapshot_id};
    if (!database_query(database, "report_cost_total", parameters, 1, &rows, error))
        return false;
    const char *hosts = rows_get(rows, 0, 0);
    const char *services = rows_get(rows, 0, 1);
    const char *teams = rows_get(rows, 0, 2);
    report->total = g_strdup(hosts);
    if (strcmp(hosts, services) == 0 && strcmp(hosts, teams) == 0)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                "the cost report does not add up: hosts %s, services %s, teams %s", hosts, services,
                teams);
    return false;
}

CostReport *cost_report_load(Database *database, const char *snapshot, const char *by,
                             GError **error)
{
    g_autoptr(CostReport) report = g_new0(CostReport, 1);
    if (!choose_sections(report, by, error) || !load_header(database, report, snapshot, error) ||
        !load_total(database, report, error))
        return NULL;
    const char *parameters[] = {report->snapshot_id};
    for (guint i = 0; report->sections[i] != NULL; i++) {
        if (!database_query(database, report->sections[i]->query, parameters, 1, &report->rows[i],
                            error))
            return NULL;
        report->n_sections++;
    }
    return g_steal_pointer(&report);
}
