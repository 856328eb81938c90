#include "report/cell.h"

#include <math.h>
#include <string.h>

#include "common/decimal.h"
#include "common/shown.h"

bool cell_is_number(ColumnKind kind)
{
    return kind != COLUMN_TEXT && kind != COLUMN_WORD && kind != COLUMN_RESOURCE &&
           kind != COLUMN_TIME && kind != COLUMN_TRUTH;
}

bool cell_is_money(ColumnKind kind)
{
    return kind == COLUMN_MONEY || kind == COLUMN_PRICE;
}

bool cell_is_true(const char *text)
{
    return strcmp(text, "t") == 0 || strcmp(text, "1") == 0;
}

const char *cell_named(const Rows *rows, guint row, const char *name)
{
    for (guint i = 0; i < rows_n_columns(rows); i++)
        if (strcmp(rows_column_name(rows, i), name) == 0)
            return rows_get(rows, row, i);
    return NULL;
}

int cell_column(const ReportSection *section, const char *name)
{
    for (int i = 0; section->columns[i].name != NULL; i++)
        if (strcmp(section->columns[i].name, name) == 0)
            return i;
    return -1;
}

const char *cell_currency(const Rows *rows)
{
    const char *first = rows_n(rows) > 0 ? cell_named(rows, 0, "currency") : NULL;
    for (guint row = 1; row < rows_n(rows) && first != NULL; row++)
        if (g_strcmp0(first, cell_named(rows, row, "currency")) != 0)
            return NULL;
    return first;
}

static char *money_shown(const char *text, char *(*shown)(int64_t micro))
{
    int64_t micro = 0;
    return money_parse(text, &micro, NULL) ? shown(micro) : shown_number(text);
}

/* What is of one thing ("USD/h") keeps its decimals. */
static char *measure_shown(const char *text, const char *unit)
{
    return money_shown(text, unit != NULL && strchr(unit, '/') != NULL ? shown_price : shown_money);
}

static char *word_shown(const char *text)
{
    return g_strdelimit(g_strdup(text), "_", ' ');
}

static char *rounded(double value, int decimals)
{
    g_autofree char *plain = g_strdup_printf("%.*f", decimals, value);
    return shown_number(plain);
}

/* A resource's name ends in its unit; the two that everybody has are shown in larger ones. */
static char *amount_shown(const char *text, const char *resource)
{
    double value = g_ascii_strtod(text, NULL);
    g_autofree char *number = NULL;
    const char *unit = "";
    if (g_strcmp0(resource, "cpu_mcpu") == 0) {
        number = rounded(value / 1000, 1);
        unit = " CPUs";
    } else if (resource != NULL && g_str_has_suffix(resource, "_mib")) {
        number = rounded(value / 1024, 1);
        unit = " GiB";
    } else if (resource != NULL && g_str_has_suffix(resource, "_mbit_s")) {
        number = rounded(value, 0);
        unit = " Mbit/s";
    } else if (resource != NULL && g_str_has_suffix(resource, "_iops")) {
        number = rounded(value, 0);
        unit = " IOPS";
    } else {
        number = rounded(value, 0);
    }
    return g_strconcat(number, unit, NULL);
}

/* "CPU", "memory", "disk", "network"; "gpu" of "gpu_count". */
static char *resource_shown(const char *name)
{
    if (strcmp(name, "cpu_mcpu") == 0)
        return g_strdup("CPU");
    const char *unit = strchr(name, '_');
    return unit == NULL ? g_strdup(name) : g_strndup(name, (gsize)(unit - name));
}

static char *minutes_shown(double minutes)
{
    if (fabs(minutes) < 100)
        return g_strdup_printf("%.*f min", minutes == floor(minutes) ? 0 : 1, minutes);
    int64_t whole = (int64_t)llround(minutes);
    return g_strdup_printf("%" G_GINT64_FORMAT " h %02d min", whole / 60, (int)(ABS(whole) % 60));
}

static char *time_exact(const char *text)
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(text, utc);
    if (time == NULL)
        return g_strdup(text);
    g_autoptr(GDateTime) in_utc = g_date_time_to_utc(time);
    return g_date_time_format(in_utc, "%Y-%m-%dT%H:%M:%SZ");
}

