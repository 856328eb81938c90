/* Reports for those who run the hosts: what room there is, and how well it went. */
#include "report/sections.h"

#define PEAK_MEANING                                                                               \
    "each host in the busiest period of its demand cycle, as a share of the capacity in service; " \
    "the mark is the limit"
#define HEADROOM_MEANING                                                                           \
    "what hosts that accept VMs may still take before their limit; negative: they are over it"
#define NO_HOST "No host is in service."
#define AMOUNTS                                                                                    \
    {"capacity", "Capacity", COLUMN_AMOUNT, COLUMN_PLAIN, NULL},                                   \
        {"peak", "Need", COLUMN_AMOUNT, COLUMN_PLAIN, NULL},                                       \
    {                                                                                              \
        "headroom", "Headroom", COLUMN_AMOUNT, COLUMN_PLAIN, HEADROOM_MEANING                      \
    }
#define FILLED                                                                                     \
    {"resource", "Resource", COLUMN_RESOURCE, COLUMN_PLAIN, NULL},                                 \
        {"peak_ratio", "Busiest", COLUMN_FILL, COLUMN_PLAIN, PEAK_MEANING},                        \
        {"limit_ratio", "Limit", COLUMN_RATIO, COLUMN_PLAIN, NULL}, AMOUNTS

static const ReportColumn resource_columns[] = {
    {"resource", "Resource", COLUMN_RESOURCE, COLUMN_NAMES, NULL},
    {"peak_ratio", "Busiest", COLUMN_FILL, COLUMN_PLAIN, PEAK_MEANING},
    {"limit_ratio", "Limit", COLUMN_RATIO, COLUMN_PLAIN, NULL},
    AMOUNTS,
    {"growth_per_day", "Growth a day", COLUMN_AMOUNT, COLUMN_PLAIN,
     "line of least squares through the snapshots of the last 90 days; empty with fewer than three "
     "or less than a day of them"},
    {"days_until_full", "Days until full", COLUMN_COUNT, COLUMN_PLAIN,
     "until the need, growing so, reaches the limit; empty where it does not rise"},
    COLUMNS_END,
};

static const ReportColumn pool_columns[] = {
    {"class", "Pool", COLUMN_TEXT, COLUMN_NAMES, "hosts of one class"},
    {"hosts", "Hosts", COLUMN_COUNT, COLUMN_SHARED, NULL},
    FILLED,
    COLUMNS_END,
};

static const ReportColumn zone_columns[] = {
    {"zone", "Zone", COLUMN_TEXT, COLUMN_NAMES, "hosts that fail together"},
    {"hosts", "Hosts", COLUMN_COUNT, COLUMN_SHARED, NULL},
    FILLED,
    COLUMNS_END,
};

static const ReportColumn host_columns[] = {
    {"host", "Host", COLUMN_TEXT, COLUMN_NAMES, NULL},
    {"state", "State", COLUMN_TEXT, COLUMN_SHARED, NULL},
    FILLED,
    COLUMNS_END,
};

static const ReportColumn period_columns[] = {
    {"resource", "Resource", COLUMN_RESOURCE, COLUMN_NAMES, NULL},
    {"period", "Period", COLUMN_COUNT, COLUMN_PLAIN, "equal slots of the demand cycle, from 0"},
    {"used_ratio", "Need", COLUMN_FILL, COLUMN_PLAIN, NULL},
    {"used", "Amount", COLUMN_AMOUNT, COLUMN_PLAIN, NULL},
    COLUMNS_END,
};

const ReportSection capacity_sections[] = {
    {.name = "resource",
     .title = "By resource",
     .query = "report_capacity_resource",
     .empty = NO_HOST,
     .columns = resource_columns},
    {.name = "pool",
     .title = "By pool",
     .query = "report_capacity_class",
     .empty = NO_HOST,
     .columns = pool_columns},
    {.name = "zone",
     .title = "By zone",
     .query = "report_capacity_zone",
     .empty = NO_HOST,
     .columns = zone_columns},
    {.name = "period",
     .title = "By period",
     .query = "report_capacity_period",
     .columns = period_columns},
    {.name = "host",
     .title = "By host",
     .query = "report_capacity_host",
     .empty = NO_HOST,
     .columns = host_columns},
    SECTIONS_END,
};

