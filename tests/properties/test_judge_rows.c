/* On random tiny scenarios and random placements: what the judge says of a final state and of its
 * cost, what its rows and columns say of the same placement, and what a naive third check says, are
 * one. So a row forbids exactly what the judge rejects, and a proof speaks about the right cost. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "certificate/bound.h"
#include "certificate/cost.h"
#include "certificate/final_state.h"
#include "certificate/limits.h"
#include "certificate/rows.h"
#include "tests/support/naive_check.h"
#include "tests/support/test_plan.h"
#include "tests/support/tiny_scenario.h"

#define N_PLACEMENTS 150

/* One row with its coefficients by column. */
typedef struct {
    Key key;
    RowSense sense;
    Int128 right;
    Int128 *coefficients; /* [n_columns] */
} Row;

typedef struct {
    const Model *model;
    Columns *columns;
    uint64_t n_columns;
    GArray *rows; /* Row */
    Int128 *x;    /* [n_columns] in thousandths: a balance may lie between whole numbers */
    const uint32_t *at;
    const bool *on;
    Int128 cost; /* scaled, in thousandths */
    bool any_good;
    int64_t cheapest; /* of the good placements that were looked at */
} Program;

static void add_row(Program *program, const Key *key)
{
    Row row = {.key = *key, .coefficients = g_new0(Int128, program->n_columns)};
    RowSink sink = {.columns = program->columns, .sums = row.coefficients, .y = 1};
    if (!judge_rows_add(&sink, key)) {
        g_free(row.coefficients);
        return;
    }
    cr_assert_not(sink.overflow);
    row.sense = sink.sense;
    row.right = sink.right;
    g_array_append_val(program->rows, row);
}

/* Every key that could be one, by trying. */
static void add_rows(Program *program)
{
    const Model *model = program->model;
    const uint32_t sizes[] = {model->n_domains,
                              model->n_hosts + model->n_zones,
                              model->n_hosts + model->n_sites,
                              model->n_services,
                              model->n_rules,
                              model->n_resources,
                              model->policy.n_periods};
    uint32_t most = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++)
        most = MAX(most, sizes[i]);
    for (uint32_t kind = 0; kind < N_ROW_KINDS; kind++) {
        uint32_t n[4];
        for (uint32_t i = 0; i < 4; i++)
            n[i] = i < row_kind_n_indices[kind] ? most : 1;
        for (uint32_t a = 0; kind != ROW_BRANCH && a < n[0]; a++)
            for (uint32_t b = 0; b < n[1]; b++)
                for (uint32_t c = 0; c < n[2]; c++)
                    for (uint32_t d = 0; d < n[3]; d++)
                        add_row(program, &(Key){kind, {a, b, c, d}});
    }
}

static void clear_row(gpointer row)
{
    g_free(((Row *)row)->coefficients);
}

static bool moves(const Program *program, uint32_t domain)
{
    if (!judge_is_wanted(program->model, domain))
        return judge_retires(program->model, domain);
    return program->at[domain] != program->model->domains[domain].host ||
           !judge_is_placed(program->model, domain);
}

static int64_t use_of(const Program *program, uint32_t host, uint32_t resource, uint32_t period)
{
    int64_t use = 0;
    for (uint32_t domain = 0; domain < program->model->n_domains; domain++)
        if (program->at[domain] == host)
            use += model_demand(program->model, domain, resource, period);
    return use;
}

static bool holds_of(const Program *program, const IndexSet *set, uint32_t host)
{
    for (uint32_t i = 0; i < set->n; i++)
        if (program->at[set->index[i]] == host)
            return true;
    return false;
}

/* The k-th largest hard limit in service, 0 where fewer hosts are. */
static int64_t kth_largest(const Program *program, uint32_t resource)
{
    for (uint32_t host = 0; host < program->model->n_hosts; host++) {
        int64_t hard = judge_hard_limit(program->model, host, resource);
        uint32_t n_above = 0, n_equal = 0;
        for (uint32_t other = 0; other < program->model->n_hosts; other++) {
            int64_t limit = judge_hard_limit(program->model, other, resource);
            n_above += program->on[other] && limit > hard;
            n_equal += program->on[other] && limit == hard;
        }
        if (program->on[host] && n_above < program->model->policy.host_failures &&
            n_above + n_equal >= program->model->policy.host_failures)
            return hard;
    }
    return 0;
}

