#include "solver/pattern_master.h"

#include <glpk.h>
#include <math.h>
#include <string.h>

#define MICRO  1e6
#define IN_USE 1e-7
#define DEAR   1e7 /* currency units: what should not be */

typedef struct {
    uint32_t bin;
    uint32_t *items, n_items;
} Pattern;

/* Columns: one that leaves an item out, one that places it twice, for each item, the same for each
 * kind of stay; an empty pattern for each bin; then the patterns. */
struct PatternMaster {
    const PriceModel *model;
    const Problem *problem;
    const PatternRules *rules;
    const PatternPart *part;
    GArray *patterns; /* Pattern */
    GArray **of_bin;  /* [bin] uint32_t: patterns */
    glp_prob *prob;
    int *index;
    double *coefficient;
    double *n_stay; /* [stay] */
};

/* Of an item or, behind all items, a kind of stay. */
static int row_priced(uint32_t priced)
{
    return (int)priced + 1;
}

static int row_of_bin(const PatternMaster *master, uint32_t bin)
{
    return (int)(pattern_n_prices(master->rules) + bin) + 1;
}

static int row_of_type(const PatternMaster *master, uint32_t type)
{
    return (int)(pattern_n_prices(master->rules) + master->problem->n_bins + type) + 1;
}

static int column_short(uint32_t priced)
{
    return (int)priced + 1;
}

static int column_over(const PatternMaster *master, uint32_t priced)
{
    return (int)(pattern_n_prices(master->rules) + priced) + 1;
}

static int column_empty(const PatternMaster *master, uint32_t bin)
{
    return (int)(2 * pattern_n_prices(master->rules) + bin) + 1;
}

static int column_of(const PatternMaster *master, uint32_t pattern)
{
    return (int)(2 * pattern_n_prices(master->rules) + master->problem->n_bins + pattern) + 1;
}

static double cost_of(const PatternMaster *master, uint32_t bin, const uint32_t *items, uint32_t n)
{
    double cost = master->model->serve_cost[bin];
    for (uint32_t k = 0; k < n; k++) {
        uint32_t item = items[k];
        cost += (double)problem_place_cost(master->problem, item, bin) / MICRO -
                (master->model->home[item] == bin ? master->model->notice[item] : 0);
    }
    return cost;
}

/* Of each kind those that are at home on the bin. */
static void count_stays(PatternMaster *master, uint32_t bin, const uint32_t *items, uint32_t n)
{
    memset(master->n_stay, 0, master->rules->n_stays * sizeof *master->n_stay);
    for (uint32_t k = 0; k < n; k++)
        if (master->model->home[items[k]] == bin)
            master->n_stay[master->rules->stay[items[k]]]++;
}

/* Fills a column: its items, those that stay, its bin and the bin's type. */
static void set_pattern(PatternMaster *master, int column, uint32_t bin, const uint32_t *items,
                        uint32_t n_items)
{
    int n = 0;
    for (uint32_t k = 0; k < n_items; k++) {
        master->index[++n] = row_priced(items[k]);
        master->coefficient[n] = 1;
    }
    count_stays(master, bin, items, n_items);
    for (uint32_t stay = 0; stay < master->rules->n_stays; stay++) {
        if (master->n_stay[stay] == 0)
            continue;
        master->index[++n] = row_priced(master->problem->n_items + stay);
        master->coefficient[n] = master->n_stay[stay];
    }
    master->index[++n] = row_of_bin(master, bin);
    master->coefficient[n] = 1;
    if (master->model->type_of_bin[bin] != NO_INDEX) {
        master->index[++n] = row_of_type(master, master->model->type_of_bin[bin]);
        master->coefficient[n] = 1;
    }
    glp_set_mat_col(master->prob, column, n, master->index, master->coefficient);
    glp_set_obj_coef(master->prob, column, cost_of(master, bin, items, n_items));
}

static void set_single(PatternMaster *master, int column, int row, double coefficient)
{
    const int index[] = {0, row};
    const double value[] = {0, coefficient};
    glp_set_mat_col(master->prob, column, 1, index, value);
}

static void make_program(PatternMaster *master)
{
    const Problem *problem = master->problem;
    uint32_t n_prices = pattern_n_prices(master->rules);
    master->prob = glp_create_prob();
    glp_set_obj_dir(master->prob, GLP_MIN);
    glp_add_rows(master->prob, (int)(n_prices + problem->n_bins + master->model->n_types));
    glp_add_cols(master->prob, (int)(2 * n_prices + problem->n_bins));
    for (uint32_t priced = 0; priced < n_prices; priced++) {
        if (priced < problem->n_items)
            glp_set_row_bnds(master->prob, row_priced(priced), GLP_FX, 1, 1);
        set_single(master, column_short(priced), row_priced(priced), 1);
        set_single(master, column_over(master, priced), row_priced(priced), -1);
        glp_set_col_bnds(master->prob, column_short(priced), GLP_LO, 0, 0);
        glp_set_col_bnds(master->prob, column_over(master, priced), GLP_LO, 0, 0);
        glp_set_obj_coef(master->prob, column_short(priced), DEAR);
    }
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        set_pattern(master, column_empty(master, bin), bin, NULL, 0);
}

