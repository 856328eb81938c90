#include "cli/plan_actions_table.h"

#include <libsmartcols.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/wrap.h"
#include "common/shown.h"

#define MOST_ON_TERMINAL 100

enum {
    COLUMN_WAVE,
    COLUMN_DOMAIN,
    COLUMN_MOVE,
    COLUMN_MIN,
    COLUMN_TAKES,
    COLUMN_SAVING,
    COLUMN_WHY,
    N_COLUMNS
};

static const char *const headers[N_COLUMNS] = {"WAVE",  "DOMAIN", "MOVE", "MIN",
                                               "TAKES", "SAVING", "WHY"};
/* The least that a column of words is narrowed to, in the order in which they are: the reasons
 * first. 0: never narrowed. */
static const int least_width[N_COLUMNS] = {
    [COLUMN_DOMAIN] = 12, [COLUMN_MOVE] = 18, [COLUMN_WHY] = 24};
static const int narrowed_first[] = {COLUMN_WHY, COLUMN_MOVE, COLUMN_DOMAIN};

typedef struct {
    char *cell[N_COLUMNS];
    Tone tone[N_COLUMNS];
} Row;

static void row_clear(gpointer data)
{
    Row *row = data;
    for (int i = 0; i < N_COLUMNS; i++)
        g_free(row->cell[i]);
}

static char *move_text(const Model *model, const Action *action, const Style *style)
{
    g_autofree char *from =
        action->from == INDEX_NONE ? NULL : cli_escape(model->hosts[action->from].name);
    g_autofree char *to =
        action->to == INDEX_NONE ? NULL : cli_escape(model->hosts[action->to].name);
    switch (action->kind) {
    case ACTION_POWER_ON:
        return g_strdup_printf("power on %s", to);
    case ACTION_POWER_OFF:
        return g_strdup_printf("power off %s", from);
    case ACTION_ACTIVATE:
        return g_strdup_printf("start on %s", to);
    case ACTION_REPLICATE:
        return g_strdup_printf("copy to %s", to);
    case ACTION_RETIRE:
        return g_strdup_printf("retire from %s", from);
    case ACTION_MIGRATE:
    case ACTION_SUSPEND:
        break;
    }
    return g_strdup_printf("%s %s %s", from, style_arrow(style), to);
}

static Row make_row(const Model *model, const Action *action, bool new_wave, const Style *style)
{
    Row row = {0};
    row.cell[COLUMN_WAVE] = new_wave ? g_strdup_printf("%u", action->wave) : g_strdup("");
    row.cell[COLUMN_DOMAIN] = action->domain == INDEX_NONE
                                  ? g_strdup("")
                                  : cli_escape(model->domains[action->domain].name);
    row.cell[COLUMN_MOVE] = move_text(model, action, style);
    row.cell[COLUMN_MIN] = g_strdup_printf("%.4g", (double)action->operator_umin / (double)MICRO);
    row.cell[COLUMN_TAKES] = shown_duration(action->expected_s);
    row.cell[COLUMN_SAVING] = action->has_saving ? shown_money(action->saving) : g_strdup("");
    row.cell[COLUMN_WHY] = cli_escape(action->reason == NULL ? "" : action->reason);
    row.tone[COLUMN_WAVE] = TONE_STRONG;
    row.tone[COLUMN_MOVE] = action->parking ? TONE_WARN : TONE_PLAIN;
    row.tone[COLUMN_SAVING] = action->saving > 0 ? TONE_GOOD : TONE_PLAIN;
    row.tone[COLUMN_WHY] = TONE_FAINT;
    return row;
}

static GArray *make_rows(const Model *model, const Plan *plan, uint32_t n_rows, const Style *style)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(Row));
    g_array_set_clear_func(rows, row_clear);
    for (uint32_t i = 0; i < n_rows; i++) {
        bool new_wave = i == 0 || plan->actions[i].wave != plan->actions[i - 1].wave;
        Row row = make_row(model, &plan->actions[i], new_wave, style);
        g_array_append_val(rows, row);
    }
    return rows;
}

/* As wide as the widest cell, narrowed where the line would not fit. */
static void fit_widths(const GArray *rows, int line_width, int *widths)
{
    int excess = N_COLUMNS - 1 - line_width;
    for (int i = 0; i < N_COLUMNS; i++) {
        widths[i] = wrap_width(headers[i]);
        for (guint at = 0; at < rows->len; at++)
            widths[i] = MAX(widths[i], wrap_width(g_array_index(rows, Row, at).cell[i]));
        excess += widths[i];
    }
    for (size_t i = 0; i < G_N_ELEMENTS(narrowed_first) && excess > 0; i++) {
        int column = narrowed_first[i];
        int narrowed = CLAMP(widths[column] - excess, least_width[column], widths[column]);
        excess -= widths[column] - narrowed;
        widths[column] = narrowed;
    }
}

static struct libscols_table *new_table(const Style *style)
{
    struct libscols_table *table = scols_new_table();
    scols_table_enable_colors(table, style->color);
    for (int i = 0; i < N_COLUMNS; i++) {
        bool words = least_width[i] > 0;
        struct libscols_column *column =
            scols_table_new_column(table, headers[i], 0, words ? SCOLS_FL_WRAP : SCOLS_FL_RIGHT);
        if (!words)
            continue;
        scols_column_set_safechars(column, "\n");
        scols_column_set_wrapfunc(column, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL);
    }
    return table;
}

static void add_row(struct libscols_table *table, const Row *row, const int *widths)
{
    struct libscols_line *line = scols_table_new_line(table, NULL);
    for (int i = 0; i < N_COLUMNS; i++) {
        g_autofree char *wrapped = wrap_text(row->cell[i], MAX(widths[i], 2));
        scols_line_set_data(line, (size_t)i, wrapped);
        if (row->tone[i] != TONE_PLAIN)
            scols_cell_set_color(scols_line_get_cell(line, (size_t)i),
                                 style_cell_color(row->tone[i]));
    }
}

void plan_actions_table_print(const Model *model, const Plan *plan, const Style *style)
{
    bool is_terminal = isatty(STDOUT_FILENO);
    uint32_t n_rows = is_terminal ? MIN(plan->n_actions, MOST_ON_TERMINAL) : plan->n_actions;
    g_autoptr(GArray) rows = make_rows(model, plan, n_rows, style);
    int widths[N_COLUMNS];
    fit_widths(rows, is_terminal ? style->width : INT_MAX, widths);
    struct libscols_table *table = new_table(style);
    for (guint i = 0; i < rows->len; i++)
        add_row(table, &g_array_index(rows, Row, i), widths);
    fflush(stdout);
    scols_print_table(table);
    scols_unref_table(table);
    if (n_rows < plan->n_actions)
        printf("and %u more actions: --output csv shows all\n", plan->n_actions - n_rows);
}
