#include "solver/pattern_sets.h"

#include "common/limit_clock.h"
#include "solver/anneal.h"

#define WHOLE        0.999
#define STEPS        12000 /* an item, each time */
#define SETTLE_STEPS 1000  /* an item, for what is left a little too full */
#define FINE_STEPS   40000 /* an item */
#define AGAIN        25    /* visits of the tree to a set, until it is tried again */

struct PatternSets {
    Incumbent *incumbent;
    const Problem *problem;
    SearchState *state;
    Neighbours *neighbours;
    Anneal *anneal;
    GHashTable *n_visits; /* set (GBytes of [n_bins] bool) → visits of the tree */
};

PatternSets *pattern_sets_new(Incumbent *incumbent)
{
    PatternSets *sets = g_new0(PatternSets, 1);
    sets->incumbent = incumbent;
    sets->problem = incumbent->problem;
    sets->state = search_state_new(sets->problem);
    search_state_set(sets->state, sets->problem->home);
    sets->neighbours = neighbours_new(sets->state);
    sets->anneal = anneal_new(sets->state, sets->neighbours, incumbent->options->seed);
    sets->n_visits =
        g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
    return sets;
}

void pattern_sets_free(PatternSets *sets)
{
    if (sets == NULL)
        return;
    anneal_free(sets->anneal);
    neighbours_free(sets->neighbours);
    search_state_free(sets->state);
    g_hash_table_unref(sets->n_visits);
    g_free(sets);
}

/* The bins that serve by half or more; true where none serves in part. */
static bool read_set(const Problem *problem, const double *use, bool *ret_open)
{
    bool is_whole = true;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        is_whole = is_whole && (use[bin] >= WHOLE || use[bin] <= 1 - WHOLE);
        ret_open[bin] = use[bin] >= 0.5;
    }
    return is_whole;
}

/* Counts a visit to the set; returns how many there were before. */
static guint visit(PatternSets *sets, const bool *open)
{
    GBytes *set = g_bytes_new(open, sets->problem->n_bins * sizeof *open);
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(sets->n_visits, set));
    g_hash_table_insert(sets->n_visits, set, GUINT_TO_POINTER(n + 1));
    return n;
}

static bool offer(PatternSets *sets, const char *method)
{
    return sets->state->n_nowhere == 0 &&
           incumbent_offer(sets->incumbent, sets->state->bin_of_item, NULL, method);
}

/* So many steps an item, or fewer where the deadline comes before. */
static AnnealBudget budget_of(const PatternSets *sets, uint64_t n_steps, gint64 deadline_us,
                              const volatile int *stop)
{
    AnnealBudget budget = {.max_steps = n_steps * sets->problem->n_items, .heat = 1, .stop = stop};
    if (deadline_us != G_MAXINT64)
        budget.seconds = MAX(1e-3, (double)(deadline_us - limit_clock_us()) / 1e6);
    return budget;
}

static bool anneal_on(PatternSets *sets, const bool *open, gint64 deadline_us,
                      const volatile int *stop)
{
    AnnealBudget budget = budget_of(sets, STEPS, deadline_us, stop);
    search_state_set(sets->state, sets->problem->home);
    anneal_set_open(sets->anneal, open);
    anneal_gather_in(sets->anneal);
    anneal_run(sets->anneal, &budget);
    if (!search_state_is_clean(sets->state)) {
        budget = budget_of(sets, SETTLE_STEPS, deadline_us, stop);
        anneal_settle(sets->anneal, &budget);
        anneal_repair(sets->anneal);
    }
    return offer(sets, "pattern-sets");
}

bool pattern_sets_try(PatternSets *sets, const double *use, gint64 deadline_us,
                      const volatile int *stop)
{
    g_autofree bool *open = g_new0(bool, (gsize)sets->problem->n_bins + 1);
    bool is_whole = read_set(sets->problem, use, open);
    guint n_visits = visit(sets, open);
    bool is_due = is_whole ? n_visits % AGAIN == 0 : n_visits == 0;
    return is_due && limit_clock_us() < deadline_us && anneal_on(sets, open, deadline_us, stop);
}

bool pattern_sets_refine(PatternSets *sets, gint64 deadline_us, const volatile int *stop)
{
    if (limit_clock_us() >= deadline_us)
        return false;
    AnnealBudget budget = budget_of(sets, FINE_STEPS, deadline_us, stop);
    budget.is_fine = true;
    search_state_set(sets->state, sets->incumbent->bin_of_item);
    anneal_set_open(sets->anneal, sets->incumbent->in_service);
    anneal_run(sets->anneal, &budget);
    return offer(sets, "refining");
}