char *cell_time_shown(const char *text)
{
    g_autofree char *exact = time_exact(text);
    if (strlen(exact) != strlen("2026-01-01T00:00:00Z") || exact[10] != 'T')
        return g_steal_pointer(&exact);
    if (g_str_has_suffix(exact, "T00:00:00Z"))
        return g_strndup(exact, 10);
    return g_strdup_printf("%.10s %.5s UTC", exact, exact + 11);
}

bool cell_fact(const Rows *scope, guint column, char **ret_words, char **ret_shown)
{
    const char *text = rows_get(scope, 0, column);
    if (text == NULL || text[0] == '\0')
        return false;
    const char *name = rows_column_name(scope, column);
    bool hours = g_str_has_suffix(name, "_h");
    g_autofree char *words = g_strndup(name, strlen(name) - (hours ? strlen("_h") : 0));
    g_autofree char *shown = cell_time_shown(text);
    *ret_words = word_shown(words);
    *ret_shown = g_strconcat(shown, hours ? " h" : NULL, NULL);
    return true;
}

char *cell_exact(const Rows *rows, guint row, const ReportColumn *column, guint index)
{
    const char *text = rows_get(rows, row, index);
    if (text == NULL)
        return NULL;
    if (column->kind == COLUMN_TIME)
        return time_exact(text);
    if (column->kind == COLUMN_TRUTH)
        return g_strdup(cell_is_true(text) ? "1" : "0");
    return g_strdup(text);
}

static char *nothing_shown(const Rows *rows, guint row, const ReportColumn *column)
{
    const char *kind = column->flags & COLUMN_NAMES ? cell_named(rows, row, "kind") : NULL;
    if (kind != NULL)
        return g_strdup_printf("(%s)", kind);
    return g_strdup(column->flags & COLUMN_NAMES ? "(none)" : "");
}

char *cell_shown(const Rows *rows, guint row, const ReportColumn *column, guint index)
{
    const char *text = rows_get(rows, row, index);
    if (text == NULL)
        return nothing_shown(rows, row, column);
    switch (column->kind) {
    case COLUMN_MONEY:
        return money_shown(text, shown_money);
    case COLUMN_PRICE:
        return money_shown(text, shown_price);
    case COLUMN_MEASURE:
        return measure_shown(text, cell_named(rows, row, "unit"));
    case COLUMN_WORD:
        return word_shown(text);
    case COLUMN_NUMBER:
        return rounded(g_ascii_strtod(text, NULL), 1);
    case COLUMN_COUNT:
        return shown_number(text);
    case COLUMN_FACTOR:
        return g_strdup_printf("%.2f×", g_ascii_strtod(text, NULL));
    case COLUMN_RATIO:
    case COLUMN_FILL:
        return g_strdup_printf("%.1f %%", 100 * g_ascii_strtod(text, NULL));
    case COLUMN_AMOUNT:
        return amount_shown(text, cell_named(rows, row, "resource"));
    case COLUMN_SECONDS:
        return shown_duration(g_ascii_strtod(text, NULL));
    case COLUMN_MINUTES:
        return minutes_shown(g_ascii_strtod(text, NULL));
    case COLUMN_HOURS:
        return shown_duration(3600 * g_ascii_strtod(text, NULL));
    case COLUMN_DAYS:
        return g_strdup_printf("%s days", text);
    case COLUMN_TIME:
        return cell_time_shown(text);
    case COLUMN_TRUTH:
        return g_strdup(cell_is_true(text) ? "yes" : "no");
    case COLUMN_RESOURCE:
        return resource_shown(text);
    case COLUMN_TEXT:
        break;
    }
    return g_strdup(text);
}

char *report_sum(const Rows *rows, const ReportColumn *column, guint index)
{
    if (column->kind != COLUMN_MONEY || !(column->flags & COLUMN_SUMMED) || rows_n(rows) == 0 ||
        cell_currency(rows) == NULL)
        return NULL;
    bool any = false;
    int64_t sum = 0;
    for (guint row = 0; row < rows_n(rows); row++) {
        const char *text = rows_get(rows, row, index);
        int64_t micro = 0;
        if (text != NULL &&
            (!money_parse(text, &micro, NULL) || __builtin_add_overflow(sum, micro, &sum)))
            return NULL;
        any |= text != NULL;
    }
    if (!any)
        return NULL;
    return g_strdup_printf("%s%" G_GUINT64_FORMAT ".%06" G_GUINT64_FORMAT, sum < 0 ? "-" : "",
                           (guint64)ABS(sum) / MICRO, (guint64)ABS(sum) % MICRO);
}
