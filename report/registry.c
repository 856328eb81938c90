/* Every report there is. To add one: a row here, and a query in sql/queries for each section. */
#include <string.h>

#include "common/error.h"
#include "common/text.h"
#include "report/report.h"

#define CURRENCY                                                                                   \
    {                                                                                              \
        "currency", "Currency", COLUMN_TEXT, COLUMN_ASIDE, NULL                                    \
    }
#define END                                                                                        \
    {                                                                                              \
        NULL, NULL, COLUMN_TEXT, COLUMN_PLAIN, NULL                                                \
    }
#define MONTH_COST                                                                                 \
    {"fixed", "Share of hosts", COLUMN_MONEY, COLUMN_SUMMED,                                       \
     "share of what the hosts cost whether they are used or not: machine, administration, idle "   \
     "energy"},                                                                                    \
        {"use_energy", "Energy of use", COLUMN_MONEY, COLUMN_SUMMED,                               \
         "energy that its own CPU use adds"},                                                      \
        {"total", "Total", COLUMN_MONEY, COLUMN_SUMMED, "share of hosts and energy of use"},       \
        CURRENCY, END

static const ReportColumn service_columns[] = {
    {"kind", "Kind", COLUMN_TEXT, COLUMN_ASIDE, NULL},
    {"service", "Service", COLUMN_TEXT, COLUMN_NAMES,
     "(idle) is what hosts in service cost beyond what VMs use of them, (unallocated) is used by "
     "VMs "
     "of no service"},
    {"team", "Team", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"cost_center", "Cost center", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"domains", "VMs", COLUMN_COUNT, COLUMN_PLAIN, NULL},
    MONTH_COST,
};

static const ReportColumn team_columns[] = {
    {"kind", "Kind", COLUMN_TEXT, COLUMN_ASIDE, NULL},
    {"team", "Team", COLUMN_TEXT, COLUMN_NAMES,
     "(idle) is what hosts in service cost beyond what VMs use of them, (unallocated) is used by "
     "VMs "
     "of no team"},
    {"cost_center", "Cost center", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"domains", "VMs", COLUMN_COUNT, COLUMN_PLAIN, NULL},
    MONTH_COST,
};

static const ReportColumn host_columns[] = {
    {"host", "Host", COLUMN_TEXT, COLUMN_NAMES, NULL},
    {"class", "Class", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"state", "State", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"in_service", "In service", COLUMN_TRUTH, COLUMN_PLAIN, "powered and paid for"},
    {"domains", "VMs", COLUMN_COUNT, COLUMN_PLAIN, NULL},
    {"machine", "Machine", COLUMN_MONEY, COLUMN_SUMMED, "saved where the host leaves service"},
    {"admin", "Admin", COLUMN_MONEY, COLUMN_SUMMED, "people who look after the host"},
    {"energy", "Energy", COLUMN_MONEY, COLUMN_SUMMED, NULL},
    {"charged", "Charged", COLUMN_MONEY, COLUMN_SUMMED, "charged to the domains on it"},
    {"idle", "Idle", COLUMN_MONEY, COLUMN_SUMMED, "not used by any domain"},
    {"total", "Total", COLUMN_MONEY, COLUMN_SUMMED,
     "machine, admin and energy; the same as charged and idle"},
    {"sunk", "Sunk", COLUMN_MONEY, COLUMN_SUMMED,
     "goes on even where the host leaves service; not part of the total"},
    CURRENCY,
    END,
};

#define BY_SERVICE                                                                                 \
    {                                                                                              \
        "service", "By service", NULL, "report_cost_by_service",                                   \
            "The snapshot has no host, so nothing costs.", SECTION_TABLE,                          \
            {CHART_STACKED, "Cost of a month by service", "service", {"fixed", "use_energy"}},     \
            service_columns                                                                        \
    }
#define BY_TEAM                                                                                    \
    {                                                                                              \
        "team", "By team", NULL, "report_cost_by_team",                                            \
            "The snapshot has no host, so nothing costs.", SECTION_TABLE,                          \
            {CHART_STACKED, "Cost of a month by team", "team", {"fixed", "use_energy"}},           \
            team_columns                                                                           \
    }
#define BY_HOST                                                                                    \
    {                                                                                              \
        "host", "By host", NULL, "report_cost_by_host", "The snapshot has no host.",               \
            SECTION_TABLE,                                                                         \
            {CHART_STACKED, "Cost of a month by host", "host", {"charged", "idle"}}, host_columns  \
    }
#define NO_MORE                                                                                    \
    {                                                                                              \
        NULL, NULL, NULL, NULL, NULL, SECTION_TABLE, {CHART_NONE, NULL, NULL, {NULL}}, NULL        \
    }

static const ReportSection cost_sections[] = {BY_SERVICE, BY_TEAM, BY_HOST, NO_MORE};
static const ReportSection by_service_sections[] = {BY_SERVICE, NO_MORE};
static const ReportSection by_team_sections[] = {BY_TEAM, NO_MORE};
static const ReportSection by_host_sections[] = {BY_HOST, NO_MORE};

const Report report_registry[] = {
    {"cost", "Cost of a month",
     "What does a month of 730 h cost with everything where it is now, and who uses it?",
     SCOPE_SNAPSHOT, "report_cost_identity", cost_sections},
    {"cost-by-service", "Cost by service", "What does each service cost in a month of 730 h?",
     SCOPE_SNAPSHOT, "report_cost_identity", by_service_sections},
    {"cost-by-team", "Cost by team",
     "What does each team and cost center cost in a month of 730 h?", SCOPE_SNAPSHOT,
     "report_cost_identity", by_team_sections},
    {"cost-by-host", "Cost by host",
     "What does each host cost in a month of 730 h, and how much of it is used?", SCOPE_SNAPSHOT,
     "report_cost_identity", by_host_sections},
    {NULL, NULL, NULL, SCOPE_SNAPSHOT, NULL, NULL},
};

static void hint_all(GError **error)
{
    GString *names = g_string_new(NULL);
    for (const Report *report = report_registry; report->name != NULL; report++)
        g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", report->name);
    error_add_hint(error, "there are: %s", names->str);
    g_string_free(names, TRUE);
}

const Report *report_find(const char *name, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (const Report *report = report_registry; report->name != NULL; report++) {
        if (strcmp(name, report->name) == 0)
            return report;
        g_ptr_array_add(names, (gpointer)(gintptr)report->name);
    }
    g_ptr_array_add(names, NULL);
    const char *nearest = text_nearest(name, (const char *const *)names->pdata);
    g_autofree char *quoted = text_quote(name);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "there is no report %s", quoted);
    if (nearest != NULL)
        error_add_hint(error, "did you mean '%s'?", nearest);
    else
        hint_all(error);
    return NULL;
}
