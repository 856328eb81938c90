#include "certificate/pack_table.h"

#include <string.h>

#define MOST_CELLS (UINT64_C(1) << 20)

struct JudgeTable {
    uint32_t n_dimensions;
    uint64_t n_cells;
    uint64_t *limit, *step; /* [dimension]; step: between cells that differ by one unit of it */
    int64_t *heaviest;      /* [cell] */
};

static int64_t demand_of(const Model *model, uint32_t domain, uint32_t dimension)
{
    return model_demand(model, domain, dimension / model->policy.n_periods,
                        dimension % model->policy.n_periods);
}

static bool lay_out(JudgeTable *table, const int64_t *limits)
{
    table->n_cells = 1;
    for (uint32_t d = 0; d < table->n_dimensions; d++) {
        if (limits[d] < 0 || (uint64_t)limits[d] >= MOST_CELLS)
            return false;
        table->limit[d] = (uint64_t)limits[d];
        table->step[d] = table->n_cells;
        table->n_cells *= table->limit[d] + 1;
        if (table->n_cells > MOST_CELLS)
            return false;
    }
    return true;
}

static bool weights_fit(const Pack *pack)
{
    Int128 sum = 0;
    for (uint32_t i = 0; i < pack->n_items; i++)
        sum += pack->weights[i];
    return sum >> 62 == 0;
}

/* Cells of a run along the first dimension, from the last down: each is read before the domain is
 * counted there. */
static void add_to_run(JudgeTable *table, uint64_t run, uint64_t demand, uint64_t back,
                       int64_t weight)
{
    for (uint64_t cell = run + table->limit[0] + 1; cell-- > run + demand;) {
        int64_t with = table->heaviest[cell - back] + weight;
        table->heaviest[cell] = MAX(table->heaviest[cell], with);
    }
}

/* Every cell that holds the domain may hold it on top of the heaviest filling of the rest. */
static void add_domain(JudgeTable *table, const Model *model, uint32_t domain, int64_t weight)
{
    uint64_t back = 0, run_size = table->limit[0] + 1;
    for (uint32_t d = 0; d < table->n_dimensions; d++) {
        if ((uint64_t)demand_of(model, domain, d) > table->limit[d])
            return;
        back += (uint64_t)demand_of(model, domain, d) * table->step[d];
    }
    for (uint64_t run = table->n_cells; run > 0;) {
        run -= run_size;
        bool holds = true;
        for (uint32_t d = 1; d < table->n_dimensions && holds; d++)
            holds = run / table->step[d] % (table->limit[d] + 1) >=
                    (uint64_t)demand_of(model, domain, d);
        if (holds)
            add_to_run(table, run, (uint64_t)demand_of(model, domain, 0), back, weight);
    }
}

JudgeTable *judge_table_new(const Model *model, const Pack *pack, const int64_t *limits,
                            uint64_t *work)
{
    g_autoptr(JudgeTable) table = g_new0(JudgeTable, 1);
    table->n_dimensions = pack->n_dimensions;
    table->limit = g_new0(uint64_t, (gsize)pack->n_dimensions + 1);
    table->step = g_new0(uint64_t, (gsize)pack->n_dimensions + 1);
    if (pack->n_dimensions == 0 || !lay_out(table, limits) || !weights_fit(pack) ||
        table->n_cells * pack->n_items > *work)
        return NULL;
    *work -= table->n_cells * pack->n_items;
    table->heaviest = g_new0(int64_t, table->n_cells);
    for (uint32_t i = 0; i < pack->n_items; i++)
        add_domain(table, model, pack->items[i], pack->weights[i]);
    return g_steal_pointer(&table);
}

void judge_table_free(JudgeTable *table)
{
    if (table == NULL)
        return;
    g_free(table->limit);
    g_free(table->step);
    g_free(table->heaviest);
    g_free(table);
}

int64_t judge_table_heaviest(const JudgeTable *table, const int64_t *limits)
{
    uint64_t cell = 0;
    for (uint32_t d = 0; d < table->n_dimensions; d++)
        cell += (uint64_t)limits[d] * table->step[d];
    return table->heaviest[cell];
}
