/* The figures of plan.json that follow from the plan's costs, each computed anew. */
#include <math.h>
#include <string.h>

#include "certificate/saved_files.h"
#include "common/rational.h"

typedef struct {
    Checks *checks;
    const Model *model;
    const Plan *plan;
    const json_t *cost; /* the object "cost" of plan.json */
} Figures;

/* path: a key, or two with a point between. */
static const json_t *figure(const json_t *object, const char *path)
{
    g_auto(GStrv) keys = g_strsplit(path, ".", 2);
    const json_t *value = json_object_get(object, keys[0]);
    return keys[1] == NULL ? value : json_object_get(value, keys[1]);
}

static char *shown(const json_t *value)
{
    char *text =
        value == NULL ? NULL : json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    char *copy = g_strdup(text == NULL ? "missing" : text);
    free(text);
    return copy;
}

static void differs(const Figures *figures, const char *path, const char *right)
{
    g_autofree char *found = shown(figure(figures->cost, path));
    checks_break(figures->checks, "cost.%s of plan.json is %s, it is %s", path, found, right);
}

/* present: the figure must be there, else it must be null. */
static void check_money(const Figures *figures, const char *path, bool present, int64_t micro)
{
    const json_t *found = figure(figures->cost, path);
    g_autofree char *right = present ? money_to_text(micro) : g_strdup("null");
    bool same = present ? g_strcmp0(json_string_value(found), right) == 0 : json_is_null(found);
    if (!same)
        differs(figures, path, right);
}

/* tolerance: half of the last digit that is written, with room for binary fractions. */
static void check_number(const Figures *figures, const char *path, bool present, double right,
                         double tolerance)
{
    const json_t *found = figure(figures->cost, path);
    g_autofree char *text = present ? g_strdup_printf("%.9g", right) : g_strdup("null");
    bool same = present
                    ? json_is_number(found) && fabs(json_number_value(found) - right) <= tolerance
                    : json_is_null(found);
    if (!same)
        differs(figures, path, text);
}

static int64_t recurring(const Cost *cost)
{
    int64_t sum = 0;
    for (uint32_t part = 0; part < N_RECURRING_PARTS; part++)
        sum += cost->part[part];
    return sum;
}

static void check_recurring(const Figures *figures, const char *path, bool present,
                            const Cost *cost)
{
    g_autoptr(Rational) month = rational_new_integer(730);
    rational_divide_integer(month, figures->model->policy.horizon_h);
    int64_t micro = 0;
    if (rational_round_half_up(month, recurring(cost), &micro))
        check_money(figures, path, present, micro);
    else
        differs(figures, path, "out of range");
}

static void check_sunk(const Figures *figures)
{
    g_autoptr(Rational) sum = rational_new_integer(0);
    for (uint32_t host = 0; host < figures->model->n_hosts; host++) {
        g_autoptr(Rational) sunk =
            rational_new_decimal(figures->model->hosts[host].sunk_cost_per_h);
        rational_add(sum, sunk);
    }
    rational_multiply_integer(sum, 730);
    int64_t micro = 0;
    if (rational_round_half_up(sum, MICRO, &micro))
        check_money(figures, "sunk_per_month", true, micro);
    else
        differs(figures, "sunk_per_month", "out of range");
}

static void check_gap(const Figures *figures)
{
    const Plan *plan = figures->plan;
    bool present = plan->host_of_domain != NULL && plan->has_bound;
    int64_t gap = plan->planned.total - plan->bound;
    double ratio = gap == 0 || plan->planned.total == 0
                       ? 0
                       : (double)gap / (double)plan->planned.total; /* for people, not for sums */
    check_money(figures, "bound", plan->has_bound, plan->bound);
    check_money(figures, "gap", present, gap);
    check_number(figures, "gap_ratio", present, ratio, 1e-9);
}

static void check_payback(const Figures *figures, int64_t one_off)
{
    const Plan *plan = figures->plan;
    int64_t saved = recurring(&plan->current) - recurring(&plan->planned);
    bool present = plan->host_of_domain != NULL && saved > 0;
    double hours =
        present ? (double)one_off / (double)saved * (double)figures->model->policy.horizon_h : 0;
    check_number(figures, "payback_h", present, hours, 1e-3);
}

/* The parts and totals themselves are the judge's; here their text. */
static void check_parts(const Figures *figures, bool has_plan)
{
    for (uint32_t part = 0; part < N_COST_PARTS; part++) {
        const json_t *pair =
            json_object_get(json_object_get(figures->cost, "parts"), cost_part_names[part]);
        Figures inner = *figures;
        inner.cost = pair;
        check_money(&inner, "current", true, figures->plan->current.part[part]);
        check_money(&inner, "planned", has_plan, figures->plan->planned.part[part]);
    }
}

void judge_check_figures(Checks *checks, const Model *model, const Plan *plan,
                         const json_t *plan_json)
{
    Figures figures = {checks, model, plan, json_object_get(plan_json, "cost")};
    bool has_plan = plan->host_of_domain != NULL;
    int64_t one_off = plan->planned.total - recurring(&plan->planned);
    checks_begin(checks, "figures");
    check_money(&figures, "current", true, plan->current.total);
    check_money(&figures, "planned", has_plan, plan->planned.total);
    check_money(&figures, "saving", has_plan, plan->current.total - plan->planned.total);
    check_money(&figures, "one_off", has_plan, one_off);
    check_recurring(&figures, "recurring_per_month.current", true, &plan->current);
    check_recurring(&figures, "recurring_per_month.planned", has_plan, &plan->planned);
    check_sunk(&figures);
    check_gap(&figures);
    check_payback(&figures, one_off);
    check_parts(&figures, has_plan);
    const char *currency = json_string_value(json_object_get(plan_json, "currency"));
    if (g_strcmp0(currency, model->policy.currency) != 0)
        checks_break(checks, "the currency of plan.json is '%s', that of the snapshot '%s'",
                     currency == NULL ? "" : currency, model->policy.currency);
    checks_end(checks, "every figure of plan.json follows from its costs");
}
