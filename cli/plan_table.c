#include "cli/plan_table.h"

#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/plan_actions_table.h"
#include "cli/style.h"
#include "cli/wrap.h"
#include "common/shown.h"
#include "common/time_text.h"
#include "plan/plan_figures.h"
#include "plan/time_bound.h"
#include "plan/timetable.h"

#define LABEL_WIDTH         12
#define DEFAULT_TITLE_WIDTH 78
#define MONEY_WIDTH         14
#define WIDEST_BAR          40
#define MOST_BREACHES       8
#define MOST_WAITS          5

typedef struct {
    const Model *model;
    const Plan *plan;
    const PlanVerdict *verdict;
    PlanFigures figures;
    Style style;
    int bar; /* cells of a full bar */
} Sheet;

static void print_label(const Sheet *sheet, const char *label)
{
    g_autofree char *padded = g_strdup_printf("%-*s", LABEL_WIDTH, label);
    g_autofree char *painted = style_paint(&sheet->style, TONE_STRONG, padded);
    printf("  %s", painted);
}

static Tone outcome_tone(Outcome outcome)
{
    switch (outcome) {
    case OUTCOME_OPTIMAL:
        return TONE_GOOD;
    case OUTCOME_FEASIBLE:
        return TONE_WARN;
    case OUTCOME_INFEASIBLE:
    case OUTCOME_BLOCKED:
    case OUTCOME_LIMIT:
        return TONE_BAD;
    }
    g_assert_not_reached();
}

static char *outcome_text(const Sheet *sheet)
{
    const char *name = outcome_names[sheet->plan->outcome];
    if (sheet->verdict == NULL)
        return g_strdup(name);
    return g_strdup_printf("%s, %s", name, sheet->verdict->valid ? "certified" : "REJECTED");
}

static void print_title(const Sheet *sheet)
{
    g_autofree char *scenario = cli_escape(sheet->plan->scenario);
    g_autofree char *plan = style_paint(&sheet->style, TONE_STRONG, sheet->plan->id);
    g_autofree char *outcome = outcome_text(sheet);
    g_autofree char *painted =
        style_paint(&sheet->style, outcome_tone(sheet->plan->outcome), outcome);
    glong used = (glong)(strlen("plan ") + strlen(sheet->plan->id) + 2 +
                         (gsize)g_utf8_strlen(scenario, -1) + strlen(outcome));
    glong gap = MIN(sheet->style.width, DEFAULT_TITLE_WIDTH) - used;
    printf("plan %s  %s%*s%s\n\n", plan, scenario, (int)MAX(gap, 2), "", painted);
}

static void print_hosts(const Sheet *sheet)
{
    const PlanFigures *figures = &sheet->figures;
    int64_t whole = MAX(figures->hosts_before, figures->hosts_after);
    g_autofree char *before = style_bar(&sheet->style, figures->hosts_before, whole, sheet->bar);
    print_label(sheet, "hosts");
    printf("%-9s%*u  %s\n", "now", MONEY_WIDTH - 2, figures->hosts_before, before);
    if (!figures->has_plan)
        return;
    g_autofree char *after = style_bar(&sheet->style, figures->hosts_after, whole, sheet->bar);
    g_autofree char *painted =
        style_paint(&sheet->style,
                    figures->hosts_after < figures->hosts_before ? TONE_GOOD : TONE_PLAIN, after);
    print_label(sheet, "");
    printf("%-9s%*u  %s\n", "planned", MONEY_WIDTH - 2, figures->hosts_after, painted);
}