static int64_t breaches_at(const Program *program, uint32_t rule, uint32_t place)
{
    const Model *model = program->model;
    const Rule *counted = &model->rules[rule];
    int64_t n = 0;
    if (counted->kind == RULE_KIND_LONELY)
        return program->at[place] != INDEX_NONE &&
               holds_of(program, &counted->groups[0], program->at[place]);
    if (counted->kind == RULE_KIND_SPLIT) {
        for (uint32_t group = 0; group < counted->n_groups; group++)
            n += holds_of(program, &counted->groups[group], place);
        return MAX(n - 1, 0);
    }
    if (counted->kind == RULE_KIND_SPREAD || counted->kind == RULE_KIND_SPREAD_ZONE) {
        for (uint32_t i = 0; i < counted->groups[0].n; i++) {
            uint32_t host = program->at[counted->groups[0].index[i]];
            n += host != INDEX_NONE &&
                 place == (counted->kind == RULE_KIND_SPREAD ? host : judge_zone(model, host));
        }
        return MAX(n - counted->limit, 0);
    }
    return naive_breaches(model, counted, program->at, program->on);
}

/* In thousandths. */
static Int128 stranded(const Program *program, const Balance *row, uint32_t host, uint32_t period)
{
    const int64_t *capacity = program->model->hosts[host].capacity;
    Int128 value = (Int128)row->ratio_permille *
                       (capacity[row->resource] - use_of(program, host, row->resource, period)) -
                   (Int128)1000 * (capacity[row->with] - use_of(program, host, row->with, period));
    return MAX(value, 0);
}

static bool serves_licence(const Program *program, uint32_t licence, uint32_t host)
{
    for (uint32_t domain = 0; domain < program->model->n_domains; domain++)
        if (program->at[domain] == host &&
            index_set_has(&program->model->domains[domain].licences, licence))
            return true;
    return false;
}

static bool serves_tier(const Program *program, uint32_t tier, uint32_t host)
{
    for (uint32_t domain = 0; domain < program->model->n_domains; domain++)
        if (program->at[domain] == host && judge_tier(program->model, domain) == tier)
            return true;
    return false;
}

static int64_t count_moved(const Program *program, uint32_t service)
{
    int64_t n = 0;
    for (uint32_t domain = 0; domain < program->model->n_domains; domain++)
        n += program->model->domains[domain].service == service && moves(program, domain);
    return n;
}

static bool anything_changes(const Program *program)
{
    bool changes = false;
    for (uint32_t domain = 0; domain < program->model->n_domains; domain++)
        changes = changes || moves(program, domain);
    for (uint32_t host = 0; host < program->model->n_hosts; host++)
        changes = changes || program->on[host] != program->model->hosts[host].on;
    return changes;
}

static bool serves_zone(const Program *program, uint32_t service, uint32_t zone)
{
    for (uint32_t domain = 0; domain < program->model->n_domains; domain++)
        if (program->model->domains[domain].service == service &&
            program->at[domain] != INDEX_NONE &&
            judge_zone(program->model, program->at[domain]) == zone)
            return true;
    return false;
}

/* What the placement makes of a column, in thousandths: the least that its rows allow where it
 * costs something or is limited, the most where it is needed (zone_used). */
static Int128 implied(const Program *program, const Key *key)
{
    const Model *model = program->model;
    const uint32_t *index = key->index;
    int64_t most = 0, value;
    switch ((ColumnKind)key->kind) {
    case COLUMN_PLACE:
        return program->at[index[0]] == index[1] ? 1000 : 0;
    case COLUMN_SERVE:
        return program->on[index[0]] ? 1000 : 0;
    case COLUMN_CHANGE:
        return anything_changes(program) ? 1000 : 0;
    case COLUMN_NOTICE:
        return count_moved(program, index[0]) > 0 ? 1000 : 0;
    case COLUMN_OVERLOAD:
        value = use_of(program, index[0], index[1], index[2]) -
                judge_soft_limit(model, index[0], index[1]);
        return (Int128)1000 * MAX(value, 0);
    case COLUMN_BALANCE:
        return stranded(program, &model->balances[index[0]], index[1], index[2]);
    case COLUMN_LICENCE:
        return serves_licence(program, index[0], index[1]) ? 1000 : 0;
    case COLUMN_TIER:
        return serves_tier(program, index[0], index[1]) ? 1000 : 0;
    case COLUMN_BREACH:
        return (Int128)1000 * breaches_at(program, index[0], index[1]);
    case COLUMN_USED:
        return holds_of(program, &model->rules[index[0]].groups[index[1]], index[2]) ? 1000 : 0;
    case COLUMN_ZONE_USED:
        return serves_zone(program, index[0], index[1]) ? 1000 : 0;
    case COLUMN_BUSIEST:
        for (uint32_t service = 0; service < model->n_services; service++)
            most = MAX(most, count_moved(program, service));
        return (Int128)1000 * most;
    case COLUMN_LARGEST:
        return (Int128)1000 * kth_largest(program, index[0]);
    case COLUMN_ABOVE:
        value = judge_hard_limit(model, index[1], index[0]) - kth_largest(program, index[0]);
        return program->on[index[1]] ? (Int128)1000 * MAX(value, 0) : 0;
    case N_COLUMN_KINDS:
        break;
    }
    g_assert_not_reached();
}

