/* Reports: rows of SQL views as CSV, JSON and one self-contained HTML page.
 *
 * All sums are made in SQL (sql/views/); nothing is computed here. Money is a
 * decimal string everywhere. Tables for a terminal are the command line's work.
 */
#ifndef VMATRIX_REPORT_REPORT_H
#define VMATRIX_REPORT_REPORT_H

#include <glib.h>
#include <stdbool.h>

#include "store/database.h"

typedef struct {
    const char *name;  /* "service", "team", "host" */
    const char *title; /* for people */
    const char *query; /* sql/queries/QUERY.sql, parameter $1 = snapshot */
} ReportSection;

/* The sections of the cost report, ends with an entry whose name is NULL. */
extern const ReportSection cost_sections[];

typedef struct {
    char *snapshot_id, *scenario, *taken_at, *digest, *currency, *total;
    const ReportSection *sections[4]; /* NULL-ended */
    Rows *rows[3];                    /* one for each section */
    guint n_sections;
} CostReport;

void cost_report_free(CostReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CostReport, cost_report_free)

/* snapshot: an id, or NULL for the newest; by: a section's name, or NULL for all. NO_INPUT where
 * there is no such snapshot, FAILED where the sections do not add up to the same total. */
CostReport *cost_report_load(Database *database, const char *snapshot, const char *by,
                             GError **error);

/* Caller frees. CSV holds one section only (the first). */
char *cost_report_to_json(const CostReport *report);
char *cost_report_to_csv(const CostReport *report);
char *cost_report_to_html(const CostReport *report);

#endif
