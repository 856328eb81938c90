/* What a month costs as a snapshot has it: by service, team and host. */
#include "report/sections.h"

#define MONTH_COST                                                                                 \
    {"fixed", "Share of hosts", COLUMN_MONEY, COLUMN_SUMMED,                                       \
     "share of what the hosts cost whether they are used or not: machine, administration, idle "   \
     "energy"},                                                                                    \
        {"use_energy", "Energy of use", COLUMN_MONEY, COLUMN_SUMMED,                               \
         "energy that its own CPU use adds"},                                                      \
        {"total", "Total", COLUMN_MONEY, COLUMN_SUMMED, "share of hosts and energy of use"},       \
        COLUMN_CURRENCY, COLUMNS_END

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
    COLUMN_CURRENCY,
    COLUMNS_END,
};

#define BY_SERVICE                                                                                 \
    {                                                                                              \
        .name = "service", .title = "By service", .query = "report_cost_by_service",               \
        .empty = "The snapshot has no host, so nothing costs.", .columns = service_columns,        \
        .chart = {                                                                                 \
            CHART_STACKED,                                                                         \
            "Cost of a month by service",                                                          \
            "service",                                                                             \
            {"fixed", "use_energy"}                                                                \
        }                                                                                          \
    }
#define BY_TEAM                                                                                    \
    {                                                                                              \
        .name = "team", .title = "By team", .query = "report_cost_by_team",                        \
        .empty = "The snapshot has no host, so nothing costs.", .columns = team_columns,           \
        .chart = {                                                                                 \
            CHART_STACKED,                                                                         \
            "Cost of a month by team",                                                             \
            "team",                                                                                \
            {"fixed", "use_energy"}                                                                \
        }                                                                                          \
    }
#define BY_HOST                                                                                    \
    {                                                                                              \
        .name = "host", .title = "By host", .query = "report_cost_by_host",                        \
        .empty = "The snapshot has no host, so nothing costs.", .columns = host_columns,           \
        .chart = {                                                                                 \
            CHART_STACKED,                                                                         \
            "Cost of a month by host",                                                             \
            "host",                                                                                \
            {"charged", "idle"}                                                                    \
        }                                                                                          \
    }

const ReportSection cost_sections[] = {BY_SERVICE, BY_TEAM, BY_HOST, SECTIONS_END};
