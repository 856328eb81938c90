#include "solver/pack_master.h"

#include <glpk.h>

#define MICRO 1e6

struct PackMaster {
    const PackKinds *kinds;
    glp_prob *prob;   /* rows: classes, kinds; columns: one a class that is not covered, patterns */
    GArray *patterns; /* Pattern */
    bool has_changed; /* limits, since it was solved: the dual simplex goes on from there */
};

static double dear(const PackKinds *kinds)
{
    int64_t dearest = 1;
    for (uint32_t k = 0; k < kinds->n_kinds; k++)
        dearest = MAX(dearest, kinds->kinds[k].cost);
    return 2 * (double)dearest / MICRO;
}

static int kind_row(const PackMaster *master, uint32_t kind)
{
    return (int)(master->kinds->n_classes + kind) + 1;
}

PackMaster *pack_master_new(const PackKinds *kinds)
{
    PackMaster *master = g_new0(PackMaster, 1);
    master->kinds = kinds;
    master->prob = glp_create_prob();
    master->patterns = g_array_new(FALSE, FALSE, sizeof(Pattern));
    glp_add_rows(master->prob, (int)(kinds->n_classes + kinds->n_kinds));
    glp_add_cols(master->prob, (int)kinds->n_classes);
    for (uint32_t class = 0; class < kinds->n_classes; class ++) {
        int row[2] = {0, (int)class + 1};
        double one[2] = {0, 1};
        pack_master_need(master, class, kinds->classes[class].n_items);
        glp_set_col_bnds(master->prob, row[1], GLP_LO, 0, 0);
        glp_set_obj_coef(master->prob, row[1], dear(kinds));
        glp_set_mat_col(master->prob, row[1], 1, row, one);
    }
    for (uint32_t kind = 0; kind < kinds->n_kinds; kind++) {
        pack_master_limit(master, kind, 0, kinds->kinds[kind].n_bins);
        pack_master_add(master, kind, NULL, 0);
    }
    return master;
}

void pack_master_free(PackMaster *master)
{
    if (master == NULL)
        return;
    for (guint i = 0; i < master->patterns->len; i++)
        g_free(g_array_index(master->patterns, Pattern, i).parts);
    g_array_unref(master->patterns);
    glp_delete_prob(master->prob);
    g_free(master);
}

void pack_master_add(PackMaster *master, uint32_t kind, PackPart *parts, uint32_t n_parts)
{
    g_autofree int *rows = g_new(int, (gsize)n_parts + 2);
    g_autofree double *values = g_new(double, (gsize)n_parts + 2);
    for (uint32_t i = 0; i < n_parts; i++) {
        rows[i + 1] = (int)parts[i].class + 1;
        values[i + 1] = parts[i].n;
    }
    rows[n_parts + 1] = kind_row(master, kind);
    values[n_parts + 1] = 1;
    int column = glp_add_cols(master->prob, 1);
    glp_set_col_bnds(master->prob, column, GLP_LO, 0, 0);
    glp_set_obj_coef(master->prob, column, (double)master->kinds->kinds[kind].cost / MICRO);
    glp_set_mat_col(master->prob, column, (int)n_parts + 1, rows, values);
    Pattern pattern = {kind, parts, n_parts};
    g_array_append_val(master->patterns, pattern);
}

void pack_master_need(PackMaster *master, uint32_t class, uint32_t n)
{
    glp_set_row_bnds(master->prob, (int)class + 1, n == 0 ? GLP_FR : GLP_LO, n, 0);
    master->has_changed = true;
}

void pack_master_limit(PackMaster *master, uint32_t kind, double lower, double upper)
{
    int type = lower >= upper ? GLP_FX : lower <= 0 ? GLP_UP : GLP_DB;
    glp_set_row_bnds(master->prob, kind_row(master, kind), type, lower, upper);
    master->has_changed = true;
}

bool pack_master_solve(PackMaster *master, double seconds, double *ret_value, double *ret_price,
                       double *ret_kind_price)
{
    glp_smcp parameters;
    glp_init_smcp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    parameters.meth = master->has_changed ? GLP_DUALP : GLP_PRIMAL;
    parameters.tm_lim = (int)(1000 * CLAMP(seconds, 0.01, 1e6));
    if (glp_simplex(master->prob, &parameters) != 0 || glp_get_status(master->prob) != GLP_OPT)
        return false;
    master->has_changed = false;
    *ret_value = glp_get_obj_val(master->prob);
    for (uint32_t class = 0; class < master->kinds->n_classes; class ++)
        ret_price[class] = MAX(0, glp_get_row_dual(master->prob, (int)class + 1));
    for (uint32_t kind = 0; kind < master->kinds->n_kinds; kind++)
        ret_kind_price[kind] = glp_get_row_dual(master->prob, kind_row(master, kind));
    return true;
}

uint32_t pack_master_n(const PackMaster *master)
{
    return master->patterns->len;
}

const Pattern *pack_master_pattern(const PackMaster *master, uint32_t pattern)
{
    return &g_array_index(master->patterns, Pattern, pattern);
}

double pack_master_use(const PackMaster *master, uint32_t pattern)
{
    return glp_get_col_prim(master->prob, (int)(master->kinds->n_classes + pattern) + 1);
}
