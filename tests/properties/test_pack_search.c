/* Pure packing: the heaviest set on a bin against all sets, bounds against all placements, packs
 * before the judge as they are and spoiled. */
#include <criterion/criterion.h>
#include <inttypes.h>

#include "certificate/bound.h"
#include "certificate/pack_table.h"
#include "certificate/packs.h"
#include "certificate/proof_json.h"
#include "common/random.h"
#include "model/formulate.h"
#include "planner/planner.h"
#include "solver/pack_fill.h"
#include "solver/pack_search.h"
#include "solver/pack_table.h"
#include "tests/support/every_placement.h"
#include "tests/support/random_cloud.h"

#define N_SEEDS 40

#define NO_TABLE 1000003 /* demands and limits times that: too large for a table */

static void multiply(Model *model, int64_t by)
{
    for (uint32_t r = 0; r < model->n_resources; r++) {
        for (uint32_t host = 0; host < model->n_hosts; host++)
            model->hosts[host].capacity[r] *= by;
        for (uint32_t domain = 0; domain < model->n_domains; domain++)
            model->domains[domain].demand[r] *= by;
    }
}

static bool is_within(const Problem *problem, uint32_t bin, uint32_t set)
{
    for (uint32_t d = 0; d < problem->n_dimensions; d++) {
        int64_t sum = 0;
        for (uint32_t item = 0; item < problem->n_items; item++)
            sum += (set >> item) & 1 ? problem->demand[item * problem->n_dimensions + d] : 0;
        if (sum > problem_hard(problem, bin, d))
            return false;
    }
    return true;
}

static int64_t heaviest_of_all(const Problem *problem, uint32_t bin, const int64_t *weights)
{
    int64_t best = 0;
    for (uint32_t set = 0; set < UINT32_C(1) << problem->n_items; set++) {
        int64_t weight = 0;
        for (uint32_t item = 0; item < problem->n_items; item++)
            weight += (set >> item) & 1 ? weights[item] : 0;
        if (weight > best && is_within(problem, bin, set))
            best = weight;
    }
    return best;
}

/* Weight of a set; within the limits of the bin, or the test fails. */
static int64_t weigh(const PackKinds *kinds, uint32_t kind, const int64_t *weights,
                     const PackFill *fill)
{
    int64_t weight = 0;
    for (uint32_t i = 0; i < fill->n_parts; i++)
        weight += weights[fill->parts[i].class] * fill->parts[i].n;
    for (uint32_t d = 0; d < kinds->problem->n_dimensions; d++) {
        int64_t sum = 0;
        for (uint32_t i = 0; i < fill->n_parts; i++)
            sum += pack_class_demand(kinds, fill->parts[i].class)[d] * fill->parts[i].n;
        cr_assert_leq(sum, pack_kind_hard(kinds, kind, d));
    }
    return weight;
}

static void expect_fill(const PackKinds *kinds, uint32_t kind, const int64_t *weights,
                        PackFill *fill, int64_t threshold, int64_t best)
{
    cr_assert(fill->is_proved);
    cr_assert_eq(fill->at_most, MAX(best, threshold));
    cr_assert_eq(fill->is_found, best > threshold);
    if (fill->is_found)
        cr_assert_eq(weigh(kinds, kind, weights, fill), best);
    g_free(fill->parts);
}

typedef struct {
    const Problem *problem;
    const PackKinds *kinds;
    int64_t weights[10], weight_of_item[10];
    uint32_t n_of_class[10];
} Weighed;

static Weighed weigh_at_random(const Problem *problem, const PackKinds *kinds, uint32_t seed)
{
    Weighed weighed = {.problem = problem, .kinds = kinds};
    Random random = random_new(seed);
    for (uint32_t class = 0; class < kinds->n_classes; class ++) {
        weighed.weights[class] = random_below(&random, 100);
        weighed.n_of_class[class] = kinds->classes[class].n_items;
        for (uint32_t i = 0; i < weighed.n_of_class[class]; i++)
            weighed.weight_of_item[kinds->classes[class].items[i]] = weighed.weights[class];
    }
    return weighed;
}

