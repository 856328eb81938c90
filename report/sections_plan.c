/* One plan, for the person who decides about it. */
#include "report/sections.h"

static const ReportColumn sentence_columns[] = {
    {"sentence", "Sentence", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    COLUMNS_END,
};

static const ReportColumn figure_columns[] = {
    {"saving", "Saving", COLUMN_MONEY, COLUMN_PLAIN,
     "over the time that was planned for, after all that the plan costs once"},
    {"month_current", "A month as it is", COLUMN_MONEY, COLUMN_PLAIN, "recurring"},
    {"month_planned", "A month after it", COLUMN_MONEY, COLUMN_PLAIN, "recurring"},
    {"one_off", "Once", COLUMN_MONEY, COLUMN_PLAIN, "moves, notices, switching, review"},
    {"payback_h", "Earned back in", COLUMN_HOURS, COLUMN_PLAIN, "what it costs once"},
    {"operator_min", "People's time", COLUMN_MINUTES, COLUMN_PLAIN, NULL},
    {"moves", "Moves", COLUMN_COUNT, COLUMN_PLAIN, "VMs, by live migration where they allow it"},
    {"hosts", "Hosts in service", COLUMN_TEXT, COLUMN_PLAIN, "before and after"},
    {"gap", "Proved gap", COLUMN_MONEY, COLUMN_PLAIN,
     "the most that any better plan could save beyond this one"},
    COLUMN_CURRENCY,
    COLUMNS_END,
};

static const ReportColumn host_columns[] = {
    {"host", "Host", COLUMN_TEXT, COLUMN_NAMES, NULL},
    {"zone", "Zone", COLUMN_TEXT, COLUMN_ASIDE, NULL},
    {"state", "After the plan", COLUMN_TEXT, COLUMN_SHARED, NULL},
    {"domains_before", "VMs before", COLUMN_COUNT, COLUMN_SHARED, NULL},
    {"domains_after", "VMs after", COLUMN_COUNT, COLUMN_SHARED, NULL},
    {"resource", "Resource", COLUMN_RESOURCE, COLUMN_PLAIN, NULL},
    {"before_ratio", "Before", COLUMN_FILL, COLUMN_PLAIN,
     "use in the busiest period as a share of capacity; the mark is the limit"},
    {"after_ratio", "After", COLUMN_FILL, COLUMN_PLAIN, NULL},
    {"limit_ratio", "Limit", COLUMN_RATIO, COLUMN_PLAIN,
     "never passed by a plan, the limits of the tiers on the host included"},
    {"before", "Use before", COLUMN_AMOUNT, COLUMN_ASIDE, NULL},
    {"after", "Use after", COLUMN_AMOUNT, COLUMN_ASIDE, NULL},
    {"capacity", "Capacity", COLUMN_AMOUNT, COLUMN_PLAIN, NULL},
    COLUMNS_END,
};

static const ReportColumn move_columns[] = {
    {"wave", "Wave", COLUMN_COUNT, COLUMN_PLAIN,
     "steps of one wave may run at the same time; the next begins when all of them have ended"},
    {"action", "Step", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"domain", "VM", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"service", "Service", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"from", "From", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"to", "To", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"parking", "Detour", COLUMN_TRUTH, COLUMN_ASIDE, NULL},
    {"operator_min", "People", COLUMN_MINUTES, COLUMN_PLAIN, NULL},
    {"expected_s", "Takes", COLUMN_SECONDS, COLUMN_PLAIN, NULL},
    {"saving", "Buys", COLUMN_MONEY, COLUMN_PLAIN,
     "what the plan would cost more if this VM stayed; empty where it cannot stay. Moves that "
     "empty a host together each count it, so these do not add up"},
    {"reason", "Why", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    COLUMN_CURRENCY,
    COLUMNS_END,
};

static const ReportColumn cost_columns[] = {
    {"part", "Key", COLUMN_TEXT, COLUMN_ASIDE, NULL},
    {"title", "Part", COLUMN_TEXT, COLUMN_NAMES, NULL},
    {"kind", "Paid", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"current", "As it is", COLUMN_MONEY, COLUMN_SUMMED, NULL},
    {"planned", "With the plan", COLUMN_MONEY, COLUMN_SUMMED, NULL},
    {"difference", "Difference", COLUMN_MONEY, COLUMN_SUMMED, "negative: the plan saves"},
    COLUMN_CURRENCY,
    COLUMNS_END,
};

static const ReportColumn people_columns[] = {
    {"work", "Work", COLUMN_TEXT, COLUMN_NAMES, NULL},
    {"times", "Times", COLUMN_COUNT, COLUMN_PLAIN, NULL},
    {"minutes", "Time", COLUMN_MINUTES, COLUMN_PLAIN, NULL},
    COLUMNS_END,
};

static const ReportColumn broken_columns[] = {
    {"rule", "Rule", COLUMN_TEXT, COLUMN_NAMES, NULL},
    {"what", "What is broken now", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"then", "With the plan", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    COLUMNS_END,
};

static const ReportColumn obstacle_columns[] = {
    {"rule", "Rule", COLUMN_TEXT, COLUMN_NAMES, NULL},
    {"why", "Why it stands in the way", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    COLUMNS_END,
};

static const ReportColumn check_columns[] = {
    {"check", "Check", COLUMN_TEXT, COLUMN_NAMES, NULL},
    {"passed", "Passed", COLUMN_TRUTH, COLUMN_PLAIN, NULL},
    {"detail", "What was found", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    COLUMNS_END,
};

const ReportSection plan_sections[] = {
    {.name = "short",
     .title = "In short",
     .query = "report_plan_short",
     .shape = SECTION_SENTENCES,
     .columns = sentence_columns},
    {.name = "figures",
     .title = "The figures",
     .query = "report_plan_figures",
     .shape = SECTION_FIGURES,
     .columns = figure_columns},
    {.name = "obstacles",
     .title = "What stands in the way",
     .query = "report_plan_obstacles",
     .columns = obstacle_columns},
    {.name = "broken",
     .title = "What is broken now",
     .query = "report_plan_broken",
     .empty = "Nothing: every rule and limit is kept as it is.",
     .columns = broken_columns},
    {.name = "proof",
     .title = "How sure that is",
     .query = "report_plan_proof",
     .shape = SECTION_SENTENCES,
     .columns = sentence_columns},
    {.name = "hosts",
     .title = "Hosts before and after",
     .explains = "Those that change come first.",
     .query = "report_plan_hosts",
     .empty = "The snapshot has no host.",
     .columns = host_columns},
    {.name = "moves",
     .title = "What is done, in order",
     .query = "report_plan_moves",
     .empty = "Nothing.",
     .columns = move_columns},
    {.name = "cost",
     .title = "What it costs, part by part",
     .explains = "Over the time that was planned for; what is paid once is part of it.",
     .query = "report_plan_cost",
     .empty = "Nothing costs.",
     .chart = {CHART_BARS, "Cost as it is and with the plan", "title", {"current", "planned"}},
     .columns = cost_columns},
    {.name = "people",
     .title = "People's time",
     .query = "report_plan_people",
     .empty = "The plan keeps nobody busy.",
     .columns = people_columns},
    {.name = "checks",
     .title = "What the judge checked",
     .query = "report_plan_checks",
     .empty = "The plan was not judged.",
     .columns = check_columns},
    SECTIONS_END,
};
