/* Reports: a table of what each one asks and how its columns read, and their rows from SQL.
 *
 * A report is one row of report_registry (report/registry.c) and one query a
 * section; loading and every renderer work from that row alone. All sums that
 * mean money are made in SQL or in exact micro-units, never in floating point.
 * Queries run as the caller's login role, so row-level security holds here too.
 */
#ifndef VMATRIX_REPORT_REPORT_H
#define VMATRIX_REPORT_REPORT_H

#include <glib.h>
#include <stdbool.h>

#include "store/database.h"

/* How the text of a cell is meant. Machine formats carry it unrounded. */
typedef enum {
    COLUMN_TEXT,    /* a name, a word, a sentence */
    COLUMN_MONEY,   /* decimal; the row's column "currency" names the currency */
    COLUMN_PRICE,   /* the same of one thing: small ones keep their decimals */
    COLUMN_WORD,    /* a word of ours such as power_change, shown without underscores */
    COLUMN_COUNT,   /* whole number of things */
    COLUMN_FACTOR,  /* how many times as much */
    COLUMN_NUMBER,  /* decimal without a unit of its own */
    COLUMN_MEASURE, /* decimal; the row\'s column "unit" names its unit */
    COLUMN_RATIO,   /* 0.125 is 12.5 % */
    COLUMN_FILL, /* a ratio drawn as a bar; the row's column "limit_ratio", if any, is its mark */
    COLUMN_RESOURCE, /* name of a resource, shown without its unit */
    COLUMN_AMOUNT,   /* in units of the row's column "resource" (cpu_mcpu, memory_mib, …) */
    COLUMN_SECONDS,  /* durations, decimal */
    COLUMN_MINUTES,
    COLUMN_HOURS,
    COLUMN_DAYS,
    COLUMN_TIME,  /* timestamptz */
    COLUMN_TRUTH, /* boolean, or 0 and 1 */
} ColumnKind;

typedef enum {
    COLUMN_PLAIN = 0,
    COLUMN_SUMMED = 1 << 0, /* its sum stands below the table; money only */
    COLUMN_ASIDE = 1 << 1,  /* in machine formats and XLSX, not in tables for people */
    COLUMN_SHARED = 1 << 3, /* the same in all rows of one name, shown once */
    COLUMN_NAMES = 1 << 2,  /* names the row; where it is NULL, the row's column "kind" does */
} ColumnFlags;

typedef struct {
    const char *name;  /* column of the query, key of JSON, header of CSV */
    const char *title; /* for people */
    ColumnKind kind;
    ColumnFlags flags;
    const char *meaning; /* a phrase for the legend, NULL where the title says it */
} ReportColumn;

typedef enum {
    CHART_NONE,
    CHART_BARS,    /* series side by side for each label */
    CHART_STACKED, /* series on one another for each label */
    CHART_LINES,   /* series over the time in column label */
} ChartKind;

#define CHART_MAX_SERIES 4

typedef struct {
    ChartKind kind;
    const char *title;
    const char *label;                    /* column of names or times */
    const char *series[CHART_MAX_SERIES]; /* columns of figures, NULL-ended where fewer */
} ReportChart;

typedef enum {
    SECTION_TABLE,
    SECTION_FIGURES,   /* one row; each column is a figure of its own */
    SECTION_SENTENCES, /* one column; each row is a sentence */
} SectionShape;

typedef struct {
    const char *name;     /* key of JSON, --section NAME, sheet of XLSX */
    const char *title;    /* for people */
    const char *explains; /* a sentence or two below the title, NULL: none */
    const char *query;    /* sql/queries/QUERY.sql with the parameters of the report's scope */
    const char *empty;    /* sentence where there are no rows; NULL: the section is left out then */
    SectionShape shape;
    ReportChart chart;
    const ReportColumn *columns; /* in the query's order, ends with a NULL name */
} ReportSection;

/* What a report is of; also the parameters of its queries. */
typedef enum {
    SCOPE_SNAPSHOT, /* $1 snapshot_id */
    SCOPE_PERIOD,   /* $1 from, $2 to (timestamptz, to is not included); this month if not chosen */
    SCOPE_LEDGER,   /* no parameter: views read the window set for the session (report_window), the
                     * newest charged period if not chosen */
    SCOPE_PLAN,     /* $1 plan */
} ReportScope;

typedef struct {
    const char *name;
    const char *title;
    const char *answers; /* the question it answers, one sentence */
    ReportScope scope;
    /* NULL, or a query of one row: total, currency, difference, statement. A difference that is
     * not 0 means that the lines do not add up: the report is refused. */
    const char *identity;
    const ReportSection *sections; /* ends with a NULL name */
} Report;

/* Ends with an entry whose name is NULL. */
extern const Report report_registry[];

/* USAGE where there is none; the hint names the nearest, or all. */
const Report *report_find(const char *name, GError **error);

typedef struct {
    const char *snapshot; /* id or digest; NULL: the newest */
    const char *plan;     /* as in plan_store_load; NULL: the newest */
    const char *from;     /* YYYY-MM-DD, YYYY-MM or RFC 3339; NULL: see scope */
    const char *to;       /* not included; NULL: a month after from */
    const char *section;  /* one section only; NULL: all */
} ReportChoice;

typedef struct {
    const Report *report;
    Rows *scope;         /* one row: what the report is of (snapshot, digest, from, to, …) */
    Rows *identity;      /* NULL, or one row */
    GPtrArray *sections; /* const ReportSection * */
    GPtrArray *rows;     /* Rows *, one for each section */
} ReportData;

void report_data_free(ReportData *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReportData, report_data_free)

/* All queries in one snapshot of the database. USAGE for a choice that does not fit the report's
 * scope, an unknown section or a bad date; NO_INPUT where there is no such snapshot or plan; FAILED
 * where the lines do not add up. */
ReportData *report_load(Database *database, const Report *report, const ReportChoice *choice,
                        GError **error);

/* The section's sum of a COLUMN_SUMMED column as decimal text; NULL where currencies differ or it
 * is too large. Caller frees. */
char *report_sum(const Rows *rows, const ReportColumn *column, guint index);

/* Renderers. Callers free the text. */
char *report_to_json(const ReportData *data);
/* USAGE where there are several sections: a CSV holds one table. */
char *report_to_csv(const ReportData *data, GError **error);
char *report_to_html(const ReportData *data);
/* Writes the file as file_write does. */
bool report_write_xlsx(const ReportData *data, const char *path, GError **error);

#endif