/* By looking, to the end and not, and by the table where there is one. */
static void expect_heaviest(const Weighed *weighed, uint32_t kind, const PackTable *table)
{
    const PackKinds *kinds = weighed->kinds;
    uint32_t bin = kinds->kinds[kind].bins[0];
    int64_t best = heaviest_of_all(weighed->problem, bin, weighed->weight_of_item);
    const int64_t *weights = weighed->weights;
    for (int64_t threshold = 0; threshold <= best + 1; threshold += best / 3 + 1) {
        PackFill fill;
        pack_fill(kinds, kind, weights, weighed->n_of_class, threshold, UINT64_MAX, &fill);
        expect_fill(kinds, kind, weights, &fill, threshold, best);
        if (table != NULL) {
            cr_assert(pack_table_knows(table, kind));
            pack_table_fill(table, kind, threshold, &fill);
            expect_fill(kinds, kind, weights, &fill, threshold, best);
        }
        for (uint64_t work = 3; work <= 24; work *= 2) {
            pack_fill(kinds, kind, weights, weighed->n_of_class, threshold, work, &fill);
            cr_assert_geq(fill.at_most, best, "given up too low");
            cr_assert_leq(fill.work, MAX(work, kinds->n_classes), "work in vain counts");
            g_free(fill.parts);
        }
    }
}

Test(pack_search, fills_a_bin_with_the_heaviest_set_by_looking_and_by_table)
{
    for (uint32_t seed = 1; seed <= N_SEEDS; seed++) {
        g_autoptr(Model) model = random_cloud(3, 10, seed);
        g_autoptr(Problem) problem = formulate(model, NULL);
        g_autoptr(PackKinds) kinds = pack_kinds_new(problem);
        g_autoptr(PackTable) table = pack_table_new(kinds);
        cr_assert_not_null(table);
        Weighed weighed = weigh_at_random(problem, kinds, seed);
        pack_table_weigh(table, weighed.weights, weighed.n_of_class);
        for (uint32_t kind = 0; kind < kinds->n_kinds; kind++)
            expect_heaviest(&weighed, kind, table);
    }
}

/* Each dimension fills a machine word of its own, or two share one, or all do. */
Test(pack_search, fills_a_bin_with_the_heaviest_set_in_units_of_any_size)
{
    const int64_t units[] = {NO_TABLE, NO_TABLE * INT64_C(1000), INT64_C(1) << 48};
    for (uint32_t seed = 1; seed <= N_SEEDS; seed++)
        for (uint32_t u = 0; u < G_N_ELEMENTS(units); u++) {
            g_autoptr(Model) model = random_cloud(3, 10, seed);
            multiply(model, units[u]);
            g_autoptr(Problem) problem = formulate(model, NULL);
            g_autoptr(PackKinds) kinds = pack_kinds_new(problem);
            Weighed weighed = weigh_at_random(problem, kinds, seed);
            for (uint32_t kind = 0; kind < kinds->n_kinds; kind++)
                expect_heaviest(&weighed, kind, NULL);
        }
}

/* Few demands and fewer weights, so that many domains are alike; prices of any kind. */
static Proof *random_pack(const Problem *problem, Random *random)
{
    Proof *proof = proof_new(1);
    proof->packs = g_new0(Pack, 1);
    proof->n_packs = 1;
    Pack *pack = &proof->packs[0];
    *pack = (Pack){.n_items = problem->n_items,
                   .n_bins = problem->n_bins,
                   .n_dimensions = problem->n_dimensions};
    pack->items = g_new(uint32_t, pack->n_items);
    pack->weights = g_new(int64_t, pack->n_items);
    pack->bins = g_new(uint32_t, pack->n_bins);
    pack->most = g_new(int64_t, pack->n_bins);
    pack->prices = g_new(int64_t, pack->n_bins * pack->n_dimensions);
    int64_t weight_of_item[10];
    for (uint32_t i = 0; i < pack->n_items; i++) {
        pack->items[i] = i;
        pack->weights[i] = weight_of_item[i] = 1 + random_below(random, 3);
    }
    for (uint32_t i = 0; i < pack->n_bins; i++) {
        pack->bins[i] = i;
        pack->most[i] = heaviest_of_all(problem, i, weight_of_item);
        for (uint32_t d = 0; d < pack->n_dimensions; d++)
            pack->prices[i * pack->n_dimensions + d] = random_below(random, 4);
    }
    return proof;
}

