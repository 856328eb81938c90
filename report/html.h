/* Pieces of an HTML page (internal to report/). Every text goes through html_append_text. */
#ifndef VMATRIX_REPORT_HTML_H
#define VMATRIX_REPORT_HTML_H

#include "report/report.h"

/* text escaped; NULL is nothing. */
void html_append_text(GString *html, const char *text);
/* The same, isolated from the direction of the text around it: for names. */
void html_append_name(GString *html, const char *text);

/* A section with heading, chart, body and legend. */
void html_append_section(GString *html, const ReportSection *section, const Rows *rows);
/* It has more columns than a standing page of A4 holds. */
bool html_is_wide(const ReportSection *section, const Rows *rows);
/* Table of a section, with a row of sums where it has any. */
void html_append_table(GString *html, const ReportSection *section, const Rows *rows);

/* A bar of ratio, with a mark at limit where that is not NULL; decoration beside the figure. */
void html_append_bar(GString *html, const char *ratio, const char *limit);

bool html_has_chart(const ReportSection *section, const Rows *rows);
/* A hidden figure with its data, which page/page.js draws with uPlot and shows. */
void html_append_chart(GString *html, const ReportSection *section, const Rows *rows);

#endif
