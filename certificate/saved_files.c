#include "certificate/saved_files.h"

#include <string.h>

#include "common/csv.h"
#include "common/decimal.h"
#include "common/time_text.h"

static uint32_t find_column(const TextTable *table, const char *name)
{
    for (uint32_t column = 0; column < text_table_n_columns(table); column++)
        if (strcmp(text_table_header(table, column)->text, name) == 0)
            return column;
    return INDEX_NONE;
}

/* Positions of the named columns; false with a note where one is missing or another is there. */
static bool find_columns(Checks *checks, const TextTable *table, const char *const *names,
                         uint32_t n_names, uint32_t *ret_columns)
{
    for (uint32_t i = 0; i < n_names; i++) {
        ret_columns[i] = find_column(table, names[i]);
        if (ret_columns[i] == INDEX_NONE)
            checks_break(checks, "%s has no column '%s'", text_table_name(table), names[i]);
    }
    if (text_table_n_columns(table) != n_names)
        checks_break(checks, "%s has %u columns, not %u", text_table_name(table),
                     text_table_n_columns(table), n_names);
    return checks->n_broken == 0;
}

static const char *host_name(const Model *model, uint32_t host)
{
    return host == INDEX_NONE ? "" : model->hosts[host].name;
}

static void compare_placement_row(Checks *checks, const Model *model, const Plan *plan,
                                  const char *domain_name, const char *host, bool *seen)
{
    uint32_t domain = model_find_domain(model, domain_name);
    if (domain == INDEX_NONE) {
        checks_break(checks, "placement.csv names domain '%s', which is not in the snapshot",
                     domain_name);
        return;
    }
    if (seen[domain])
        checks_break(checks, "placement.csv names domain '%s' twice", domain_name);
    seen[domain] = true;
    const char *right = host_name(model, plan->host_of_domain[domain]);
    if (strcmp(host, right) != 0)
        checks_break(checks, "placement.csv has domain '%s' on host '%s', the actions lead to '%s'",
                     domain_name, host, right);
}

static void compare_placement(Checks *checks, const Model *model, const Plan *plan,
                              const TextTable *table)
{
    static const char *const names[] = {"domain", "host"};
    uint32_t column[G_N_ELEMENTS(names)];
    if (!find_columns(checks, table, names, G_N_ELEMENTS(names), column))
        return;
    g_autofree bool *seen = g_new0(bool, MAX(model->n_domains, 1));
    for (uint32_t row = 0; row < text_table_n_rows(table); row++)
        compare_placement_row(checks, model, plan, text_table_cell(table, row, column[0])->text,
                              text_table_cell(table, row, column[1])->text, seen);
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (!seen[domain])
            checks_break(checks, "placement.csv does not name domain '%s'",
                         model->domains[domain].name);
}

bool judge_check_placement_file(Checks *checks, const Model *model, const Plan *plan,
                                const char *text, const char *source, GError **error)
{
    g_autoptr(TextTable) table =
        text == NULL ? NULL : csv_read_text(text, strlen(text), "placement.csv", source, error);
    if (text != NULL && table == NULL)
        return false;
    checks_begin(checks, "placement.csv");
    if ((table == NULL) != (plan->host_of_domain == NULL))
        checks_break(checks, table == NULL ? "placement.csv is missing"
                                           : "placement.csv belongs to no plan");
    else if (table != NULL)
        compare_placement(checks, model, plan, table);
    checks_end(checks, table == NULL ? "there is no placement, and no placement.csv"
                                     : "placement.csv is where the actions lead");
    return true;
}

/* The cells of an action as actions.csv has them; those behind REASON are numbers. */
enum {
    WAVE,
    ACTION,
    DOMAIN,
    FROM,
    TO,
    PARKING,
    REASON,
    OPERATOR_MIN,
    SAVING,
    EXPECTED_S,
    NOT_BEFORE,
    N_CELLS
};
static const char *const cell_names[N_CELLS] = {"wave",   "action",     "domain",    "from",
                                                "to",     "parking",    "reason",    "operator_min",
                                                "saving", "expected_s", "not_before"};

static void right_cells(const Model *model, const Action *action, char *cells[N_CELLS])
{
    cells[WAVE] = g_strdup_printf("%u", action->wave);
    cells[ACTION] = g_strdup(action_kind_names[action->kind]);
    cells[DOMAIN] =
        g_strdup(action->domain == INDEX_NONE ? "" : model->domains[action->domain].name);
    cells[FROM] = g_strdup(host_name(model, action->from));
    cells[TO] = g_strdup(host_name(model, action->to));
    cells[PARKING] = g_strdup(action->parking ? "1" : "0");
    cells[REASON] = g_strdup(action->reason == NULL ? "" : action->reason);
    cells[OPERATOR_MIN] = minutes_to_text(action->operator_umin);
    cells[SAVING] = action->has_saving ? money_to_text(action->saving) : g_strdup("");
    cells[NOT_BEFORE] = action->has_not_before ? time_text_new(action->not_before_s) : g_strdup("");
    cells[EXPECTED_S] = g_strdup_printf("%.3f", action->expected_s);
}

/* 7, 7.0 and 7.000000 are one number. */
static bool same_number(const char *left, const char *right)
{
    int64_t a, b;
    return money_parse(left, &a, NULL) && money_parse(right, &b, NULL) && a == b;
}

static void compare_action(Checks *checks, const Model *model, const Action *action,
                           const TextTable *table, uint32_t row, const uint32_t *column,
                           uint32_t n_cells)
{
    char *right[N_CELLS];
    right_cells(model, action, right);
    for (uint32_t i = 0; i < N_CELLS; i++) {
        const char *found = i < n_cells ? text_table_cell(table, row, column[i])->text : right[i];
        bool same = strcmp(found, right[i]) == 0 || (i > REASON && same_number(found, right[i]));
        if (!same)
            checks_break(checks,
                         "action %u is '%s' in column '%s' of actions.csv, '%s' in plan.json",
                         row + 1, found, cell_names[i], right[i]);
        g_free(right[i]);
    }
}

/* The table of a plan that keeps no calendar may be of a version that knew no times. */
static uint32_t n_cells_of(const Plan *plan, const TextTable *table)
{
    bool has_times = plan->has_start || find_column(table, cell_names[NOT_BEFORE]) != INDEX_NONE;
    return has_times ? N_CELLS : NOT_BEFORE;
}

bool judge_check_actions_file(Checks *checks, const Model *model, const Plan *plan,
                              const char *text, const char *source, GError **error)
{
    g_autoptr(TextTable) table = csv_read_text(text, strlen(text), "actions.csv", source, error);
    uint32_t column[N_CELLS];
    if (table == NULL)
        return false;
    uint32_t n_cells = n_cells_of(plan, table);
    checks_begin(checks, "actions.csv");
    if (text_table_n_rows(table) != plan->n_actions)
        checks_break(checks, "actions.csv holds %u actions, plan.json %u", text_table_n_rows(table),
                     plan->n_actions);
    else if (find_columns(checks, table, cell_names, n_cells, column))
        for (uint32_t row = 0; row < plan->n_actions; row++)
            compare_action(checks, model, &plan->actions[row], table, row, column, n_cells);
    checks_end(checks, "actions.csv holds the %u actions of plan.json", plan->n_actions);
    return true;
}