static const ReportColumn course_columns[] = {
    {"at", "From", COLUMN_TIME, COLUMN_PLAIN, NULL},
    {"mean_ratio", "Mean", COLUMN_RATIO, COLUMN_PLAIN, "CPU use of all hosts that answered"},
    {"max_ratio", "Busiest host", COLUMN_RATIO, COLUMN_PLAIN, NULL},
    {"hosts", "Hosts", COLUMN_COUNT, COLUMN_PLAIN, NULL},
    COLUMNS_END,
};

static const ReportColumn busy_columns[] = {
    {"host", "Host", COLUMN_TEXT, COLUMN_NAMES, NULL},
    {"resource", "Resource", COLUMN_RESOURCE, COLUMN_PLAIN, NULL},
    {"measured_h", "Measured", COLUMN_HOURS, COLUMN_PLAIN, NULL},
    {"mean_ratio", "Mean", COLUMN_RATIO, COLUMN_PLAIN, NULL},
    {"p95_ratio", "95th percentile", COLUMN_FILL, COLUMN_PLAIN,
     "19 of 20 samples are not above; the mark is the limit"},
    {"limit_ratio", "Limit", COLUMN_RATIO, COLUMN_PLAIN, NULL},
    {"max_ratio", "Highest", COLUMN_RATIO, COLUMN_PLAIN, NULL},
    {"over_h", "Over the limit", COLUMN_HOURS, COLUMN_PLAIN, NULL},
    COLUMNS_END,
};

static const ReportColumn service_columns[] = {
    {"service", "Service", COLUMN_TEXT, COLUMN_NAMES, "(none): VMs of no service"},
    {"team", "Team", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"tier", "Tier", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"domains", "VMs", COLUMN_COUNT, COLUMN_PLAIN, NULL},
    {"measured_h", "Measured", COLUMN_HOURS, COLUMN_PLAIN, "hours of all its VMs"},
    {"mean_slowdown", "Mean", COLUMN_FACTOR, COLUMN_PLAIN,
     "how many times as long a request takes as on an idle host, 1 / (1 - CPU use of the host): an "
     "estimate from CPU use alone"},
    {"p95_slowdown", "95th percentile", COLUMN_FACTOR, COLUMN_PLAIN, NULL},
    {"target_slowdown", "Target", COLUMN_FACTOR, COLUMN_PLAIN, "max_slowdown of the tier"},
    {"over_h", "Over the target", COLUMN_HOURS, COLUMN_PLAIN, NULL},
    {"kept_ratio", "Within", COLUMN_RATIO, COLUMN_PLAIN, "share of the time within the target"},
    COLUMNS_END,
};

static const ReportColumn response_columns[] = {
    {"service", "Service", COLUMN_TEXT, COLUMN_NAMES, NULL},
    {"team", "Team", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"measured_h", "Measured", COLUMN_HOURS, COLUMN_PLAIN, "hours that its monitoring told"},
    {"requests", "Requests", COLUMN_COUNT, COLUMN_PLAIN, NULL},
    {"mean_ms", "Mean (ms)", COLUMN_NUMBER, COLUMN_PLAIN, "of all requests where they are known"},
    {"p95_ms", "95th percentile (ms)", COLUMN_NUMBER, COLUMN_PLAIN, "19 of 20 hours are not above"},
    {"max_ms", "Slowest hour (ms)", COLUMN_NUMBER, COLUMN_PLAIN, NULL},
    {"target_ms", "Target (ms)", COLUMN_NUMBER, COLUMN_PLAIN, NULL},
    {"over_h", "Over the target", COLUMN_HOURS, COLUMN_PLAIN, NULL},
    {"kept_ratio", "Within", COLUMN_RATIO, COLUMN_PLAIN, "share of the hours that have a target"},
    COLUMNS_END,
};

const ReportSection performance_sections[] = {
    {.name = "response",
     .title = "Measured response times",
     .query = "report_performance_response",
     .columns = response_columns},
    {.name = "service",
     .title = "Services against their targets",
     .query = "report_performance_service",
     .empty = "Nothing was measured in this period.",
     .columns = service_columns},
    {.name = "host",
     .title = "Hosts against their limits",
     .query = "report_performance_host",
     .empty = "Nothing was measured in this period.",
     .columns = busy_columns},
    {.name = "course",
     .title = "CPU over time",
     .query = "report_performance_course",
     .chart = {CHART_LINES, "CPU use of the hosts", "at", {"mean_ratio", "max_ratio"}},
     .columns = course_columns},
    SECTIONS_END,
};
