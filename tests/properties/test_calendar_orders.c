/* Random calendars over random estates: every order keeps them, and none is lost to them. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "common/time_text.h"
#include "tests/support/ordered_plan.h"
#include "tests/support/test_model.h"
#include "tests/support/test_plan.h"

enum { N_HOSTS = 5, N_DOMAINS = 12, START_S = 1767225600 /* 2026-01-01 */ };

static void append_blackouts(GRand *rand, GString *text)
{
    for (int n = g_rand_int_range(rand, 1, 9); n > 0; n--) {
        int from = START_S + g_rand_int_range(rand, -60, 400);
        g_autofree char *begin = time_text_new(from);
        g_autofree char *end = time_text_new(from + g_rand_int_range(rand, 1, 200));
        int scope = g_rand_int_range(rand, 0, 5);
        if (scope == 0)
            g_string_append_printf(text, "*,%s,%s\n", begin, end);
        else if (scope < 3)
            g_string_append_printf(text, "service:s%d,%s,%s\n", g_rand_int_range(rand, 0, 4), begin,
                                   end);
        else
            g_string_append_printf(text, "host:h%d,%s,%s\n", g_rand_int_range(rand, 0, N_HOSTS),
                                   begin, end);
    }
}

/* Both placements keep 100 on each host; h4 is off at the start, in half of them at the end too. */
static Model *random_model(GRand *rand, uint32_t *target)
{
    int use[2][N_HOSTS] = {{0}};
    int n_hosts[2] = {4, g_rand_int_range(rand, 4, N_HOSTS + 1)};
    g_autoptr(GString) hosts = g_string_new("host,memory_mib,on\n");
    g_autoptr(GString) domains = g_string_new("domain,service,host,memory_mib,dirty_mib_s\n");
    g_autoptr(GString) blackouts = g_string_new("scope,from,to\n");
    for (int i = 0; i < N_HOSTS; i++)
        g_string_append_printf(hosts, "h%d,100,%d\n", i, i < 4);
    for (int i = 0; i < N_DOMAINS; i++) {
        int memory = g_rand_int_range(rand, 20, 40);
        int host[2];
        for (int side = 0; side < 2; side++) {
            int attempt = 0;
            do
                host[side] = g_rand_int_range(rand, 0, n_hosts[side]);
            while (use[side][host[side]] + memory > 100 && ++attempt < 500);
            if (attempt == 500)
                return NULL;
            use[side][host[side]] += memory;
        }
        target[i] = (uint32_t)host[1];
        g_string_append_printf(domains, "d%02d,s%d,h%d,%d,%d\n", i, i % 4, host[0], memory,
                               g_rand_int_range(rand, 0, 3));
    }
    append_blackouts(rand, blackouts);
    return test_model(
        (TestFile[]){{"policy.csv", "key,value\nbandwidth_mib_s,2\nmax_parallel_per_service,2\n"},
                     {"resources.csv", "resource,hard_permille\nmemory_mib,1000\n"},
                     {"services.csv", "service\ns0\ns1\ns2\ns3\n"},
                     {"hosts.csv", hosts->str},
                     {"domains.csv", domains->str},
                     {"blackout.csv", blackouts->str},
                     {NULL, NULL}});
}

typedef struct {
    GRand *rand;
    Model *model;
    uint32_t target[N_DOMAINS];
    bool in_service[N_HOSTS];
} Estate;

