#include "solver/leaf.h"

#include <string.h>

static int64_t highest_cost(const Mip *mip)
{
    int64_t highest = MAX(mip->constant, 1);
    for (uint32_t c = 0; c < mip->n_columns; c++) {
        Fraction cost = mip->columns[c].cost;
        int64_t per_unit = cost.numerator / cost.denominator;
        highest = MAX(highest, ABS(per_unit) + 1);
    }
    return highest;
}

/* The largest power of two that leaves multipliers of sixteen times the highest cost in int64. */
static int64_t choose_scale(const Mip *mip)
{
    int64_t scale = 1, highest = highest_cost(mip);
    while (scale < (INT64_C(1) << 40) && highest <= (INT64_C(1) << 57) / scale)
        scale *= 2;
    return scale;
}

static bool is_move_column(const Mip *mip, uint32_t column)
{
    const Key *key = &mip->columns[column].key;
    return key->kind == COLUMN_PLACE && problem_is_move(mip->problem, key->index[0], key->index[1]);
}

LeafJudge *leaf_judge_new(const Mip *mip, const CountSets *counts)
{
    LeafJudge *judge = g_new0(LeafJudge, 1);
    judge->mip = mip;
    judge->counts = counts;
    judge->scale = choose_scale(mip);
    judge->tie_step = judge->scale / ((int64_t)mip->problem->n_items + 2);
    judge->cost = g_new(int64_t, mip->n_columns);
    judge->tie_cost = g_new(int64_t, mip->n_columns);
    judge->reduced = g_new(Int128, mip->n_columns);
    for (uint32_t c = 0; c < mip->n_columns; c++) {
        Fraction cost = mip->columns[c].cost;
        Int128 scaled = floor_divide((Int128)judge->scale * cost.numerator, cost.denominator);
        judge->cost[c] = (int64_t)scaled;
        judge->tie_cost[c] = judge->cost[c] + (is_move_column(mip, c) ? judge->tie_step : 0);
    }
    return judge;
}

void leaf_judge_free(LeafJudge *judge)
{
    if (judge == NULL)
        return;
    g_free(judge->cost);
    g_free(judge->tie_cost);
    g_free(judge->reduced);
    g_free(judge);
}

static bool add_product(Int128 *sum, Int128 a, Int128 b)
{
    Int128 product;
    return !__builtin_mul_overflow(a, b, &product) && !__builtin_add_overflow(*sum, product, sum);
}

static bool has_right_sign(Sense sense, int64_t y)
{
    return sense == SENSE_EQUAL || (sense == SENSE_AT_LEAST ? y > 0 : y < 0);
}

static bool add_row(LeafJudge *judge, RowMultiplier multiplier, Int128 *value)
{
    const Mip *mip = judge->mip;
    const MipRow *row = &mip->rows[multiplier.row];
    if (!has_right_sign(row->sense, multiplier.y))
        return true;
    for (uint32_t t = row->start; t < row[1].start; t++)
        if (!add_product(&judge->reduced[mip->terms[t].column], -(Int128)multiplier.y,
                         mip->terms[t].coefficient))
            return false;
    return add_product(value, multiplier.y, row->rhs);
}

static bool add_count(LeafJudge *judge, const Bounds *bounds, RowMultiplier multiplier,
                      Int128 *value)
{
    uint32_t set = multiplier.row - judge->mip->n_rows;
    int64_t bound = multiplier.y > 0 ? bounds->count_lower[set] : bounds->count_upper[set];
    if (bound < 0)
        return true;
    for (uint32_t k = 0; k < judge->counts->sets[set].n; k++)
        judge->reduced[judge->mip->serve_start + judge->counts->sets[set].index[k]] -= multiplier.y;
    return add_product(value, multiplier.y, bound);
}

Int128 leaf_judge_value(LeafJudge *judge, const Bounds *bounds, const RowMultiplier *y,
                        uint32_t n_y, LeafCosts costs)
{
    const Mip *mip = judge->mip;
    const int64_t *cost = costs == LEAF_TIE_COST ? judge->tie_cost : judge->cost;
    Int128 value = costs == LEAF_NO_COST ? 0 : (Int128)judge->scale * mip->constant;
    for (uint32_t c = 0; c < mip->n_columns; c++)
        judge->reduced[c] = costs == LEAF_NO_COST ? 0 : cost[c];
    for (uint32_t k = 0; k < n_y; k++) {
        bool fits = y[k].row < mip->n_rows ? add_row(judge, y[k], &value)
                                           : add_count(judge, bounds, y[k], &value);
        if (!fits)
            return NO_VALUE;
    }
    for (uint32_t c = 0; c < mip->n_columns; c++) {
        Int128 reduced = judge->reduced[c];
        if (!add_product(&value, reduced, reduced > 0 ? bounds->lower[c] : bounds->upper[c]))
            return NO_VALUE;
    }
    return value;
}

int64_t leaf_judge_bound(const LeafJudge *judge, Int128 value)
{
    Int128 bound =
        judge->mip->whole ? ceil_divide(value, judge->scale) : floor_divide(value, judge->scale);
    bound -= judge->mip->correction;
    return bound < INT64_MIN ? INT64_MIN : bound > INT64_MAX ? INT64_MAX : (int64_t)bound;
}

bool mip_broken_row(const Mip *mip, const Bounds *bounds, RowMultiplier *ret_y)
{
    for (uint32_t i = 0; i < mip->n_rows; i++) {
        const MipRow *row = &mip->rows[i];
        Int128 least = 0, most = 0;
        for (uint32_t t = row->start; t < row[1].start; t++) {
            Int128 a = mip->terms[t].coefficient;
            uint32_t c = mip->terms[t].column;
            least += a * (a > 0 ? bounds->lower[c] : bounds->upper[c]);
            most += a * (a > 0 ? bounds->upper[c] : bounds->lower[c]);
        }
        bool above = least > row->rhs && row->sense != SENSE_AT_LEAST;
        bool below = most < row->rhs && row->sense != SENSE_AT_MOST;
        if (above || below) {
            *ret_y = (RowMultiplier){i, above ? -1 : 1};
            return true;
        }
    }
    return false;
}
