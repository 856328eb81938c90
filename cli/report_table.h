/* A report as tables for a terminal. */
#ifndef VMATRIX_CLI_REPORT_TABLE_H
#define VMATRIX_CLI_REPORT_TABLE_H

#include "report/report.h"

void report_table_print(const ReportData *data);
/* Every report of the registry with the question it answers. */
void report_table_list(void);

#endif
