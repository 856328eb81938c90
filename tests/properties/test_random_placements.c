/* From a random placement to another one, at 80 % load on 50 hosts: whatever order is found replays
 * without an overflow, by the judge's code and by a naive one.
 *
 * VMATRIX_PAIRS (default 12) pairs are tried, VMATRIX_SEED (default 1) is the first seed. The long
 * run of docs/decisions/0008-order-by-steps.md: VMATRIX_PAIRS=1000
 * build/tests/properties_test_random_placements
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "planner/reverse.h"
#include "tests/support/ordered_plan.h"
#include "tests/support/random_placements.h"
#include "tests/support/test_plan.h"
#include "tests/support/wave_rules.h"

typedef struct {
    uint32_t n_ordered, n_parked, n_parkings, n_moves, n_waves, n_back;
    uint32_t not_ordered[64]; /* seeds */
    uint32_t n_not_ordered;
    double longest_s;
} Tally;

static uint32_t number_from(const char *variable, uint32_t fallback)
{
    const char *text = getenv(variable);
    return text == NULL ? fallback : (uint32_t)strtoul(text, NULL, 10);
}

static void count(const Plan *plan, Tally *tally)
{
    uint32_t n_parkings = 0;
    for (uint32_t i = 0; i < plan->n_actions; i++)
        n_parkings += plan->actions[i].parking;
    tally->n_ordered++;
    tally->n_parked += n_parkings > 0;
    tally->n_parkings += n_parkings;
    tally->n_moves += plan->n_actions;
    tally->n_waves += plan->n_actions == 0 ? 0 : plan->actions[plan->n_actions - 1].wave;
}

/* The reverse is an order of its own: where one is found it is certified and leads home. */
static void assert_leads_back(const Model *model, const Plan *plan, uint32_t seed, Tally *tally)
{
    g_auto(Reverse) reverse = {0};
    cr_assert(reverse_make(model, plan, NULL, false, 0, &reverse, NULL));
    if (reverse.refused != NULL) {
        cr_assert(g_str_has_prefix(reverse.refused, "no safe order"), "seed %u: %s", seed,
                  reverse.refused);
        return;
    }
    tally->n_back++;
    cr_assert(reverse.verdict->valid);
    for (uint32_t i = 0; i < model->n_domains; i++)
        cr_assert_eq(reverse.plan->host_of_domain[i], model->domains[i].host);
}

static void run_pair(const PlacementKind *kind, uint32_t seed, Tally *tally)
{
    uint32_t *target_of = NULL;
    g_autoptr(Model) model = random_placements(kind, seed, &target_of);
    g_autofree uint32_t *target = target_of;
    g_autofree bool *in_service = g_new0(bool, model->n_hosts);
    for (uint32_t i = 0; i < model->n_domains; i++)
        in_service[target[i]] = true;
    g_auto(Sequence) sequence = {0};
    clock_t begin = clock();
    cr_assert(sequence_plan(model, target, in_service, &(SequenceOptions){.cost_limit = INT64_MAX},
                            &sequence, NULL));
    tally->longest_s = MAX(tally->longest_s, (double)(clock() - begin) / CLOCKS_PER_SEC);
    if (!sequence.found) {
        cr_assert_gt(sequence.n_blockers, 0, "seed %u", seed);
        if (tally->n_not_ordered < G_N_ELEMENTS(tally->not_ordered))
            tally->not_ordered[tally->n_not_ordered] = seed;
        tally->n_not_ordered++;
        for (uint32_t i = 0; i < sequence.n_blockers; i++)
            fprintf(stderr, "  seed %u: '%s' is blocked: %s\n", seed,
                    model->domains[sequence.blockers[i]].name, sequence.blocker_reasons[i]);
        return;
    }
    g_autofree char *wrong =
        wave_rules_replay(model, target, in_service, sequence.actions, sequence.n_actions);
    cr_assert_null(wrong, "seed %u: %s", seed, wrong);
    g_autoptr(Plan) plan = plan_from_sequence(model, target, in_service, &sequence);
    g_autofree char *failures = test_failures(model, plan, NULL);
    cr_assert_str_empty(failures, "seed %u: %s", seed, failures);
    count(plan, tally);
    assert_leads_back(model, plan, seed, tally);
}

static void run_kind(const PlacementKind *kind, const char *name)
{
    Tally tally = {0};
    uint32_t first = number_from("VMATRIX_SEED", 1);
    uint32_t n_pairs = number_from("VMATRIX_PAIRS", 12);
    for (uint32_t seed = first; seed < first + n_pairs; seed++)
        run_pair(kind, seed, &tally);
    fprintf(stderr,
            "%s: %u pairs from seed %u: %u ordered (%u with parking, %u parkings of %u moves, "
            "%u waves), %u not ordered, %u ways back, at most %.2f CPU s an order\n",
            name, n_pairs, first, tally.n_ordered, tally.n_parked, tally.n_parkings, tally.n_moves,
            tally.n_waves, tally.n_not_ordered, tally.n_back, tally.longest_s);
    for (uint32_t i = 0; i < MIN(tally.n_not_ordered, G_N_ELEMENTS(tally.not_ordered)); i++)
        fprintf(stderr, "  not ordered: seed %u\n", tally.not_ordered[i]);
    cr_assert_geq(tally.n_ordered * 10, n_pairs * 9, "most pairs have an order");
    cr_assert_geq(tally.n_back * 10, n_pairs * 8, "most have a way back");
}

Test(random_placements, small_domains, .timeout = 36000)
{
    run_kind(&(PlacementKind){50, 80, 20, 160, 0}, "small domains");
}

Test(random_placements, large_domains_of_services_apart, .timeout = 36000)
{
    run_kind(&(PlacementKind){50, 80, 50, 330, 3}, "large domains, services apart");
}