PatternMaster *pattern_master_new(const PriceModel *model, const PatternRules *rules)
{
    const Problem *problem = model->problem;
    PatternMaster *master = g_new0(PatternMaster, 1);
    master->model = model;
    master->problem = problem;
    master->rules = rules;
    master->patterns = g_array_new(FALSE, FALSE, sizeof(Pattern));
    master->of_bin = g_new0(GArray *, (gsize)problem->n_bins + 1);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        master->of_bin[bin] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    master->index = g_new0(int, (gsize)pattern_n_prices(rules) + 3);
    master->coefficient = g_new0(double, (gsize)pattern_n_prices(rules) + 3);
    master->n_stay = g_new0(double, (gsize)rules->n_stays + 1);
    make_program(master);
    return master;
}

void pattern_master_free(PatternMaster *master)
{
    if (master == NULL)
        return;
    for (guint i = 0; i < master->patterns->len; i++)
        g_free(g_array_index(master->patterns, Pattern, i).items);
    g_array_unref(master->patterns);
    for (uint32_t bin = 0; bin < master->problem->n_bins; bin++)
        g_array_unref(master->of_bin[bin]);
    g_free(master->of_bin);
    g_free(master->index);
    g_free(master->coefficient);
    g_free(master->n_stay);
    glp_delete_prob(master->prob);
    g_free(master);
}

static uint32_t count_held(const PatternPart *part, const Problem *problem, uint32_t bin)
{
    uint32_t n = 0;
    for (uint32_t item = 0; item < problem->n_items; item++)
        n += part->held[item] == bin;
    return n;
}

static bool is_within(const PatternMaster *master, const PatternPart *part, const Pattern *pattern,
                      uint32_t n_held)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < pattern->n_items; k++) {
        uint32_t item = pattern->items[k];
        if (part->held[item] == pattern->bin)
            n++;
        else if (!pattern_part_is_open(part, master->rules, item, pattern->bin))
            return false;
    }
    return n == n_held;
}

static double reduced_cost(PatternMaster *master, uint32_t bin, const uint32_t *items,
                           uint32_t n_items, const double *price)
{
    double reduced = cost_of(master, bin, items, n_items);
    for (uint32_t k = 0; k < n_items; k++)
        reduced -= price[items[k]];
    count_stays(master, bin, items, n_items);
    for (uint32_t stay = 0; stay < master->rules->n_stays; stay++)
        reduced -= master->n_stay[stay] * price[master->problem->n_items + stay];
    return reduced;
}

static void allow(PatternMaster *master, int column, bool is_allowed)
{
    glp_set_col_bnds(master->prob, column, is_allowed ? GLP_LO : GLP_FX, 0, 0);
}

void pattern_master_add(PatternMaster *master, uint32_t bin, const uint32_t *items,
                        uint32_t n_items)
{
    Pattern pattern = {bin, g_memdup2(items, n_items * sizeof *items), n_items};
    uint32_t number = master->patterns->len;
    g_array_append_val(master->patterns, pattern);
    g_array_append_val(master->of_bin[bin], number);
    int column = glp_add_cols(master->prob, 1);
    set_pattern(master, column, bin, items, n_items);
    allow(master, column,
          master->part == NULL || is_within(master, master->part, &pattern,
                                            count_held(master->part, master->problem, bin)));
}

uint32_t pattern_master_n(const PatternMaster *master)
{
    return master->patterns->len;
}

static void bound_row(PatternMaster *master, int row, double lower, double upper)
{
    glp_set_row_bnds(master->prob, row, lower == upper ? GLP_FX : GLP_DB, lower, upper);
}

static void bound_stays(PatternMaster *master, const PatternPart *part)
{
    for (uint32_t stay = 0; stay < master->rules->n_stays; stay++) {
        int row = row_priced(master->problem->n_items + stay);
        if (part->most[stay] != UINT32_MAX)
            bound_row(master, row, part->fewest[stay], part->most[stay]);
        else
            glp_set_row_bnds(master->prob, row, part->fewest[stay] > 0 ? GLP_LO : GLP_FR,
                             part->fewest[stay], 0);
    }
}

/* Those of the bin that are within the part, and not much dearer at the prices than its best. */
static void enter_patterns(PatternMaster *master, uint32_t bin, uint32_t n_held,
                           const double *price, double left)
{
    const GArray *of_bin = master->of_bin[bin];
    g_autofree double *reduced = g_new(double, (gsize)of_bin->len + 1);
    double least = INFINITY;
    for (guint k = 0; k < of_bin->len; k++) {
        const Pattern *pattern =
            &g_array_index(master->patterns, Pattern, g_array_index(of_bin, uint32_t, k));
        reduced[k] = is_within(master, master->part, pattern, n_held)
                         ? reduced_cost(master, bin, pattern->items, pattern->n_items, price)
                         : INFINITY;
        least = MIN(least, reduced[k]);
    }
    for (guint k = 0; k < of_bin->len; k++)
        allow(master, column_of(master, g_array_index(of_bin, uint32_t, k)),
              isfinite(reduced[k]) && reduced[k] <= least + left);
}