static void expect_table(const Model *model, const Problem *problem, const Pack *pack)
{
    uint64_t work = UINT64_MAX;
    int64_t limits[3] = {0};
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        for (uint32_t d = 0; d < 3; d++)
            limits[d] = MAX(limits[d], problem_hard(problem, bin, d));
    g_autoptr(JudgeTable) table = judge_table_new(model, pack, limits, &work);
    cr_assert_not_null(table);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        for (uint32_t d = 0; d < 3; d++)
            limits[d] = problem_hard(problem, bin, d);
        cr_assert_eq(judge_table_heaviest(table, limits), pack->most[bin]);
    }
    work = 10;
    cr_assert_null(judge_table_new(model, pack, limits, &work), "more work than allowed");
}

static void expect_no_less(int64_t by)
{
    for (uint32_t seed = 1; seed <= N_SEEDS; seed++) {
        g_autoptr(Model) model = random_cloud(5, 10, seed);
        multiply(model, by);
        g_autoptr(Problem) problem = formulate(model, NULL);
        g_autoptr(GError) error = NULL;
        Columns *columns = judge_columns_new(model, 1, &error);
        Random random = random_new(seed);
        Proof *proof = random_pack(problem, &random);
        if (by == 1)
            expect_table(model, problem, &proof->packs[0]);
        g_autofree char *why = judge_packs_refuse(columns, proof);
        cr_assert_null(why, "seed %u: %s", seed, why);
        for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
            proof->packs[0].most[bin]--;
            g_autofree char *refused = judge_packs_refuse(columns, proof);
            g_autofree char *told =
                g_strdup_printf("pack 0 does not hold: domains that weigh more fit on host %u "
                                "together",
                                bin);
            if (proof->packs[0].most[bin] >= 0)
                cr_assert_str_eq(refused, told, "seed %u, host %u", seed, bin);
            proof->packs[0].most[bin]++;
        }
        proof_free(proof);
        judge_columns_free(columns);
    }
}

Test(pack_search, the_judge_takes_a_pack_that_holds_and_none_that_says_one_less)
{
    expect_no_less(1);
    expect_no_less(NO_TABLE);
}

typedef struct {
    Proof *proof;
    int64_t bound;
} Told;

static void take_proof(void *context, Proof *proof, int64_t bound)
{
    Told *told = context;
    proof_free(told->proof);
    *told = (Told){proof, bound};
}

static Told search(const Problem *problem, int64_t *ret_cost)
{
    Told told = {0};
    SolveOptions options = {0};
    g_autoptr(Incumbent) incumbent = incumbent_new(problem, &options);
    PackLimits limits = {
        .deadline_us = G_MAXINT64, .max_rounds = 2000, .on_proof = take_proof, .context = &told};
    pack_search_run(incumbent, &limits);
    *ret_cost = incumbent->cost;
    return told;
}

Test(pack_search, proves_no_bound_above_the_optimum_and_none_that_the_judge_rejects)
{
    uint32_t n_close = 0, n_possible = 0;
    for (uint32_t seed = 1; seed <= N_SEEDS; seed++) {
        g_autoptr(Model) model = random_cloud(4, 7, seed);
        multiply(model, seed % 2 == 0 ? 1 : NO_TABLE);
        g_autoptr(Problem) problem = formulate(model, NULL);
        int64_t best = cheapest_of_all_placements(problem), cost;
        if (best == INT64_MAX)
            continue;
        Told told = search(problem, &cost);
        n_possible++;
        cr_assert_not_null(told.proof, "seed %u", seed);
        cr_assert_leq(told.bound, best, "seed %u", seed);
        cr_assert_geq(cost, best, "seed %u", seed);
        n_close += told.bound > best - best / 10;
        g_auto(Proved) proved = {0};
        judge_prove(model, told.proof, &proved);
        cr_assert_null(proved.refused, "seed %u: %s", seed, proved.refused);
        cr_assert_eq(proved.bound, told.bound, "seed %u", seed);
        proof_free(told.proof);
    }
    cr_assert_geq(2 * n_close, n_possible, "%u of %u bounds within 10 %%", n_close, n_possible);
}

/* With bins as small as these, counting mostly proves the optimum, and then it must be found. */
Test(pack_search, places_on_just_the_bins_that_counting_proves)
{
    uint32_t n_closed = 0, n_found = 0;
    for (uint32_t seed = 1; seed <= N_SEEDS; seed++) {
        g_autoptr(Model) model = random_cloud(12, 16, seed);
        g_autoptr(Problem) problem = formulate(model, NULL);
        int64_t cost, again;
        Told told = search(problem, &cost), second = search(problem, &again);
        cr_assert_not_null(told.proof, "seed %u", seed);
        cr_assert_eq(cost, again, "seed %u: the same work, another placement", seed);
        cr_assert_eq(told.bound, second.bound, "seed %u", seed);
        n_found += cost != INT64_MAX;
        n_closed += cost == told.bound;
        cr_assert_geq(cost, told.bound, "seed %u", seed);
        proof_free(told.proof);
        proof_free(second.proof);
    }
    cr_assert_geq(4 * n_closed, 3 * n_found, "%u of %u proved optimal", n_closed, n_found);
    cr_assert_geq(2 * n_found, N_SEEDS, "%u found", n_found);
}

