#include "solver/construct.h"

#include <string.h>

#include "common/limit_clock.h"
#include "solver/packing.h"

#define LARGE 100000000 /* places from which on all anew takes too long */

typedef struct {
    uint32_t item;
    double key; /* large ones come first */
} Ordered;

static int compare_ordered(gconstpointer a, gconstpointer b)
{
    const Ordered *left = a, *right = b;
    if (left->key != right->key)
        return left->key > right->key ? -1 : 1;
    return left->item < right->item ? -1 : left->item > right->item;
}

/* Largest share of the average bin that the item takes in any dimension. */
static double size_of(const Problem *problem, uint32_t item, const double *average)
{
    double size = 0;
    for (uint32_t r = 0; r < problem->n_resources; r++)
        for (uint32_t p = 0; p < problem->n_periods && average[r] > 0; p++) {
            double share = (double)problem_demand(problem, item, r, p) / average[r];
            size = MAX(size, share);
        }
    return size;
}

static GArray *items_by_size(const Problem *problem)
{
    GArray *order = g_array_new(FALSE, FALSE, sizeof(Ordered));
    g_autofree double *average = g_new0(double, (gsize)problem->n_resources + 1);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        for (uint32_t r = 0; r < problem->n_resources; r++)
            average[r] += (double)problem_hard(problem, bin, r) / problem->n_bins;
    for (uint32_t item = 0; item < problem->n_items; item++) {
        Ordered ordered = {item, size_of(problem, item, average)};
        g_array_append_val(order, ordered);
    }
    g_array_sort(order, compare_ordered);
    return order;
}

/* Places what is not placed yet, each where it adds least. */
static bool place_rest(Packing *packing, const GArray *order)
{
    for (guint k = 0; k < order->len; k++) {
        uint32_t item = g_array_index(order, Ordered, k).item;
        if (packing->bin_of_item[item] != NO_INDEX ||
            !problem_has_fact(packing->problem, FACT_ITEM, item))
            continue;
        uint32_t bin = packing_cheapest(packing, item, NULL);
        if (bin == NO_INDEX)
            return false;
        packing_place(packing, item, bin);
    }
    return true;
}

/* Everything that may stay and fits stays, the rest goes where it costs least. */
static void offer_repair(Incumbent *incumbent, const GArray *order)
{
    const Problem *problem = incumbent->problem;
    g_autoptr(Packing) packing = packing_new(problem);
    for (guint k = 0; k < order->len; k++) {
        uint32_t item = g_array_index(order, Ordered, k).item;
        if (problem_has_fact(problem, FACT_ITEM, item) && problem_stays(problem, item) &&
            packing_fits(packing, item, problem->home[item]))
            packing_place(packing, item, problem->home[item]);
    }
    if (place_rest(packing, order))
        incumbent_offer(incumbent, packing->bin_of_item, NULL, "repair");
}

static void offer_first_fit(Incumbent *incumbent, const GArray *order)
{
    g_autoptr(Packing) packing = packing_new(incumbent->problem);
    if (place_rest(packing, order))
        incumbent_offer(incumbent, packing->bin_of_item, NULL, "first-fit");
}

static Packing *packing_of(const Problem *problem, const uint32_t *bin_of_item)
{
    Packing *packing = packing_new(problem);
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (bin_of_item[item] != NO_INDEX)
            packing_place(packing, item, bin_of_item[item]);
    return packing;
}

/* Tries to give every item of a bin another place; true where the result is taken. */
static bool empty_bin(Incumbent *incumbent, const GArray *order, uint32_t bin)
{
    const Problem *problem = incumbent->problem;
    g_autoptr(Packing) packing = packing_of(problem, incumbent->bin_of_item);
    g_autofree bool *closed = g_new0(bool, (gsize)problem->n_bins + 1);
    for (uint32_t other = 0; other < problem->n_bins; other++)
        closed[other] = other == bin || packing->n_on_bin[other] == 0;
    for (guint k = 0; k < order->len && packing->n_on_bin[bin] > 0; k++) {
        uint32_t item = g_array_index(order, Ordered, k).item;
        if (packing->bin_of_item[item] != bin)
            continue;
        packing_remove(packing, item);
        uint32_t to = packing_cheapest(packing, item, closed);
        if (to == NO_INDEX)
            return false;
        packing_place(packing, item, to);
    }
    return incumbent_offer(incumbent, packing->bin_of_item, NULL, "emptied-bin");
}

static bool must_stop(const Incumbent *incumbent, gint64 deadline_us)
{
    const volatile int *stop = incumbent->options->stop;
    return (stop != NULL && *stop != 0) || limit_clock_us() >= deadline_us;
}

static void offer_emptied(Incumbent *incumbent, const GArray *order, gint64 deadline_us)
{
    bool improved = incumbent->found;
    while (improved) {
        improved = false;
        for (uint32_t bin = 0; bin < incumbent->problem->n_bins; bin++) {
            if (must_stop(incumbent, deadline_us))
                return;
            if (incumbent->in_service[bin])
                improved = empty_bin(incumbent, order, bin) || improved;
        }
    }
}

void construct_offers(Incumbent *incumbent, gint64 deadline_us)
{
    const Problem *problem = incumbent->problem;
    g_autoptr(GArray) order = items_by_size(problem);
    incumbent_offer(incumbent, problem->home, NULL, "current");
    offer_repair(incumbent, order);
    if (!incumbent->found || (uint64_t)problem->n_items * problem->n_bins <= LARGE)
        offer_first_fit(incumbent, order);
    offer_emptied(incumbent, order, deadline_us);
}

static double strongest_preference(const Problem *problem, PreferenceFunction preference,
                                   void *context, uint32_t item)
{
    double strongest = 0;
    for (uint32_t bin = problem_next_allowed(problem, item, 0); bin != NO_INDEX;
         bin = problem_next_allowed(problem, item, bin + 1)) {
        double value = preference(context, item, bin);
        strongest = MAX(strongest, value);
    }
    return strongest;
}

static uint32_t most_liked(const Packing *packing, PreferenceFunction preference, void *context,
                           uint32_t item)
{
    const Problem *problem = packing->problem;
    uint32_t best = NO_INDEX;
    double most = -1;
    for (uint32_t bin = problem_next_allowed(problem, item, 0); bin != NO_INDEX;
         bin = problem_next_allowed(problem, item, bin + 1)) {
        double value = preference(context, item, bin);
        if (value > most && packing_fits(packing, item, bin)) {
            most = value;
            best = bin;
        }
    }
    return best;
}

bool construct_guided(const Problem *problem, PreferenceFunction preference, void *context,
                      uint32_t *bin_of_item)
{
    g_autoptr(Packing) packing = packing_new(problem);
    g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(Ordered));
    for (uint32_t item = 0; item < problem->n_items; item++) {
        Ordered ordered = {item, strongest_preference(problem, preference, context, item)};
        g_array_append_val(order, ordered);
    }
    g_array_sort(order, compare_ordered);
    bool complete = true;
    for (guint k = 0; k < order->len && complete; k++) {
        uint32_t item = g_array_index(order, Ordered, k).item;
        uint32_t bin = most_liked(packing, preference, context, item);
        complete = bin != NO_INDEX || !problem_has_fact(problem, FACT_ITEM, item);
        if (bin != NO_INDEX)
            packing_place(packing, item, bin);
    }
    memcpy(bin_of_item, packing->bin_of_item, problem->n_items * sizeof *bin_of_item);
    return complete;
}
