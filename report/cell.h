/* One cell of a report as people read it (internal to report/ and the tables of cli/). */
#ifndef VMATRIX_REPORT_CELL_H
#define VMATRIX_REPORT_CELL_H

#include "report/report.h"

/* "1,234.57", "12.5 %", "94.0 GiB", "2 h 5 min", "yes"; "(idle)", "(none)" or "" for NULL. Caller
 * frees. */
char *cell_shown(const Rows *rows, guint row, const ReportColumn *column, guint index);
/* The cell as machine formats write it: times as RFC 3339 in UTC, truths as 1 and 0, the rest
 * as SQL gave it. NULL for NULL. Caller frees. */
char *cell_exact(const Rows *rows, guint row, const ReportColumn *column, guint index);

/* "2026-03-01" or "2026-03-01 12:30 UTC"; text that is no time stays as it is. Caller frees. */
char *cell_time_shown(const char *text);

/* What a report is of, one column of its scope: "horizon" and "720 h" of horizon_h. False where
 * there is nothing; else the caller frees both. */
bool cell_fact(const Rows *scope, guint column, char **ret_words, char **ret_shown);

bool cell_is_number(ColumnKind kind); /* stands on the right, is a number in a spreadsheet */
bool cell_is_money(ColumnKind kind);  /* in the row's currency */
bool cell_is_true(const char *text);

/* The value of the row's column of that name; NULL where there is no such column or no value. */
const char *cell_named(const Rows *rows, guint row, const char *name);
/* Index of the section's column, -1 where there is none. */
int cell_column(const ReportSection *section, const char *name);
/* The one currency of all rows; NULL where there is none or several. */
const char *cell_currency(const Rows *rows);

#endif