static void expect_refused(const Model *model, const Proof *proof, const char *why)
{
    g_auto(Proved) proved = {0};
    judge_prove(model, proof, &proved);
    cr_assert_not_null(proved.refused, "not refused: %s", why);
    cr_assert_not_null(strstr(proved.refused, why), "'%s' says not '%s'", proved.refused, why);
}

Test(pack_search, a_pack_that_does_not_hold_is_refused)
{
    g_autoptr(Model) model = random_cloud(4, 12, 3);
    g_autoptr(Problem) problem = formulate(model, NULL);
    int64_t cost;
    Told told = search(problem, &cost);
    cr_assert_not_null(told.proof);
    Pack *pack = &told.proof->packs[0];
    int64_t most = pack->most[0], weight = pack->weights[0], price = pack->prices[0];
    uint32_t item = pack->items[1], bin = pack->bins[1];
    pack->most[0] = 0;
    expect_refused(model, told.proof, "domains that weigh more fit on host");
    pack->most[0] = -1;
    expect_refused(model, told.proof, "nothing weighs less than 0");
    pack->most[0] = most;
    pack->weights[0] = INT64_C(1) << 50;
    expect_refused(model, told.proof, "domains that weigh more fit on host");
    pack->weights[0] = 0;
    expect_refused(model, told.proof, "a weight that is not above 0");
    pack->weights[0] = weight;
    pack->prices[0] = -1;
    expect_refused(model, told.proof, "a price below 0");
    pack->prices[0] = INT64_MAX;
    expect_refused(model, told.proof, "leave the range");
    pack->prices[0] = price;
    pack->items[1] = pack->items[0];
    expect_refused(model, told.proof, "names a domain twice");
    pack->items[1] = item;
    pack->bins[1] = model->n_hosts;
    expect_refused(model, told.proof, "names a host twice, out of order or one that is not there");
    pack->bins[1] = bin;
    pack->n_dimensions--;
    expect_refused(model, told.proof, "one price for each resource");
    pack->n_dimensions++;
    ProofNode *leaf = &told.proof->nodes[0];
    Multiplier *row = &leaf->multipliers[leaf->n_multipliers - 1];
    row->y = 1;
    expect_refused(model, told.proof, "a multiplier of the wrong sign");
    row->y = -1;
    row->row.index[0] = 1;
    expect_refused(model, told.proof, "which is not there");
    row->row.index[0] = 0;
    g_auto(Proved) proved = {0};
    judge_prove(model, told.proof, &proved);
    cr_assert_null(proved.refused, "%s", proved.refused);
    proof_free(told.proof);
}

Test(pack_search, a_proof_with_packs_is_the_same_after_writing_and_reading)
{
    g_autoptr(Model) model = random_cloud(4, 12, 3);
    g_autoptr(Problem) problem = formulate(model, NULL);
    int64_t cost;
    Told told = search(problem, &cost);
    cr_assert_not_null(told.proof);
    json_t *object = proof_to_json(told.proof);
    g_autofree char *why = NULL;
    g_autoptr(Proof) again = proof_from_json(object, &why);
    cr_assert_not_null(again, "%s", why);
    g_auto(Proved) proved = {0};
    judge_prove(model, again, &proved);
    cr_assert_null(proved.refused, "%s", proved.refused);
    cr_assert_eq(proved.bound, told.bound);
    json_t *pack = json_array_get(json_object_get(object, "packs"), 0);
    json_object_set_new(pack, "more", json_true());
    cr_assert_null(proof_from_json(object, &why));
    cr_assert_str_eq(why, "pack 0 is not written as docs/certificate.md says");
    g_free(why);
    json_object_set_new(object, "packs", json_array());
    cr_assert_null(proof_from_json(object, &why));
    cr_assert_str_eq(why, "packs must be an array of at least one pack");
    json_decref(object);
    proof_free(told.proof);
}