/* When it runs, and what it waits for: the first of the waves that wait. */
static void print_times(const Sheet *sheet)
{
    uint32_t n_waves = 0;
    if (sheet->plan->n_actions > 0) {
        g_autofree char *expected = shown_duration(time_expected_s(sheet->plan));
        g_autofree char *bound = shown_duration(time_bound_s(sheet->model, sheet->plan));
        print_label(sheet, "takes");
        printf("%s expected; the moves in any order at least %s\n", expected, bound);
    }
    if (!sheet->plan->has_start)
        return;
    g_autofree WaveTime *waves = timetable_waves(sheet->plan, &n_waves);
    g_autofree char *begin = time_text_new(waves[0].begin_s);
    g_autofree char *end = time_text_new(waves[n_waves - 1].end_s);
    print_label(sheet, "runs");
    printf("from %s, expected to end %s\n", begin, end);
    uint32_t n_printed = 0, last = 0;
    for (uint32_t i = 0; i < sheet->plan->n_actions && n_printed < MOST_WAITS; i++) {
        const Action *action = &sheet->plan->actions[i];
        if (!action->has_not_before || action->wave == last)
            continue;
        g_autofree char *until = time_text_new(action->not_before_s);
        print_label(sheet, "");
        printf("wave %u waits until %s for the end of blackouts\n", action->wave, until);
        last = action->wave;
        n_printed++;
    }
}

/* "          current       1,234.57  and what follows" */
static void print_amount(const Sheet *sheet, const char *name, int64_t micro, const char *behind)
{
    g_autofree char *amount = shown_money(micro);
    print_label(sheet, "");
    printf("%-9s%*s  %s\n", name, MONEY_WIDTH - 2, amount, behind);
}

static char *percent(int64_t part, int64_t whole)
{
    if (whole == 0)
        return g_strdup("");
    double share = 100.0 * (double)part / (double)whole;
    bool tiny = share != 0 && share < 0.01 && share > -0.01;
    return tiny ? g_strdup("less than 0.01 %") : g_strdup_printf("%.2f %%", share);
}

static void print_saving(const Sheet *sheet)
{
    int64_t saving = sheet->figures.saving;
    g_autofree char *share = percent(saving, sheet->plan->current.total);
    g_autofree char *words =
        saving < 0 ? g_strdup_printf("%s: the plan costs more", share) : g_strdup(share);
    g_autofree char *painted =
        style_paint(&sheet->style, saving > 0 ? TONE_GOOD : TONE_PLAIN, words);
    print_amount(sheet, "saving", saving, painted);
}

static void print_proof(const Sheet *sheet)
{
    if (!sheet->plan->has_bound)
        return;
    print_amount(sheet, "bound", sheet->plan->bound, "proved: no plan costs less");
    if (!sheet->figures.has_gap)
        return;
    g_autofree char *share = percent(sheet->figures.gap, sheet->plan->planned.total);
    g_autofree char *words = g_strdup_printf("at most %s could still be saved", share);
    print_amount(sheet, "gap", sheet->figures.gap,
                 sheet->figures.gap == 0 ? "the plan is proved the cheapest" : words);
}

static void print_costs(const Sheet *sheet)
{
    const Plan *plan = sheet->plan;
    int64_t whole = MAX(plan->current.total, plan->planned.total);
    g_autofree char *currency = cli_escape(sheet->model->policy.currency);
    g_autofree char *current = style_bar(&sheet->style, plan->current.total, whole, sheet->bar);
    print_label(sheet, "cost");
    printf("%s over %" G_GINT64_FORMAT " h (%.4g days)\n", currency, sheet->model->policy.horizon_h,
           (double)sheet->model->policy.horizon_h / 24);
    print_amount(sheet, "current", plan->current.total, current);
    if (sheet->figures.has_plan) {
        g_autofree char *bar = style_bar(&sheet->style, plan->planned.total, whole, sheet->bar);
        g_autofree char *painted =
            style_paint(&sheet->style, sheet->figures.saving > 0 ? TONE_GOOD : TONE_PLAIN, bar);
        print_amount(sheet, "planned", plan->planned.total, painted);
        print_saving(sheet);
    }
    print_proof(sheet);
}

static void print_monthly(const Sheet *sheet)
{
    const PlanFigures *figures = &sheet->figures;
    g_autofree char *before = shown_money(figures->recurring_current_per_month);
    g_autofree char *after = shown_money(figures->recurring_planned_per_month);
    g_autofree char *sunk = shown_money(figures->sunk_per_month);
    print_label(sheet, "a month");
    if (figures->has_plan)
        printf("%s %s %s recurring", before, style_arrow(&sheet->style), after);
    else
        printf("%s recurring", before);
    if (figures->sunk_per_month != 0)
        printf(", %s sunk whatever is done", sunk);
    printf("\n");
}

