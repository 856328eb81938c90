#include "solver/pack_branch.h"

#include <math.h>
#include <stdlib.h>

#define PRECISION  1e-6 /* a number that is closer to a whole one is whole */
#define LEAST_GAIN 1e-8 /* relative, of a child that gains nothing: the other one counts */

typedef struct {
    PackCounts *counts;
    const PackKinds *kinds;
    uint32_t *order;  /* [kind] cheapest first for what fits on them */
    double *n;        /* [kind] bins in service */
    double *dearness; /* [kind] */
    double value, enough, score;
    uint32_t first, behind; /* the best run of the order; a single kind is one too */
    uint32_t at;
    double low, high;
} Choice;

static int compare_dearness(gconstpointer a, gconstpointer b, gpointer context)
{
    const uint32_t *left = a, *right = b;
    const double *dearness = context;
    if (dearness[*left] != dearness[*right])
        return dearness[*left] < dearness[*right] ? -1 : 1;
    return *left < *right ? -1 : *left > *right;
}

/* Kinds of the run, rising; caller frees. */
static uint32_t *kinds_of(const Choice *choice, uint32_t first, uint32_t behind)
{
    uint32_t *kinds = g_memdup2(choice->order + first, (behind - first) * sizeof(uint32_t));
    qsort(kinds, behind - first, sizeof(uint32_t), pack_compare_numbers);
    return kinds;
}

static double gain(const Choice *choice, double child)
{
    return MAX(LEAST_GAIN * (1 + fabs(choice->value)), MIN(child, choice->enough) - choice->value);
}

/* Takes the run where both its children are worth most; nothing where its sum is whole. */
static void try_run(Choice *choice, uint32_t first, uint32_t behind)
{
    double sum = 0;
    for (uint32_t i = first; i < behind; i++)
        sum += choice->n[choice->order[i]];
    if (fabs(sum - round(sum)) < PRECISION)
        return;
    g_autofree uint32_t *kinds = kinds_of(choice, first, behind);
    uint32_t at = (uint32_t)floor(sum);
    double low = pack_counts_try(choice->counts, &(PackBranch){kinds, behind - first, at, false});
    double high =
        pack_counts_try(choice->counts, &(PackBranch){kinds, behind - first, at + 1, true});
    double score = gain(choice, low) * gain(choice, high);
    if (score <= choice->score)
        return;
    choice->score = score;
    choice->first = first;
    choice->behind = behind;
    choice->at = at;
    choice->low = low;
    choice->high = high;
}

/* Runs from the cheapest on and single kinds; then what the best one becomes with other ends. */
static void try_runs(Choice *choice)
{
    uint32_t n_kinds = choice->kinds->n_kinds;
    for (uint32_t i = 0; i < n_kinds; i++) {
        try_run(choice, 0, i + 1);
        if (i > 0)
            try_run(choice, i, i + 1);
    }
    for (uint32_t i = 0, behind = choice->behind; i < behind; i++)
        try_run(choice, i, behind);
    for (uint32_t i = choice->first, first = choice->first; i < n_kinds; i++)
        try_run(choice, first, i + 1);
}

static void set_order(Choice *choice, const GPtrArray *cuts)
{
    for (uint32_t kind = 0; kind < choice->kinds->n_kinds; kind++) {
        double worth = 0;
        for (uint32_t i = 0; i < cuts->len; i++) {
            const PackCut *cut = g_ptr_array_index(cuts, i);
            worth += pack_counts_cut_dual(choice->counts, i) * (double)cut->most[kind];
        }
        choice->order[kind] = kind;
        choice->n[kind] = pack_counts_n(choice->counts, kind);
        choice->dearness[kind] = (double)choice->kinds->kinds[kind].cost / MAX(1, worth);
    }
    g_qsort_with_data(choice->order, (int)choice->kinds->n_kinds, sizeof(uint32_t),
                      compare_dearness, choice->dearness);
}

bool pack_branch_choose(PackCounts *counts, const PackKinds *kinds, const GPtrArray *cuts,
                        double value, double enough, PackChoice *ret_choice)
{
    g_autofree uint32_t *order = g_new(uint32_t, (gsize)kinds->n_kinds + 1);
    g_autofree double *n = g_new(double, (gsize)kinds->n_kinds + 1);
    g_autofree double *dearness = g_new(double, (gsize)kinds->n_kinds + 1);
    Choice choice = {.counts = counts,
                     .kinds = kinds,
                     .order = order,
                     .n = n,
                     .dearness = dearness,
                     .value = value,
                     .enough = enough};
    set_order(&choice, cuts);
    try_runs(&choice);
    if (choice.behind == 0)
        return false;
    *ret_choice = (PackChoice){.kinds = kinds_of(&choice, choice.first, choice.behind),
                               .n_kinds = choice.behind - choice.first,
                               .at = choice.at,
                               .low = choice.low,
                               .high = choice.high};
    return true;
}