/* Fills x and the cost. *context notes whether every column is within its bounds. */
static bool set_column(void *context, const Key *key, uint64_t number, const Column *column)
{
    Program *program = context;
    Int128 value = implied(program, key);
    program->x[number] = value;
    program->cost += value * column->cost;
    cr_assert(value >= (Int128)1000 * column->lower || key->kind == COLUMN_CHANGE ||
                  key->kind == COLUMN_NOTICE,
              "column %s below its bound", column_kind_names[key->kind]);
    return true;
}

static const Row *broken_row(const Program *program)
{
    for (guint i = 0; i < program->rows->len; i++) {
        const Row *row = &g_array_index(program->rows, Row, i);
        Int128 sum = 0;
        for (uint64_t column = 0; column < program->n_columns; column++)
            sum += row->coefficients[column] * program->x[column];
        Int128 right = row->right * 1000;
        if ((row->sense == ROW_AT_MOST && sum > right) ||
            (row->sense == ROW_AT_LEAST && sum < right) ||
            (row->sense == ROW_EQUAL && sum != right))
            return row;
    }
    return NULL;
}

/* Columns that do not exist are 0: a placement on a host that is not allowed shows as a missing
 * assignment; bounds are rows too. */
static bool within_bounds(void *context, const Key *key G_GNUC_UNUSED, uint64_t number,
                          const Column *column)
{
    const Program *program = context;
    return program->x[number] >= (Int128)1000 * column->lower &&
           program->x[number] <= (Int128)1000 * column->upper;
}

static ActionKind kind_of_move(const Model *model, uint32_t domain, uint32_t to)
{
    if (to == INDEX_NONE)
        return ACTION_RETIRE;
    if (judge_is_placed(model, domain))
        return ACTION_MIGRATE;
    bool is_copy = model->domains[domain].host == INDEX_NONE &&
                   model->domains[domain].replica_of != INDEX_NONE;
    return is_copy ? ACTION_REPLICATE : ACTION_ACTIVATE;
}

/* The plan that carries the placement out with one move a domain, in one wave. */
static Plan *direct_plan(const Model *model, const uint32_t *at, const bool *on)
{
    TestAction actions[32] = {{0}};
    int n = 0;
    for (uint32_t host = 0; host < model->n_hosts; host++)
        if (on[host] && !model->hosts[host].on)
            actions[n++] = (TestAction){1, ACTION_POWER_ON, NULL, NULL, model->hosts[host].name};
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        uint32_t from = model->domains[domain].host;
        bool placed = judge_is_placed(model, domain);
        bool stays_out = !judge_is_wanted(model, domain) && !judge_retires(model, domain);
        if ((placed && from == at[domain]) || (stays_out && at[domain] == INDEX_NONE))
            continue;
        actions[n++] =
            (TestAction){1, kind_of_move(model, domain, at[domain]), model->domains[domain].name,
                         from == INDEX_NONE ? NULL : model->hosts[from].name,
                         at[domain] == INDEX_NONE ? NULL : model->hosts[at[domain]].name};
    }
    for (uint32_t host = 0; host < model->n_hosts; host++)
        if (!on[host] && model->hosts[host].on)
            actions[n++] = (TestAction){1, ACTION_POWER_OFF, NULL, model->hosts[host].name, NULL};
    return test_plan(model, actions);
}

