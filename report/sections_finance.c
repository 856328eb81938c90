/* Savings, budgets and the exchange format of the ledger (docs/ledger.md). */
#include "report/sections.h"

static const ReportColumn saving_columns[] = {
    {"plan", "Plan", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"what", "Saving", COLUMN_TEXT, COLUMN_NAMES, "a month of 730 h"},
    {"status", "Stands at", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"forecast", "Forecast", COLUMN_MONEY, COLUMN_SUMMED, "as the plan says"},
    {"approved", "Approved", COLUMN_MONEY, COLUMN_SUMMED, NULL},
    {"carried_out", "Carried out", COLUMN_MONEY, COLUMN_SUMMED, "hosts whose power step is done"},
    {"verified", "Verified", COLUMN_MONEY, COLUMN_SUMMED,
     "some days later, against the baseline that was frozen at approval"},
    {"did_not_come", "Did not come", COLUMN_MONEY, COLUMN_SUMMED, "forecast less verified"},
    {"approved_at", "Approved at", COLUMN_TIME, COLUMN_ASIDE, NULL},
    {"carried_out_at", "Carried out at", COLUMN_TIME, COLUMN_PLAIN, NULL},
    {"verified_from", "Verified from", COLUMN_TIME, COLUMN_PLAIN, "when it can be verified"},
    COLUMN_CURRENCY,
    COLUMNS_END,
};

static const ReportColumn freed_columns[] = {
    {"plan", "Plan", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"resource", "Resource", COLUMN_RESOURCE, COLUMN_NAMES, NULL},
    {"status", "Stands at", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"freed", "Freed", COLUMN_AMOUNT, COLUMN_PLAIN, "capacity of hosts that are empty but run"},
    COLUMNS_END,
};

const ReportSection savings_sections[] = {
    {.name = "hard",
     .title = "Hard savings",
     .explains = "Hosts that are off, energy and licences that are not paid for, hours that are "
                 "not spent.",
     .query = "report_savings_hard",
     .empty = "No plan of this time saves anything.",
     .chart = {CHART_BARS, "Savings of a month", "what", {"forecast", "carried_out", "verified"}},
     .columns = saving_columns},
    {.name = "capacity",
     .title = "Capacity freed",
     .explains = "Room on hosts that were emptied but still run: it saves nothing by itself.",
     .query = "report_savings_capacity",
     .columns = freed_columns},
    SECTIONS_END,
};

static const ReportColumn budget_columns[] = {
    {"period", "Period", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"team", "Team", COLUMN_TEXT, COLUMN_PLAIN, NULL},
    {"service", "Service", COLUMN_TEXT, COLUMN_NAMES, NULL},
    {"budget", "Budget", COLUMN_MONEY, COLUMN_SUMMED, NULL},
    {"actual", "Actual", COLUMN_MONEY, COLUMN_SUMMED, "what it is charged"},
    {"variance", "Variance", COLUMN_MONEY, COLUMN_SUMMED, "actual less budget"},
    {"volume_variance", "By volume", COLUMN_MONEY, COLUMN_SUMMED,
     "the team's VMs ran for more or fewer hours in all"},
    {"mix_variance", "By mix", COLUMN_MONEY, COLUMN_SUMMED,
     "more or fewer of these hours were this service's"},
    {"price_variance", "By price", COLUMN_MONEY, COLUMN_SUMMED, "an hour cost more or less"},
    {"budget_domain_h", "Budgeted VM-hours", COLUMN_NUMBER, COLUMN_PLAIN, NULL},
    {"actual_domain_h", "VM-hours", COLUMN_NUMBER, COLUMN_PLAIN, NULL},
    {"budget_cost_per_domain_h", "Budgeted per VM-hour", COLUMN_PRICE, COLUMN_ASIDE, NULL},
    {"actual_cost_per_domain_h", "Per VM-hour", COLUMN_PRICE, COLUMN_ASIDE, NULL},
    COLUMN_CURRENCY,
    COLUMNS_END,
};

const ReportSection budget_sections[] = {
    {.name = "budget",
     .title = "Budget against actual",
     .query = "view_budget",
     .empty = "Nothing was charged to a team or budgeted in this time.",
     .chart = {CHART_BARS, "Budget against actual", "service", {"budget", "actual"}},
     .columns = budget_columns},
    SECTIONS_END,
};

#define FOCUS(name, kind, flags)                                                                   \
    {                                                                                              \
        name, name, kind, flags, NULL                                                              \
    }

/* Tables and pages show what people look for: 33 columns fit neither a screen nor paper. The names
 * are the standard's own; programs read them all. */
static const ReportColumn focus_columns[] = {
    FOCUS("AvailabilityZone", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("BilledCost", COLUMN_MEASURE, COLUMN_PLAIN),
    FOCUS("BillingAccountId", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("BillingAccountName", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("BillingCurrency", COLUMN_TEXT, COLUMN_PLAIN),
    FOCUS("BillingPeriodEnd", COLUMN_TIME, COLUMN_ASIDE),
    FOCUS("BillingPeriodStart", COLUMN_TIME, COLUMN_ASIDE),
    FOCUS("ChargeCategory", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("ChargeClass", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("ChargeDescription", COLUMN_TEXT, COLUMN_PLAIN),
    FOCUS("ChargeFrequency", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("ChargePeriodEnd", COLUMN_TIME, COLUMN_ASIDE),
    FOCUS("ChargePeriodStart", COLUMN_TIME, COLUMN_PLAIN),
    FOCUS("ConsumedQuantity", COLUMN_MEASURE, COLUMN_ASIDE),
    FOCUS("ConsumedUnit", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("ContractedCost", COLUMN_MEASURE, COLUMN_ASIDE),
    FOCUS("EffectiveCost", COLUMN_MEASURE, COLUMN_ASIDE),
    FOCUS("InvoiceId", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("InvoiceIssuerName", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("ListCost", COLUMN_MEASURE, COLUMN_ASIDE),
    FOCUS("PricingQuantity", COLUMN_MEASURE, COLUMN_ASIDE),
    FOCUS("PricingUnit", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("ProviderName", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("PublisherName", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("ResourceId", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("ResourceName", COLUMN_TEXT, COLUMN_PLAIN),
    FOCUS("ResourceType", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("ServiceCategory", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("ServiceName", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("ServiceSubcategory", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("SubAccountId", COLUMN_TEXT, COLUMN_PLAIN),
    FOCUS("SubAccountName", COLUMN_TEXT, COLUMN_ASIDE),
    FOCUS("Tags", COLUMN_TEXT, COLUMN_ASIDE),
    COLUMNS_END,
};

const ReportSection focus_sections[] = {
    {.name = "focus",
     .title = "Charges",
     .explains = "One row a charge, in the columns of FinOps FOCUS 1.2; CSV and XLSX are what it "
                 "is for.",
     .query = "view_focus",
     .empty = "Nothing was charged in this time.",
     .columns = focus_columns},
    SECTIONS_END,
};