void pattern_master_enter(PatternMaster *master, const PatternPart *part, const double *price,
                          double left)
{
    const Problem *problem = master->problem;
    master->part = part;
    bound_stays(master, part);
    for (uint32_t t = 0; t < master->model->n_types; t++)
        bound_row(master, row_of_type(master, t), part->bins->lower[t],
                  MIN(part->bins->upper[t], master->model->bins[t].n));
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        uint8_t fix = part->bins->fix[bin];
        uint32_t n_held = count_held(part, problem, bin);
        bool may_serve = fix != BIN_OFF && problem->may_serve[bin];
        bound_row(master, row_of_bin(master, bin), fix == BIN_ON, may_serve);
        allow(master, column_empty(master, bin), may_serve);
        glp_set_obj_coef(master->prob, column_empty(master, bin),
                         cost_of(master, bin, NULL, 0) + (n_held > 0 ? DEAR : 0));
        enter_patterns(master, bin, n_held, price, may_serve ? left : -1);
    }
}

void pattern_master_set_box(PatternMaster *master, const double *centre, double radius)
{
    for (uint32_t priced = 0; priced < pattern_n_prices(master->rules); priced++) {
        glp_set_obj_coef(master->prob, column_short(priced), centre[priced] + radius);
        glp_set_obj_coef(master->prob, column_over(master, priced), radius - centre[priced]);
    }
}

bool pattern_master_solve(PatternMaster *master, double *ret_value, double *ret_price)
{
    glp_smcp control;
    glp_init_smcp(&control);
    control.msg_lev = GLP_MSG_OFF;
    int failed = glp_simplex(master->prob, &control);
    if (failed != 0) {
        glp_std_basis(master->prob);
        failed = glp_simplex(master->prob, &control);
    }
    if (failed != 0 || glp_get_status(master->prob) != GLP_OPT)
        return false;
    *ret_value = glp_get_obj_val(master->prob);
    for (uint32_t priced = 0; priced < pattern_n_prices(master->rules); priced++)
        ret_price[priced] = glp_get_row_dual(master->prob, row_priced(priced));
    return true;
}

bool pattern_master_is_boxed(const PatternMaster *master)
{
    for (uint32_t priced = 0; priced < pattern_n_prices(master->rules); priced++)
        if (glp_get_col_prim(master->prob, column_short(priced)) > IN_USE ||
            glp_get_col_prim(master->prob, column_over(master, priced)) > IN_USE)
            return true;
    return false;
}

double pattern_master_reduced(PatternMaster *master, uint32_t bin, const uint32_t *items,
                              uint32_t n_items, const double *price)
{
    double reduced = reduced_cost(master, bin, items, n_items, price) -
                     glp_get_row_dual(master->prob, row_of_bin(master, bin));
    if (master->model->type_of_bin[bin] != NO_INDEX)
        reduced -=
            glp_get_row_dual(master->prob, row_of_type(master, master->model->type_of_bin[bin]));
    return reduced;
}

void pattern_master_use(const PatternMaster *master, double *ret_place, double *ret_bin)
{
    const Problem *problem = master->problem;
    if (ret_place != NULL)
        memset(ret_place, 0, (gsize)problem->n_items * problem->n_bins * sizeof *ret_place);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        ret_bin[bin] = glp_get_col_prim(master->prob, column_empty(master, bin));
    for (guint i = 0; i < master->patterns->len; i++) {
        const Pattern *pattern = &g_array_index(master->patterns, Pattern, i);
        double use = glp_get_col_prim(master->prob, column_of(master, i));
        if (use <= IN_USE)
            continue;
        ret_bin[pattern->bin] += use;
        for (uint32_t k = 0; k < pattern->n_items && ret_place != NULL; k++)
            ret_place[(gsize)pattern->items[k] * problem->n_bins + pattern->bin] += use;
    }
}

int64_t pattern_master_known(void *context, uint32_t bin, const int64_t *weights)
{
    const PatternMaster *master = context;
    int64_t most = 0;
    for (guint k = 0; k < master->of_bin[bin]->len; k++) {
        uint32_t number = g_array_index(master->of_bin[bin], uint32_t, k);
        const Pattern *pattern = &g_array_index(master->patterns, Pattern, number);
        int64_t weight = 0;
        if (glp_get_col_type(master->prob, column_of(master, number)) == GLP_FX)
            continue;
        for (uint32_t i = 0; i < pattern->n_items; i++)
            weight += weights[pattern->items[i]];
        most = MAX(most, weight);
    }
    return most;
}
