/* What was spent in a time, from the ledger (docs/ledger.md). */
#include "report/sections.h"

#define NOTHING "Nothing was charged in this time."
#define WHO     "(idle): nobody used it; (shared): for all; (unallocated): used, but no team is mapped"

static const ReportColumn summary_columns[] = {
    {"line", "Line", COLUMN_COUNT, COLUMN_ASIDE, NULL},
    {"measure", "Measure", COLUMN_TEXT, COLUMN_NAMES, NULL},
    {"amount", "Amount", COLUMN_MEASURE, COLUMN_PLAIN, NULL},
    {"unit", "Unit", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    COLUMNS_END,
};

static const ReportColumn component_columns[] = {
    {"component", "Component", COLUMN_WORD, COLUMN_NAMES, NULL},
    {"charged", "Charged", COLUMN_MONEY, COLUMN_SUMMED, "to teams"},
    {"unallocated", "Unallocated", COLUMN_MONEY, COLUMN_SUMMED, "used, but no team is mapped"},
    {"shared", "Shared", COLUMN_MONEY, COLUMN_SUMMED, "for all, such as reviews"},
    {"idle", "Idle", COLUMN_MONEY, COLUMN_SUMMED, "nobody used it"},
    {"total", "Total", COLUMN_MONEY, COLUMN_SUMMED, NULL},
    COLUMN_CURRENCY,
    COLUMNS_END,
};

static const ReportColumn day_columns[] = {
    {"day", "Day", COLUMN_TIME, COLUMN_PLAIN, "begins at midnight of the billing time zone"},
    {"total", "Total", COLUMN_MONEY, COLUMN_SUMMED, NULL},
    {"idle", "Of it idle", COLUMN_MONEY, COLUMN_SUMMED, NULL},
    COLUMN_CURRENCY,
    COLUMNS_END,
};

const ReportSection summary_sections[] = {
    {.name = "summary",
     .title = "In a few lines",
     .query = "view_summary",
     .empty = NOTHING,
     .columns = summary_columns},
    {.name = "component",
     .title = "What it was spent on",
     .query = "report_summary_component",
     .empty = NOTHING,
     .chart = {CHART_STACKED,
               "Cost by component",
               "component",
               {"charged", "unallocated", "shared", "idle"}},
     .columns = component_columns},
    {.name = "day",
     .title = "Day by day",
     .query = "report_summary_day",
     .empty = NOTHING,
     .chart = {CHART_LINES, "Cost of a day", "day", {"total", "idle"}},
     .columns = day_columns},
    SECTIONS_END,
};

#define PARTS                                                                                      \
    {"machine", "Machine", COLUMN_MONEY, COLUMN_SUMMED, NULL},                                     \
        {"energy", "Energy", COLUMN_MONEY, COLUMN_SUMMED, NULL},                                   \
        {"licence", "Licence", COLUMN_MONEY, COLUMN_SUMMED, NULL},                                 \
        {"administration", "Admin", COLUMN_MONEY, COLUMN_SUMMED, "people who look after hosts"},   \
        {"people", "People", COLUMN_MONEY, COLUMN_SUMMED, "moves, reviews, incidents and such"},   \
    {                                                                                              \
        "sunk", "Sunk", COLUMN_MONEY, COLUMN_SUMMED, "goes on even where a host leaves service"    \
    }

static const ReportColumn service_columns[] = {
    {"kind", "Kind", COLUMN_TEXT, COLUMN_ASIDE, NULL},
    {"service", "Service", COLUMN_TEXT, COLUMN_NAMES, WHO},
    {"team", "Team", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"cost_center", "Cost center", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"domains", "VMs", COLUMN_COUNT, COLUMN_PLAIN, NULL},
    {"domain_h", "VM-hours", COLUMN_NUMBER, COLUMN_PLAIN, "hours that its VMs ran, added up"},
    PARTS,
    {"total", "Total", COLUMN_MONEY, COLUMN_SUMMED, NULL},
    {"cost_per_domain_h", "Per VM-hour", COLUMN_PRICE, COLUMN_PLAIN, NULL},
    {"requests", "Requests", COLUMN_NUMBER, COLUMN_PLAIN, "that it answered, where it was told"},
    {"cost_per_request", "Per request", COLUMN_PRICE, COLUMN_PLAIN, NULL},
    COLUMN_CURRENCY,
    COLUMNS_END,
};

const ReportSection cost_by_service_sections[] = {
    {.name = "service",
     .title = "By service",
     .query = "view_cost_by_service",
     .empty = NOTHING,
     .chart = {CHART_BARS, "Cost by service", "service", {"total"}},
     .columns = service_columns},
    SECTIONS_END,
};

static const ReportColumn team_columns[] = {
    {"kind", "Kind", COLUMN_TEXT, COLUMN_ASIDE, NULL},
    {"team", "Team", COLUMN_TEXT, COLUMN_NAMES, WHO},
    {"cost_center", "Cost center", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"services", "Services", COLUMN_COUNT, COLUMN_PLAIN, NULL},
    {"domains", "VMs", COLUMN_COUNT, COLUMN_PLAIN, NULL},
    {"showback", "Own cost", COLUMN_MONEY, COLUMN_SUMMED, "showback: its own use and actions"},
    {"idle_share", "Of idle", COLUMN_MONEY, COLUMN_SUMMED, "its part of what nobody used"},
    {"shared_share", "Of shared", COLUMN_MONEY, COLUMN_SUMMED, NULL},
    {"unallocated_share", "Of unallocated", COLUMN_MONEY, COLUMN_SUMMED, NULL},
    {"chargeback", "Chargeback", COLUMN_MONEY, COLUMN_SUMMED, "own cost and its three parts"},
    {"invoiced", "Invoiced", COLUMN_MONEY, COLUMN_SUMMED,
     "chargeback in cents, rounded once so that the lines are the rounded total"},
    COLUMN_CURRENCY,
    COLUMNS_END,
};

const ReportSection cost_by_team_sections[] = {
    {.name = "team",
     .title = "By team",
     .query = "view_cost_by_team",
     .empty = NOTHING,
     .chart = {CHART_BARS, "Own cost by team", "team", {"showback"}},
     .columns = team_columns},
    SECTIONS_END,
};

static const ReportColumn host_columns[] = {
    {"host", "Host", COLUMN_TEXT, COLUMN_NAMES, "(none): cost of no host"},
    {"class", "Class", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"zone", "Zone", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"domains", "VMs", COLUMN_COUNT, COLUMN_PLAIN, NULL},
    PARTS,
    {"charged", "Charged", COLUMN_MONEY, COLUMN_SUMMED, "to teams"},
    {"unallocated", "Unallocated", COLUMN_MONEY, COLUMN_SUMMED, "used, but no team is mapped"},
    {"shared", "Shared", COLUMN_MONEY, COLUMN_SUMMED, NULL},
    {"idle", "Idle", COLUMN_MONEY, COLUMN_SUMMED, "nobody used it"},
    {"total", "Total", COLUMN_MONEY, COLUMN_SUMMED, NULL},
    COLUMN_CURRENCY,
    COLUMNS_END,
};

const ReportSection cost_by_host_sections[] = {
    {.name = "host",
     .title = "By host",
     .query = "view_cost_by_host",
     .empty = NOTHING,
     .chart = {CHART_STACKED, "Cost by host", "host", {"charged", "unallocated", "shared", "idle"}},
     .columns = host_columns},
    SECTIONS_END,
};

static const ReportColumn action_columns[] = {
    {"action", "Action", COLUMN_WORD, COLUMN_NAMES, NULL},
    {"times", "Times", COLUMN_COUNT, COLUMN_PLAIN, NULL},
    {"minutes", "Time", COLUMN_MINUTES, COLUMN_PLAIN, NULL},
    {"amount", "Cost", COLUMN_MONEY, COLUMN_SUMMED, NULL},
    COLUMN_CURRENCY,
    COLUMNS_END,
};

static const ReportColumn people_columns[] = {
    {"at", "When", COLUMN_TIME, COLUMN_PLAIN, NULL},
    {"action", "Action", COLUMN_WORD, COLUMN_PLAIN, NULL},
    {"component", "Component", COLUMN_WORD, COLUMN_ASIDE, NULL},
    {"kind", "Borne as", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"host", "Host", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"domain", "VM", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"service", "Service", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"team", "Team", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"cost_center", "Cost center", COLUMN_TEXT, COLUMN_ASIDE, NULL},
    {"plan", "Plan", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"minutes", "Time", COLUMN_MINUTES, COLUMN_PLAIN, NULL},
    {"unit_price", "Price", COLUMN_PRICE, COLUMN_ASIDE, NULL},
    {"amount", "Cost", COLUMN_MONEY, COLUMN_SUMMED, NULL},
    COLUMN_CURRENCY,
    {"period", "Period", COLUMN_TEXT, COLUMN_ASIDE, NULL},
    {"line", "Line", COLUMN_COUNT, COLUMN_ASIDE, NULL},
    COLUMNS_END,
};

const ReportSection people_sections[] = {
    {.name = "action",
     .title = "By kind of action",
     .query = "report_people_action",
     .empty = "Nobody did anything in this time.",
     .chart = {CHART_BARS, "Cost of people's actions", "action", {"amount"}},
     .columns = action_columns},
    {.name = "people", .title = "Each action", .query = "view_people", .columns = people_columns},
    SECTIONS_END,
};