static void estate_clear(Estate *estate)
{
    g_clear_pointer(&estate->rand, g_rand_free);
    g_clear_pointer(&estate->model, model_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Estate, estate_clear)

/* Without a model where the random sizes do not fit. */
static Estate estate_new(guint32 seed)
{
    Estate estate = {.rand = g_rand_new_with_seed(seed)};
    estate.model = random_model(estate.rand, estate.target);
    for (int i = 0; estate.model != NULL && i < N_DOMAINS; i++)
        estate.in_service[estate.target[i]] = true;
    return estate;
}

/* From START_S on, or without regard to time. */
static Sequence order(const Estate *estate, bool has_start)
{
    Sequence sequence = {0};
    SequenceOptions options = {
        .cost_limit = INT64_MAX, .has_start = has_start, .start_s = has_start ? START_S : 0};
    cr_assert(sequence_plan(estate->model, estate->target, estate->in_service, &options, &sequence,
                            NULL));
    return sequence;
}

/* A plan that the judge accepts. */
static Plan *accepted_plan(const Estate *estate, Sequence *sequence, guint32 seed)
{
    Plan *plan = plan_from_sequence(estate->model, estate->target, estate->in_service, sequence);
    plan->has_start = true;
    plan->start_s = START_S;
    test_plan_refresh(estate->model, plan);
    g_autofree char *failures = test_failures(estate->model, plan, NULL);
    cr_assert_str_empty(failures, "seed %u: %s", seed, failures);
    return plan;
}

/* Seven blackouts of everything: eight windows of 400 s. */
static void shut_seven_times(Model *model)
{
    model->blackouts = g_renew(Blackout, model->blackouts, model->n_blackouts + 7);
    for (int i = 0; i < 7; i++) {
        int from = START_S + 400 + 420 * i;
        model->blackouts[model->n_blackouts++] = (Blackout){.scope = BLACKOUT_ALL,
                                                            .index = INDEX_NONE,
                                                            .from = time_text_new(from),
                                                            .to = time_text_new(from + 20)};
    }
}

static bool waits(const Plan *plan)
{
    for (uint32_t i = 0; i < plan->n_actions; i++)
        if (plan->actions[i].has_not_before)
            return true;
    return false;
}

Test(calendar_orders, keep_every_blackout_and_are_found_wherever_there_is_one_without)
{
    uint32_t n_waiting = 0, n_parked = 0, n_orders = 0;
    for (guint32 seed = 0; seed < 120; seed++) {
        g_auto(Estate) estate = estate_new(seed);
        if (estate.model == NULL)
            continue;
        g_auto(Sequence) timeless = order(&estate, false);
        g_auto(Sequence) sequence = order(&estate, true);
        cr_assert_eq(sequence.found, timeless.found, "seed %u", seed);
        if (!sequence.found)
            continue;
        n_orders++;
        n_parked += sequence.extra_cost > 0;
        g_autoptr(Plan) plan = accepted_plan(&estate, &sequence, seed);
        n_waiting += waits(plan);
    }
    cr_log_info("%u orders, %u wait, %u with parking", n_orders, n_waiting, n_parked);
    cr_assert_gt(n_orders, 50);
    cr_assert_gt(n_waiting, 40);
    cr_assert_gt(n_parked, 5);
}

static uint32_t count_moves(const Plan *plan)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < plan->n_actions; i++)
        n += plan->actions[i].domain != INDEX_NONE;
    return n;
}

/* Every action takes two minutes of somebody's time. */
Test(calendar_orders, keep_the_peoples_minutes_of_every_window)
{
    uint32_t n_orders = 0, n_late = 0, n_waiting = 0;
    for (guint32 seed = 1000; seed < 1080; seed++) {
        g_auto(Estate) estate = estate_new(seed);
        if (estate.model == NULL)
            continue;
        shut_seven_times(estate.model);
        Policy *policy = &estate.model->policy;
        policy->power_change_umin = policy->move_review_umin;
        g_auto(Sequence) timeless = order(&estate, false);
        int n_in_window = g_rand_int_range(estate.rand, 1, 8);
        policy->max_operator_umin_per_window = n_in_window * policy->move_review_umin;
        g_auto(Sequence) sequence = order(&estate, true);
        cr_assert(timeless.found || !sequence.found, "seed %u", seed);
        if (timeless.found && n_in_window >= (int)timeless.n_actions)
            cr_assert(sequence.found, "seed %u: one window is enough", seed);
        if (!sequence.found && timeless.found) {
            n_late++;
            cr_assert_gt(sequence.n_blockers, 0);
            cr_assert_eq(sequence.n_actions, 0);
        }
        if (!sequence.found)
            continue;
        n_orders++;
        g_autoptr(Plan) plan = accepted_plan(&estate, &sequence, seed);
        cr_assert_leq(count_moves(plan), 16u * (uint32_t)n_in_window); /* random ones cut more */
        n_waiting += waits(plan);
        if (n_in_window == 1 || plan->n_actions <= 1)
            continue;
        policy->max_operator_umin_per_window = policy->move_review_umin - 1;
        g_autofree char *above = test_detail(estate.model, plan, "people");
        cr_assert(g_str_has_prefix(above, "wave 1: its window then needs "), "%s", above);
    }
    fprintf(stderr, "people: %u orders, %u of them wait, %u have no time\n", n_orders, n_waiting,
            n_late);
    cr_assert_gt(n_orders, 20);
    cr_assert_gt(n_waiting, 20);
}