static bool judge_accepts(const Model *model, const Plan *plan, char **ret_why)
{
    Checks checks;
    Verdict *verdict = g_new0(Verdict, 1);
    checks_init(&checks);
    judge_check_placement(&checks, model, plan);
    judge_check_in_service(&checks, model, plan);
    judge_check_capacity(&checks, model, plan);
    judge_check_rules(&checks, model, plan);
    judge_check_services(&checks, model, plan);
    judge_check_licences(&checks, model, plan);
    judge_check_budgets(&checks, model, plan);
    judge_check_reserve(&checks, model, plan);
    checks_finish(&checks, verdict);
    *ret_why = g_strdup("accepted");
    for (uint32_t i = 0; i < verdict->n_checks; i++)
        if (!verdict->checks[i].passed) {
            g_free(*ret_why);
            *ret_why = g_strdup(verdict->checks[i].detail);
        }
    bool valid = verdict->valid;
    verdict_free(verdict);
    return valid;
}

static void expect_same_cost(const Program *program, const Plan *plan, uint32_t seed)
{
    NaiveCost naive = naive_cost(program->model, program->at, program->on);
    const int64_t parts[] = {naive.machine,  naive.admin,         naive.energy, naive.licence,
                             naive.overload, naive.balance,       naive.rules,  naive.moves,
                             naive.notices,  naive.power_changes, naive.review};
    for (uint32_t part = 0; part < N_COST_PARTS; part++)
        cr_assert_eq(plan->planned.part[part], parts[part], "seed %u: %s is %ld, naively %ld", seed,
                     cost_part_names[part], (long)plan->planned.part[part], (long)parts[part]);
    /* The program's cost in thousandths of 1/scale; each rough term is off by at most a half, and
     * scaled prices are rounded down by less than 1/scale a unit. */
    Int128 scale = program->columns->scale;
    Int128 total = program->cost + (Int128)program->columns->costs.constant * scale * 1000;
    Int128 difference = total - (Int128)plan->planned.total * scale * 1000;
    Int128 most = (Int128)program->columns->costs.n_rough * 500 * scale;
    cr_assert(difference <= most, "seed %u: the program costs more than the plan", seed);
    cr_assert(-difference <= most + (program->columns->costs.n_rough > 0 ? 1000 * scale : 0),
              "seed %u: the program costs less than the plan", seed);
}

static void check_placement(Program *program, const uint32_t *at, const bool *on, uint32_t seed)
{
    program->at = at;
    program->on = on;
    program->cost = 0;
    memset(program->x, 0, program->n_columns * sizeof(Int128));
    g_autoptr(Plan) plan = direct_plan(program->model, at, on);
    g_autofree char *why = NULL;
    bool accepted = judge_accepts(program->model, plan, &why);
    bool good = naive_is_good(program->model, at, on);
    cr_assert_eq(accepted, good, "seed %u: naively %d, but the judge: %s", seed, good, why);
    cr_assert(judge_columns_each(program->columns, set_column, program));
    const Row *broken = broken_row(program);
    bool held = broken == NULL && judge_columns_each(program->columns, within_bounds, program);
    cr_assert_eq(held, good, "seed %u: row %s[%u,%u,%u,%u] says %d, the judge: %s", seed,
                 broken == NULL ? "-" : row_kind_names[broken->key.kind],
                 broken == NULL ? 0 : broken->key.index[0],
                 broken == NULL ? 0 : broken->key.index[1],
                 broken == NULL ? 0 : broken->key.index[2],
                 broken == NULL ? 0 : broken->key.index[3], held, why);
    if (!good)
        return;
    expect_same_cost(program, plan, seed);
    program->cheapest =
        program->any_good ? MIN(program->cheapest, plan->planned.total) : plan->planned.total;
    program->any_good = true;
}

/* Any rows, any multipliers of the right sign. */
static ProofNode random_leaf(const Program *program, GRand *rand)
{
    ProofNode leaf = {.kind = g_rand_int_range(rand, 0, 4) == 0 ? PROOF_NODE_INFEASIBLE
                                                                : PROOF_NODE_LEAF};
    leaf.multipliers = g_new0(Multiplier, program->rows->len);
    uint32_t percent = (uint32_t)g_rand_int_range(rand, 1, 60);
    int64_t size = INT64_C(1) << g_rand_int_range(rand, 0, 45);
    for (guint i = 0; i < program->rows->len; i++) {
        const Row *row = &g_array_index(program->rows, Row, i);
        if ((uint32_t)g_rand_int_range(rand, 0, 100) >= percent)
            continue;
        int64_t y = (int64_t)(g_rand_double(rand) * (double)size);
        bool negative = row->sense == ROW_AT_MOST ||
                        (row->sense == ROW_EQUAL && g_rand_int_range(rand, 0, 4) == 0);
        leaf.multipliers[leaf.n_multipliers++] = (Multiplier){row->key, negative ? -y : y};
    }
    return leaf;
}