static void print_once(const Sheet *sheet)
{
    static const char *const names[] = {"moves", "notices", "power", "review"};
    g_autofree char *sum = shown_money(sheet->figures.one_off);
    const char *separator = ": ";
    print_label(sheet, "once");
    printf("%s", sum);
    for (int i = 0; i < N_COST_PARTS - N_RECURRING_PARTS; i++) {
        int64_t part = sheet->plan->planned.part[N_RECURRING_PARTS + i];
        g_autofree char *amount = shown_money(part);
        if (part == 0)
            continue;
        printf("%s%s %s", separator, names[i], amount);
        separator = ", ";
    }
    printf("\n");
}

static void print_people(const Sheet *sheet)
{
    print_label(sheet, "people");
    printf("%.6g operator minutes\n", (double)sheet->plan->operator_umin / (double)MICRO);
    if (!sheet->figures.has_payback || sheet->figures.one_off == 0)
        return;
    g_autofree char *payback = shown_duration(sheet->figures.payback_h * 3600);
    print_label(sheet, "payback");
    printf("%s until what is spent once is saved\n", payback);
}

/* "rule: what is wrong", wrapped under itself. */
static void print_breach(const Sheet *sheet, const char *label, const Breach *breach)
{
    g_autofree char *text = g_strdup_printf("%s: %s", breach->rule, breach->what);
    g_autofree char *shown = cli_escape(text);
    g_autofree char *wrapped = wrap_text(shown, MAX(sheet->style.width - LABEL_WIDTH - 2, 20));
    g_auto(GStrv) lines = g_strsplit(wrapped, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        print_label(sheet, line == lines ? label : "");
        printf("%s\n", *line);
    }
}

static void print_breaches(const Sheet *sheet, const char *label, const Breach *breaches,
                           uint32_t n_breaches)
{
    for (uint32_t i = 0; i < MIN(n_breaches, MOST_BREACHES); i++)
        print_breach(sheet, i == 0 ? label : "", &breaches[i]);
    if (n_breaches > MOST_BREACHES) {
        print_label(sheet, "");
        printf("and %u more\n", n_breaches - MOST_BREACHES);
    }
}

static const char *no_plan_text(Outcome outcome)
{
    switch (outcome) {
    case OUTCOME_INFEASIBLE:
        return "no placement keeps all hard limits and rules at once";
    case OUTCOME_BLOCKED:
        return "a better placement exists, but no safe order of moves leads to it";
    case OUTCOME_LIMIT:
        return "the limit was reached before a placement was found";
    case OUTCOME_OPTIMAL:
    case OUTCOME_FEASIBLE:
        break;
    }
    g_assert_not_reached(); /* those have a plan */
}

static void print_result(const Sheet *sheet)
{
    const Plan *plan = sheet->plan;
    printf("\n");
    if (!sheet->figures.has_plan)
        printf("  %s\n", no_plan_text(plan->outcome));
    else if (plan->n_actions == 0)
        printf("  nothing to do\n");
    else
        plan_actions_table_print(sheet->model, plan, &sheet->style);
}

bool plan_table_print(const Model *model, const Plan *plan, const PlanVerdict *verdict,
                      GError **error)
{
    Sheet sheet = {.model = model, .plan = plan, .verdict = verdict, .style = style_of_stdout()};
    if (!plan_figures(model, plan, &sheet.figures, error))
        return false;
    sheet.bar = CLAMP(sheet.style.width - LABEL_WIDTH - MONEY_WIDTH - 14, 10, WIDEST_BAR);
    print_title(&sheet);
    print_hosts(&sheet);
    print_costs(&sheet);
    print_monthly(&sheet);
    if (sheet.figures.has_plan) {
        print_once(&sheet);
        print_people(&sheet);
    }
    print_times(&sheet);
    print_breaches(&sheet, "broken now", plan->current_breaches, plan->n_current_breaches);
    print_breaches(&sheet, "why not", plan->infeasible, plan->n_infeasible);
    print_result(&sheet);
    return true;
}
