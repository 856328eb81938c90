/* What the reports of the registry consist of, one file a family (internal to report/). */
#ifndef VMATRIX_REPORT_SECTIONS_H
#define VMATRIX_REPORT_SECTIONS_H

#include "report/report.h"

/* Ends of the arrays of columns and sections. */
#define COLUMNS_END                                                                                \
    {                                                                                              \
        NULL, NULL, COLUMN_TEXT, COLUMN_PLAIN, NULL                                                \
    }
#define SECTIONS_END                                                                               \
    {                                                                                              \
        .name = NULL                                                                               \
    }

/* The column that money of the same row is in. */
#define COLUMN_CURRENCY                                                                            \
    {                                                                                              \
        "currency", "Currency", COLUMN_TEXT, COLUMN_ASIDE, NULL                                    \
    }

extern const ReportSection cost_sections[];
extern const ReportSection cost_by_service_sections[];
extern const ReportSection cost_by_team_sections[];
extern const ReportSection cost_by_host_sections[];
extern const ReportSection summary_sections[];
extern const ReportSection people_sections[];
extern const ReportSection savings_sections[];
extern const ReportSection budget_sections[];
extern const ReportSection focus_sections[];
extern const ReportSection plan_sections[];
extern const ReportSection capacity_sections[];
extern const ReportSection performance_sections[];

#endif