/* One branch on whether a host is in service, a random leaf on either side. */
static Proof *random_proof(const Program *program, GRand *rand)
{
    Proof *proof = proof_new(INT64_C(1) << g_rand_int_range(rand, 0, 20));
    g_free(proof->nodes);
    proof->n_nodes = 3;
    proof->nodes = g_new0(ProofNode, 3);
    proof->nodes[0] = (ProofNode){.kind = PROOF_NODE_BRANCH_COLUMN, .low = 1, .high = 2};
    proof->nodes[0].column.kind = COLUMN_SERVE;
    proof->nodes[0].column.index[0] =
        (uint32_t)g_rand_int_range(rand, 0, (gint32)program->model->n_hosts);
    proof->nodes[1] = random_leaf(program, rand);
    proof->nodes[2] = random_leaf(program, rand);
    return proof;
}

/* Multipliers that nobody chose with care prove little, but never too much. */
static void expect_no_false_proof(const Program *program, GRand *rand, uint32_t seed)
{
    for (int i = 0; i < 20 && program->any_good; i++) {
        g_auto(Proved) proved = {0};
        g_autoptr(Proof) proof = random_proof(program, rand);
        judge_prove(program->model, proof, &proved);
        if (proved.refused != NULL)
            continue; /* a leaf that does not prove that it is empty */
        cr_assert_not(proved.infeasible, "seed %u: a good placement exists", seed);
        cr_assert_leq(proved.bound, program->cheapest, "seed %u: %ld above the cost %ld", seed,
                      (long)proved.bound, (long)program->cheapest);
    }
}

/* Random, but mostly near the present one, so that many are good. */
static void random_placement(const Model *model, GRand *rand, uint32_t *at, bool *on)
{
    int stay = g_rand_int_range(rand, 0, 100);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        on[host] = model->policy.host_failures > 0 && g_rand_boolean(rand);
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        at[domain] = model->domains[domain].host;
        if (!judge_is_wanted(model, domain)) {
            at[domain] = INDEX_NONE;
            continue;
        }
        if (at[domain] == INDEX_NONE || g_rand_int_range(rand, 0, 100) >= stay)
            at[domain] = (uint32_t)g_rand_int_range(rand, 0, (gint32)model->n_hosts);
        on[at[domain]] = true;
    }
}

static void check_scenario(TinyKind kind, uint32_t seed)
{
    g_autoptr(Model) model = tiny_scenario(kind, seed);
    g_autoptr(GError) error = NULL;
    g_autoptr(Columns) columns = judge_columns_new(model, 1000000, &error);
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    Program program = {.model = model, .columns = columns};
    program.n_columns = columns->first[N_COLUMN_KINDS];
    program.rows = g_array_new(FALSE, FALSE, sizeof(Row));
    program.x = g_new0(Int128, program.n_columns);
    g_array_set_clear_func(program.rows, clear_row);
    add_rows(&program);
    for (int i = 0; i < N_PLACEMENTS; i++) {
        uint32_t at[8];
        bool on[8];
        random_placement(model, rand, at, on);
        check_placement(&program, at, on, seed);
    }
    expect_no_false_proof(&program, rand, seed);
    g_array_unref(program.rows);
    g_free(program.x);
}

/* VMATRIX_TINY_SEEDS=first:count for longer runs. */
static void check_seeds(TinyKind kind, uint32_t count)
{
    uint32_t first = 0;
    const char *wanted = g_getenv("VMATRIX_TINY_SEEDS");
    if (wanted != NULL)
        cr_assert_eq(sscanf(wanted, "%u:%u", &first, &count), 2);
    for (uint32_t seed = first; seed < first + count; seed++)
        check_scenario(kind, seed);
}

Test(judge_rows, say_the_same_as_the_judge_on_plain_tiny_scenarios)
{
    check_seeds(TINY_PLAIN, 150);
}

Test(judge_rows, say_the_same_as_the_judge_on_tiny_scenarios_with_all_rules)
{
    check_seeds(TINY_RULES, 250);
}

Test(judge_rows, say_the_same_as_the_judge_on_tiny_scenarios_with_all_prices)
{
    check_seeds(TINY_PRICES, 250);
}

Test(judge_rows, say_the_same_as_the_judge_where_domains_end_or_are_left_out)
{
    check_seeds(TINY_ENDING, 250);
}
