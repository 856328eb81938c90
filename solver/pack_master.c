#include "solver/pack_master.h"

#include <glpk.h>

struct PackMaster {
    glp_prob *prob; /* rows: items, kinds; columns: one an item that is not covered, patterns */
    uint32_t n_items;
    GArray *patterns; /* Pattern */
};

PackMaster *pack_master_new(uint32_t n_items, const uint32_t *n_of_kind, uint32_t n_kinds,
                            double dear)
{
    PackMaster *master = g_new0(PackMaster, 1);
    master->prob = glp_create_prob();
    master->n_items = n_items;
    master->patterns = g_array_new(FALSE, FALSE, sizeof(Pattern));
    glp_add_rows(master->prob, (int)(n_items + n_kinds));
    glp_add_cols(master->prob, (int)n_items);
    for (int i = 1; i <= (int)n_items; i++) {
        int row[2] = {0, i};
        double one[2] = {0, 1};
        glp_set_row_bnds(master->prob, i, GLP_LO, 1, 0);
        glp_set_col_bnds(master->prob, i, GLP_LO, 0, 0);
        glp_set_obj_coef(master->prob, i, dear);
        glp_set_mat_col(master->prob, i, 1, row, one);
    }
    for (uint32_t kind = 0; kind < n_kinds; kind++)
        glp_set_row_bnds(master->prob, (int)(n_items + kind) + 1, GLP_UP, 0, n_of_kind[kind]);
    return master;
}

void pack_master_free(PackMaster *master)
{
    if (master == NULL)
        return;
    for (guint i = 0; i < master->patterns->len; i++)
        g_free(g_array_index(master->patterns, Pattern, i).items);
    g_array_unref(master->patterns);
    glp_delete_prob(master->prob);
    g_free(master);
}

void pack_master_add(PackMaster *master, uint32_t kind, uint32_t *items, uint32_t n_items,
                     double cost)
{
    g_autofree int *rows = g_new(int, (gsize)n_items + 2);
    g_autofree double *ones = g_new(double, (gsize)n_items + 2);
    for (uint32_t i = 0; i <= n_items; i++) {
        rows[i + 1] = (int)(i < n_items ? items[i] : master->n_items + kind) + 1;
        ones[i + 1] = 1;
    }
    int column = glp_add_cols(master->prob, 1);
    glp_set_col_bnds(master->prob, column, GLP_LO, 0, 0);
    glp_set_obj_coef(master->prob, column, cost);
    glp_set_mat_col(master->prob, column, (int)n_items + 1, rows, ones);
    Pattern pattern = {kind, items, n_items};
    g_array_append_val(master->patterns, pattern);
}

bool pack_master_solve(PackMaster *master, double seconds, double *ret_value, double *ret_price,
                       double *ret_kind_price)
{
    glp_smcp parameters;
    glp_init_smcp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    parameters.tm_lim = (int)(1000 * CLAMP(seconds, 0.01, 1e6));
    if (glp_simplex(master->prob, &parameters) != 0 || glp_get_status(master->prob) != GLP_OPT)
        return false;
    *ret_value = glp_get_obj_val(master->prob);
    int n_rows = glp_get_num_rows(master->prob);
    for (int row = 1; row <= n_rows; row++) {
        double dual = glp_get_row_dual(master->prob, row);
        if (row <= (int)master->n_items)
            ret_price[row - 1] = MAX(0, dual);
        else
            ret_kind_price[row - 1 - (int)master->n_items] = MIN(0, dual);
    }
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
    return glp_get_col_prim(master->prob, (int)(master->n_items + pattern) + 1);
}

void pack_master_drop(PackMaster *master, uint32_t item)
{
    glp_set_row_bnds(master->prob, (int)item + 1, GLP_FR, 0, 0);
}

void pack_master_limit(PackMaster *master, uint32_t kind, uint32_t n)
{
    glp_set_row_bnds(master->prob, (int)(master->n_items + kind) + 1, GLP_UP, 0, n);
}
