#include <criterion/criterion.h>
#include <string.h>

#include "common/time_text.h"
#include "model/rules.h"
#include "plan/remedy.h"
#include "plan/sequence.h"
#include "tests/support/test_model.h"

/* A target from pairs of domain and host; domains that are not named stay. Hosts in service are
 * those that hold a domain then. */
typedef struct {
    uint32_t *target;
    bool *in_service;
} Target;

static Target target_of(const Model *model, const char *const *pairs)
{
    Target target = {g_new(uint32_t, model->n_domains), g_new0(bool, model->n_hosts)};
    for (uint32_t i = 0; i < model->n_domains; i++)
        target.target[i] = model->domains[i].host;
    for (; pairs[0] != NULL; pairs += 2)
        target.target[model_find_domain(model, pairs[0])] = model_find_host(model, pairs[1]);
    for (uint32_t i = 0; i < model->n_domains; i++)
        target.in_service[target.target[i]] = true;
    return target;
}

static void target_clear(Target *target)
{
    g_free(target->target);
    g_free(target->in_service);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Target, target_clear)

static Sequence order_limited(const Model *model, const char *const *pairs, int64_t cost_limit)
{
    g_auto(Target) target = target_of(model, pairs);
    Sequence sequence = {0};
    g_autoptr(GError) error = NULL;
    bool fine = sequence_plan(model, target.target, target.in_service,
                              &(SequenceOptions){.cost_limit = cost_limit}, &sequence, &error);
    cr_assert(fine, "%s", error == NULL ? "" : error->message);
    return sequence;
}

static Sequence order(const Model *model, const char *const *pairs)
{
    return order_limited(model, pairs, INT64_MAX);
}

/* "1 d1 h1>h2; 2 on h3" and so on, so that a test reads like the plan. */
static char *sequence_text(const Model *model, const Sequence *sequence)
{
    GString *text = g_string_new(NULL);
    for (uint32_t i = 0; i < sequence->n_actions; i++) {
        const Action *action = &sequence->actions[i];
        g_string_append_printf(text, "%s%u ", i == 0 ? "" : "; ", action->wave);
        if (action->kind == ACTION_POWER_ON)
            g_string_append_printf(text, "on %s", model->hosts[action->to].name);
        else if (action->kind == ACTION_POWER_OFF)
            g_string_append_printf(text, "off %s", model->hosts[action->from].name);
        else
            g_string_append_printf(
                text, "%s%s %s>%s%s", action->kind == ACTION_ACTIVATE ? "start " : "",
                model->domains[action->domain].name,
                action->from == INDEX_NONE ? "" : model->hosts[action->from].name,
                model->hosts[action->to].name, action->parking ? " parked" : "");
    }
    return g_string_free(text, FALSE);
}

static void assert_order(const Model *model, const char *const *pairs, const char *expected)
{
    g_auto(Sequence) sequence = order(model, pairs);
    g_autofree char *text = sequence_text(model, &sequence);
    cr_assert(sequence.found, "no order found");
    cr_assert_str_eq(text, expected, "%s", text);
}

#define FREE_POLICY                                                                                \
    "key,value\nmax_parallel,8\nmax_parallel_per_host,8\nmax_parallel_per_service,8\n"
#define MEMORY_ONLY "resource,hard_permille\nmemory_mib,1000\n"

static Model *memory_model(const char *policy, const char *hosts, const char *domains)
{
    return test_model((TestFile[]){{"policy.csv", policy},
                                   {"resources.csv", MEMORY_ONLY},
                                   {"hosts.csv", hosts},
                                   {"domains.csv", domains},
                                   {NULL, NULL}});
}

static Model *rule_model(const char *policy, const char *hosts, const char *domains,
                         const char *rules)
{
    return test_model((TestFile[]){{"policy.csv", policy},
                                   {"resources.csv", MEMORY_ONLY},
                                   {"hosts.csv", hosts},
                                   {"domains.csv", domains},
                                   {"rules.csv", rules},
                                   {NULL, NULL}});
}

Test(sequence, no_move_is_an_empty_order)
{
    g_autoptr(Model) model = memory_model(FREE_POLICY, "host,memory_mib\nh1,100\n",
                                          "domain,host,memory_mib\nd1,h1,10\n");
    g_auto(Sequence) sequence = order(model, (const char *[]){NULL});
    cr_assert(sequence.found);
    cr_assert_eq(sequence.n_actions, 0);
    cr_assert_eq(sequence.extra_cost, 0);
}

Test(sequence, moves_that_need_nothing_share_a_wave_and_a_host_goes_off_last)
{
    g_autoptr(Model) model = memory_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,100\n",
                                          "domain,host,memory_mib\nd1,h1,10\nd2,h1,10\nd3,h2,9\n");
    assert_order(model, (const char *[]){"d1", "h2", "d2", "h2", NULL},
                 "1 d1 h1>h2; 1 d2 h1>h2; 2 off h1");
}

Test(sequence, a_host_is_powered_on_in_a_wave_before_any_move)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib,on\nh1,100,1\nh2,100,0\nh3,100,1\n",
                     "domain,host,memory_mib\nd1,h1,10\nd2,h3,10\n");
    assert_order(model, (const char *[]){"d1", "h2", NULL}, "1 on h2; 2 d1 h1>h2; 3 off h1");
}

Test(sequence, what_leaves_is_freed_only_when_its_wave_has_ended)
{
    g_autoptr(Model) model = memory_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,100\nh3,100\n",
                                          "domain,host,memory_mib\na,h1,60\nb,h2,60\nc,h3,40\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h3", NULL},
                 "1 b h2>h3; 2 a h1>h2; 3 off h1");
}

Test(sequence, each_period_must_have_room)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"policy.csv", FREE_POLICY "periods,2\n"},
                     {"resources.csv", MEMORY_ONLY},
                     {"hosts.csv", "host,memory_mib\nh1,100\nh2,100\nh3,100\n"},
                     {"domains.csv", "domain,host,memory_mib\na,h1,60\nb,h2,30\nc,h3,10\n"},
                     {"demand.csv", "domain,resource,period,amount\nb,memory_mib,1,90\n"},
                     {NULL, NULL}});
    assert_order(model, (const char *[]){"a", "h2", "b", "h3", NULL},
                 "1 b h2>h3; 2 a h1>h2; 3 off h1");
}

Test(sequence, an_overfull_host_may_stay_as_full_as_it_was_but_takes_nothing_in)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,200\nh3,100\n",
                     "domain,host,memory_mib\na,h1,60\nb,h1,60\nc,h1,20\nd,h3,20\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h2", "d", "h1", NULL},
                 "1 on h2; 2 a h1>h2; 2 b h1>h2; 3 d h3>h1; 4 off h3");
}

Test(sequence, at_most_max_parallel_moves_share_a_wave)
{
    g_autoptr(Model) model = memory_model(
        "key,value\nmax_parallel,2\nmax_parallel_per_host,8\n", "host,memory_mib\nh1,100\nh2,100\n",
        "domain,host,memory_mib\na,h1,1\nb,h1,1\nc,h1,1\nd,h2,1\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h2", "c", "h2", NULL},
                 "1 a h1>h2; 1 b h1>h2; 2 c h1>h2; 3 off h1");
}

Test(sequence, a_host_takes_part_in_at_most_max_parallel_per_host_moves)
{
    g_autoptr(Model) model = memory_model(
        "key,value\nmax_parallel_per_host,1\n", "host,memory_mib\nh1,100\nh2,100\nh3,100\nh4,100\n",
        "domain,host,memory_mib\na,h1,2\nb,h1,1\nc,h3,1\nd,h2,1\ne,h4,1\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h4", "c", "h4", NULL},
                 "1 a h1>h2; 1 c h3>h4; 2 b h1>h4; 3 off h1; 3 off h3");
}

Test(sequence, a_service_has_at_most_max_parallel_per_service_moves_in_a_wave)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"policy.csv", "key,value\nmax_parallel_per_host,8\n"},
                     {"resources.csv", MEMORY_ONLY},
                     {"hosts.csv", "host,memory_mib\nh1,100\nh2,100\n"},
                     {"services.csv", "service\nweb\n"},
                     {"domains.csv", "domain,service,host,memory_mib\na,web,h1,1\nb,web,h1,2\n"
                                     "c,,h1,1\nd,,h2,1\n"},
                     {NULL, NULL}});
    assert_order(model, (const char *[]){"a", "h2", "b", "h2", "c", "h2", NULL},
                 "1 b h1>h2; 1 c h1>h2; 2 a h1>h2; 3 off h1");
}

/* Both are of one service, so one waits: 'b' is slower to move, but 'a' runs nowhere. */
Test(sequence, what_runs_nowhere_is_started_before_others_move)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){{"policy.csv", "key,value\nformat,1\n"},
                                {"resources.csv", MEMORY_ONLY},
                                {"hosts.csv", "host,memory_mib,state\nh1,100,failed\nh2,90000,up\n"
                                              "h3,90000,up\n"},
                                {"services.csv", "service\nweb\n"},
                                {"domains.csv", "domain,service,host,memory_mib\na,web,h1,1\n"
                                                "b,web,h2,80000\nc,,h3,1\n"},
                                {NULL, NULL}});
    assert_order(model, (const char *[]){"a", "h3", "b", "h3", NULL},
                 "1 start a h1>h3; 2 b h2>h3; 3 off h1; 3 off h2");
}

Test(sequence, domains_of_a_failed_host_are_started_and_held_nothing_there)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib,state\nh1,10,failed\nh2,100,up\n",
                     "domain,host,memory_mib\na,h1,50\nb,h2,10\nc,,10\n");
    assert_order(model, (const char *[]){"a", "h2", "c", "h2", NULL},
                 "1 start a h1>h2; 1 start c >h2; 2 off h1");
}

Test(sequence, a_cycle_is_broken_by_parking_on_a_third_host)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,100\nh3,100\n",
                     "domain,host,memory_mib,operator_min\na,h1,60,5\nb,h2,60,1\nc,h3,10,1\n");
    g_auto(Sequence) sequence = order(model, (const char *[]){"a", "h2", "b", "h1", NULL});
    g_autofree char *text = sequence_text(model, &sequence);
    cr_assert_str_eq(text, "1 b h2>h3 parked; 2 a h1>h2; 3 b h3>h1", "%s", text);
    cr_assert_eq(sequence.extra_cost, 3 * 62 * MICRO / 60); /* 1 minute and 2 of review */
    cr_assert(sequence.least_extra);
}

Test(sequence, that_there_is_no_order_is_proved_and_every_blocker_says_why)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,100\nh3,35\n",
                     "domain,host,memory_mib\na,h1,60\nb,h2,60\nc,h1,30\nd,h2,5\ne,h3,1\n");
    /* a and b fit nowhere but there, and c's leaving is not enough for either */
    g_auto(Sequence) sequence = order(model, (const char *[]){"a", "h2", "b", "h1", NULL});
    cr_assert_not(sequence.found);
    cr_assert(sequence.proved_blocked);
    cr_assert_eq(sequence.n_blockers, 2);
    cr_assert_str_eq(sequence.blocker_reasons[0],
                     "host 'h2' lacks 25 memory_mib for it until others leave");
}

/* Raises the hard limit of h2 for memory_mib by so much: hard_permille is 1000 there. */
static bool is_found_with(const char *const *pairs, const char *hosts)
{
    g_autoptr(Model) model = memory_model(
        FREE_POLICY, hosts, "domain,host,memory_mib\na,h1,60\nb,h2,60\nc,h1,30\nd,h2,5\ne,h3,1\n");
    g_auto(Sequence) sequence = order(model, pairs);
    return sequence.found;
}

Test(sequence, what_would_free_a_blocked_target_is_the_least_that_does)
{
    const char *const pairs[] = {"a", "h2", "b", "h1", NULL};
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,100\nh3,35\n",
                     "domain,host,memory_mib\na,h1,60\nb,h2,60\nc,h1,30\nd,h2,5\ne,h3,1\n");
    g_auto(Sequence) sequence = order(model, pairs);
    uint32_t target[] = {1, 0, 0, 1, 2};
    bool in_service[] = {true, true, true};
    g_autoptr(GPtrArray) remedies = remedies_find(
        model, target, in_service, &(SequenceOptions){.cost_limit = INT64_MAX}, &sequence, NULL);
    cr_assert_eq(remedies->len, 3);
    cr_assert_str_eq(g_ptr_array_index(remedies, 0),
                     "an order exists with one more empty host like 'h1', to park on");
    cr_assert_str_eq(g_ptr_array_index(remedies, 1),
                     "an order exists with 20 memory_mib more free on host 'h2'");
    cr_assert_str_eq(g_ptr_array_index(remedies, 2),
                     "an order exists with 20 memory_mib more free on host 'h1'");
    cr_assert(is_found_with(pairs, "host,memory_mib\nh1,100\nh2,120\nh3,35\n"));
    cr_assert_not(is_found_with(pairs, "host,memory_mib\nh1,100\nh2,119\nh3,35\n"));
    cr_assert(is_found_with(pairs, "host,memory_mib\nh1,120\nh2,100\nh3,35\n"));
    cr_assert_not(is_found_with(pairs, "host,memory_mib\nh1,119\nh2,100\nh3,35\n"));
}

Test(sequence, an_idle_host_is_offered_to_park_on)
{
    g_autoptr(Model) model = memory_model(
        FREE_POLICY, "host,memory_mib,on,zone\nh1,100,1,\nh2,100,1,\nh3,60,0,b\nh4,59,0,b\n",
        "domain,host,memory_mib\na,h1,60\nb,h2,60\n");
    g_auto(Sequence) sequence = order(model, (const char *[]){"a", "h2", "b", "h1", NULL});
    uint32_t target[] = {1, 0};
    bool in_service[] = {true, true, false, false};
    g_autoptr(GPtrArray) remedies = remedies_find(
        model, target, in_service, &(SequenceOptions){.cost_limit = INT64_MAX}, &sequence, NULL);
    cr_assert_geq(remedies->len, 3);
    cr_assert_str_eq(g_ptr_array_index(remedies, 0),
                     "an order exists with host 'h3' switched on, to park on");
    cr_assert_str_eq(g_ptr_array_index(remedies, 1),
                     "an order exists with one more empty host like 'h1', to park on");
    cr_assert_str_eq(g_ptr_array_index(remedies, 2),
                     "an order exists with one more empty host like 'h3' in zone 'b', to park on");
}

Test(sequence, one_parking_move_where_two_pairs_swap)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,100\nh3,50\n",
                     "domain,host,memory_mib\na,h1,50\nb,h1,50\nc,h2,50\nd,h2,50\ne,h3,0\n");
    g_auto(Sequence) sequence =
        order(model, (const char *[]){"a", "h2", "b", "h2", "c", "h1", "d", "h1", NULL});
    cr_assert(sequence.found);
    cr_assert_eq(sequence.n_actions, 5);
    cr_assert_eq(sequence.extra_cost, 2 * 62 * MICRO / 60 + 1); /* one parking: rounded up */
}

Test(sequence, a_parked_domain_that_stayed_costs_two_moves_and_a_notice)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", FREE_POLICY},
        {"resources.csv", MEMORY_ONLY},
        {"hosts.csv", "host,memory_mib,tags,on\nh1,100,big,1\nh2,100,big,1\nh3,40,,1\n"},
        {"services.csv", "service\nweb\n"},
        {"domains.csv", "domain,service,host,memory_mib,requires,move\na,,h1,40,big,live\n"
                        "b,,h2,60,big,live\nc,web,h1,20,,live\nd,,h2,30,big,never\n"},
        {NULL, NULL}});
    /* h1 holds 60 of 100, h2 90: b needs 60 on h1, so c must go first, and h3 alone has room. */
    g_auto(Sequence) sequence = order(model, (const char *[]){"a", "h2", "b", "h1", NULL});
    g_autofree char *text = sequence_text(model, &sequence);
    cr_assert(sequence.found);
    cr_assert_str_eq(text, "1 c h1>h3 parked; 2 b h2>h1; 3 a h1>h2; 4 c h3>h1; 5 off h3", "%s",
                     text);
    cr_assert_eq(sequence.extra_cost, 2 * (2 * 62 * MICRO / 60 + 1) + 15 * 62 * MICRO / 60);
}

Test(sequence, parking_uses_no_host_that_is_off_closed_or_not_allowed)
{
    const char *domains = "domain,host,memory_mib,requires\na,h1,60,ssd\nb,h2,60,ssd\n";
    static const char *const others[] = {
        "h3,100,up,ssd,0\n",
        "h3,100,closed,ssd,1\n",
        "h3,100,drain,ssd,1\n",
        "h3,100,up,,1\n",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        g_autofree char *hosts = g_strconcat(
            "host,memory_mib,state,tags,on\nh1,100,up,ssd,1\nh2,100,up,ssd,1\n", others[i], NULL);
        g_autoptr(Model) model = memory_model(FREE_POLICY, hosts, domains);
        g_auto(Sequence) sequence = order(model, (const char *[]){"a", "h2", "b", "h1", NULL});
        cr_assert_not(sequence.found, "%s", others[i]);
        cr_assert(sequence.proved_blocked);
    }
}

Test(sequence, parking_keeps_to_hosts_that_run_the_cpu_from_home)
{
    /* h3 would do for a guest of h1, and h1 for one of h2, but none of h2's ever went through h3 */
    static const char *const runs_on[] = {"new", "new;other"};
    for (size_t i = 0; i < G_N_ELEMENTS(runs_on); i++) {
        g_autofree char *cpus =
            g_strdup_printf("cpu_model,runs_on\nold,%s\nnew,old\nother,old;new\n", runs_on[i]);
        g_autoptr(Model) model = test_model(
            (TestFile[]){{"policy.csv", FREE_POLICY},
                         {"resources.csv", MEMORY_ONLY},
                         {"hosts.csv", "host,memory_mib,cpu_model,on\nh1,100,old,1\nh2,100,new,1\n"
                                       "h3,100,other,1\n"},
                         {"cpu_models.csv", cpus},
                         {"domains.csv", "domain,host,memory_mib\na,h1,60\nb,h2,60\n"},
                         {NULL, NULL}});
        g_auto(Sequence) sequence = order(model, (const char *[]){"a", "h2", "b", "h1", NULL});
        g_autofree char *text = sequence_text(model, &sequence);
        cr_assert_eq(sequence.found, i == 1, "%s", runs_on[i]);
        cr_assert_eq(sequence.proved_blocked, i == 0);
        cr_assert(i == 0 || g_str_equal(text, "1 a h1>h3 parked; 2 b h2>h1; 3 a h3>h2; 4 off h3"),
                  "%s", text);
    }
}

Test(sequence, a_host_that_only_leaves_service_at_the_end_may_hold_a_parked_domain)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib,on\nh1,100,1\nh2,100,1\nh3,100,1\n",
                     "domain,host,memory_mib\na,h1,60\nb,h2,60\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h1", NULL},
                 "1 a h1>h3 parked; 2 b h2>h1; 3 a h3>h2; 4 off h3");
}

Test(sequence, parking_moves_count_in_max_moves)
{
    const char *hosts = "host,memory_mib\nh1,100\nh2,100\nh3,100\n";
    const char *domains = "domain,host,memory_mib\na,h1,60\nb,h2,60\nc,h3,10\n";
    g_autoptr(Model) two = memory_model(FREE_POLICY "max_moves,2\n", hosts, domains);
    g_autoptr(Model) three = memory_model(FREE_POLICY "max_moves,3\n", hosts, domains);
    const char *const pairs[] = {"a", "h2", "b", "h1", NULL};
    g_auto(Sequence) blocked = order(two, pairs);
    g_auto(Sequence) found = order(three, pairs);
    cr_assert_not(blocked.found);
    cr_assert(blocked.proved_blocked);
    cr_assert(found.found);
}

Test(sequence, parking_moves_count_in_max_operator_min_and_max_memory_gib)
{
    /* a direct move takes 1 + 2 minutes; 30 of review, no notice, no power change */
    static const char *const limits[][2] = {{"max_operator_min,38.9\n", "max_operator_min,39\n"},
                                            {"max_memory_gib,175\n", "max_memory_gib,176\n"}};
    const char *hosts = "host,memory_mib\nh1,100000\nh2,100000\nh3,100000\n";
    const char *domains = "domain,host,memory_mib,operator_min\na,h1,60000,1\nb,h2,60000,1\n"
                          "c,h3,10,1\n";
    const char *const pairs[] = {"a", "h2", "b", "h1", NULL};
    for (size_t i = 0; i < G_N_ELEMENTS(limits); i++) {
        g_autofree char *less = g_strconcat(FREE_POLICY, limits[i][0], NULL);
        g_autofree char *enough = g_strconcat(FREE_POLICY, limits[i][1], NULL);
        g_autoptr(Model) tight = memory_model(less, hosts, domains);
        g_autoptr(Model) wide = memory_model(enough, hosts, domains);
        g_auto(Sequence) blocked = order(tight, pairs);
        g_auto(Sequence) found = order(wide, pairs);
        cr_assert_not(blocked.found, "%s", limits[i][0]);
        cr_assert(found.found, "%s", limits[i][1]);
    }
}

Test(sequence, the_busiest_service_is_not_made_busier_where_that_is_dear)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", FREE_POLICY "busiest_service_cost,100\n"},
        {"resources.csv", MEMORY_ONLY},
        {"hosts.csv", "host,memory_mib\nh1,100\nh2,100\nh3,100\n"},
        {"services.csv", "service\nweb\ndb\n"},
        {"domains.csv", "domain,service,host,memory_mib,operator_min\na,web,h1,60,0\nb,db,h2,60,9\n"
                        "c,web,h1,1,0\nd,,h3,1,0\n"},
        {NULL, NULL}});
    /* two of web move anyway: parking a would make it three, parking b makes db two */
    assert_order(model, (const char *[]){"a", "h2", "b", "h1", "c", "h3", NULL},
                 "1 b h2>h3 parked; 1 c h1>h3; 2 a h1>h2; 3 b h3>h1");
}

Test(sequence, parking_that_reaches_the_cost_limit_is_given_up_and_proves_nothing)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,100\nh3,100\n",
                     "domain,host,memory_mib,move_cost\na,h1,60,10\nb,h2,60,10\nc,h3,10,0\n");
    const char *const pairs[] = {"a", "h2", "b", "h1", NULL};
    int64_t extra = 10 * MICRO + 2 * 62 * MICRO / 60 + 1;
    g_auto(Sequence) given_up = order_limited(model, pairs, extra);
    g_auto(Sequence) found = order_limited(model, pairs, extra + 1);
    cr_assert_not(given_up.found);
    cr_assert_not(given_up.proved_blocked);
    cr_assert(found.found);
    cr_assert_eq(found.extra_cost, extra);
}

#define PAIR_HOSTS "host,memory_mib\nh1,100\nh2,100\n"

Test(sequence, two_of_a_spread_group_swap_in_one_wave)
{
    g_autoptr(Model) model =
        rule_model(FREE_POLICY, PAIR_HOSTS, "domain,host,memory_mib\na,h1,10\nb,h2,20\n",
                   "rule,name,domains\nspread,s,a;b\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h1", NULL}, "1 a h1>h2; 1 b h2>h1");
}

Test(sequence, where_the_limits_forbid_the_swap_it_needs_a_third_host)
{
    g_autoptr(Model) model = rule_model(
        "key,value\nmax_parallel,1\n", "host,memory_mib\nh1,100\nh2,100\nh3,100\n",
        "domain,host,memory_mib\na,h1,10\nb,h2,10\nc,h3,1\n", "rule,name,domains\nspread,s,a;b\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h1", NULL},
                 "1 a h1>h3 parked; 2 b h2>h1; 3 a h3>h2");
}

Test(sequence, a_chain_within_a_spread_group_goes_in_one_wave_or_from_its_end)
{
    g_autoptr(Model) model =
        rule_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,100\nh3,100\nh4,100\n",
                   "domain,host,memory_mib\na,h1,10\nb,h2,10\nc,h3,10\n",
                   "rule,name,domains\nspread,s,a;b;c\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h3", "c", "h4", NULL},
                 "1 on h4; 2 a h1>h2; 2 b h2>h3; 2 c h3>h4; 3 off h1");
}

Test(sequence, groups_of_a_split_never_meet_on_the_way)
{
    g_autoptr(Model) model = rule_model(
        "key,value\nmax_parallel,1\n", "host,memory_mib\nh1,100\nh2,100\nh3,100\n",
        "domain,host,memory_mib\na,h1,10\nb,h2,10\nc,h3,1\n", "rule,name,domains\nsplit,s,a|b\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h3", NULL},
                 "1 b h2>h3; 2 a h1>h2; 3 off h1");
}

Test(sequence, nobody_joins_the_lonely_on_the_way)
{
    g_autoptr(Model) model = rule_model(
        "key,value\nmax_parallel,1\n", "host,memory_mib\nh1,100\nh2,100\nh3,100\n",
        "domain,host,memory_mib\na,h1,10\nb,h2,10\nc,h3,1\n", "rule,name,domains\nlonely,l,b\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h1", "c", "h2", NULL},
                 "1 a h1>h3 parked; 2 b h2>h1; 3 a h3>h2; 4 c h3>h2; 5 off h3");
}

Test(sequence, max_per_host_and_max_per_zone_are_asked_for_at_the_end_only)
{
    for (int zone = 0; zone < 2; zone++) {
        g_autofree char *services =
            g_strdup_printf("service,%s\nweb,1\n", zone ? "max_per_zone" : "max_per_host");
        g_autoptr(Model) model = test_model((TestFile[]){
            {"policy.csv", "key,value\nmax_parallel,1\n"},
            {"resources.csv", MEMORY_ONLY},
            {"hosts.csv", "host,memory_mib,zone\nh1,100,z1\nh2,100,z2\nh3,100,z3\n"},
            {"services.csv", services},
            {"domains.csv", "domain,service,host,memory_mib\na,web,h1,1\nb,web,h2,1\nc,,h3,1\n"},
            {NULL, NULL}});
        assert_order(model, (const char *[]){"a", "h2", "b", "h3", NULL},
                     "1 a h1>h2; 2 b h2>h3; 3 off h1");
    }
}

Test(sequence, a_rule_that_is_broken_at_the_start_may_stay_broken_but_no_more)
{
    g_autoptr(Model) model =
        rule_model("key,value\nmax_parallel,1\n", "host,memory_mib\nh1,100\nh2,100\nh3,100\n",
                   "domain,host,memory_mib\na,h1,10\nb,h1,10\nc,h2,10\nd,h3,1\n",
                   "rule,name,domains\nspread,s,a;b;c\n");
    /* one breach now: a may join c on h2 only while b is not with another one */
    g_auto(Sequence) sequence = order(model, (const char *[]){"a", "h2", "c", "h3", NULL});
    cr_assert(sequence.found);
    cr_assert_eq(sequence.extra_cost, 0);
}

Test(sequence, gather_is_asked_for_only_at_the_end)
{
    g_autoptr(Model) model = rule_model("key,value\nmax_parallel,1\n", PAIR_HOSTS,
                                        "domain,host,memory_mib\na,h1,10\nb,h1,10\n",
                                        "rule,name,domains\ngather,g,a;b\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h2", NULL},
                 "1 on h2; 2 a h1>h2; 3 b h1>h2; 4 off h1");
}

Test(sequence, a_swap_blocked_by_a_rule_names_the_rule)
{
    g_autoptr(Model) model = rule_model("key,value\nmax_parallel,1\n", PAIR_HOSTS,
                                        "domain,host,memory_mib\na,h1,10\nb,h2,10\n",
                                        "rule,name,domains\nspread,s,a;b\n");
    g_auto(Sequence) sequence = order(model, (const char *[]){"a", "h2", "b", "h1", NULL});
    cr_assert_not(sequence.found);
    cr_assert(sequence.proved_blocked);
    cr_assert_str_eq(sequence.blocker_reasons[0],
                     "rule 's' would be broken on host 'h2' until others leave");
}

Test(sequence, a_move_takes_as_long_as_its_memory_needs_on_a_shared_link)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY "bandwidth_mib_s,100\n", "host,memory_mib\nh1,9000\nh2,9000\n",
                     "domain,host,memory_mib,move,dirty_mib_s\na,h1,1000,live,0\nb,h1,1000,save,"
                     "0\nc,h1,1000,cold,0\n"
                     "d,h1,1000,live,10\ne,h2,1,live,0\n");
    g_auto(Sequence) sequence = order(model, (const char *[]){"a", "h2", NULL});
    cr_assert_float_eq(sequence.actions[0].expected_s, 10, 1e-9);
    sequence_clear(&sequence);
    sequence = order(model, (const char *[]){"a", "h2", "b", "h2", "c", "h2", "d", "h2", NULL});
    cr_assert_float_eq(sequence.actions[0].expected_s, 40, 1e-9);
    cr_assert_float_eq(sequence.actions[1].expected_s, 80, 1e-9); /* written and read */
    cr_assert_float_eq(sequence.actions[2].expected_s, 60, 1e-9); /* stopped and started */
    /* 40 s, then 0.4 of that each round; after the sixth 4.1 MiB are left, within the downtime */
    cr_assert_float_eq(sequence.actions[3].expected_s, 66.55744, 1e-6);
}

Test(sequence, operator_minutes_of_an_action_are_the_domains_and_the_review)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY "power_change_min,7\n", "host,memory_mib\nh1,100\nh2,100\n",
                     "domain,host,memory_mib,operator_min\na,h1,1,5\nb,h2,1,1\n");
    g_auto(Sequence) sequence = order(model, (const char *[]){"a", "h2", NULL});
    cr_assert_eq(sequence.actions[0].operator_umin, 7 * MICRO);
    cr_assert_eq(sequence.actions[1].operator_umin, 7 * MICRO);
}

/* Far too many domains to search whole: a ring of full hosts and one empty host. */
Test(sequence, a_long_ring_on_a_large_estate_is_broken_by_parking)
{
    enum { N = 100 };
    g_autoptr(GString) hosts = g_string_new("host,memory_mib,on\n");
    g_autoptr(GString) domains = g_string_new("domain,host,memory_mib\n");
    for (int i = 0; i < N; i++) {
        g_string_append_printf(hosts, "h%03d,100,1\n", i);
        g_string_append_printf(domains, "a%03d,h%03d,60\n", i, i);
    }
    g_string_append(hosts, "spare,100,1\n");
    g_autoptr(Model) model = memory_model(FREE_POLICY, hosts->str, domains->str);
    g_autofree uint32_t *target = g_new(uint32_t, N);
    g_autofree bool *in_service = g_new0(bool, N + 1);
    for (uint32_t i = 0; i < N; i++) {
        target[i] = (i + 1) % N;
        in_service[i] = true;
    }
    g_auto(Sequence) sequence = {0};
    cr_assert(sequence_plan(model, target, in_service, &(SequenceOptions){.cost_limit = INT64_MAX},
                            &sequence, NULL));
    cr_assert(sequence.found);
    cr_assert_eq(sequence.n_actions, N + 2); /* one parking, and the spare goes off */
    cr_assert_not(sequence.least_extra);
}

/* "HH:MM:SS" of each action's not_before, "-" where its wave waits for nothing. */
static char *waits_text(const Sequence *sequence)
{
    GString *text = g_string_new(NULL);
    for (uint32_t i = 0; i < sequence->n_actions; i++) {
        g_autofree char *time = sequence->actions[i].has_not_before
                                    ? time_text_new(sequence->actions[i].not_before_s)
                                    : g_strdup("2026-01-01T-Z");
        g_string_append_printf(text, "%s%.*s", i == 0 ? "" : " ", (int)strlen(time) - 12,
                               time + 11);
    }
    return g_string_free(text, FALSE);
}

static void expect_times(const char *blackouts, const char *policy, const char *order_expected,
                         const char *waits_expected)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", policy},
        {"hosts.csv", "host,cpu_mcpu,memory_mib,on\nh1,1000,100000,1\nh2,1000,100000,1\n"
                      "h3,1000,100000,0\n"},
        {"services.csv", "service\na\nb\n"},
        {"domains.csv", "domain,service,host,memory_mib\nd1,a,h1,1000\nd2,b,h1,500\n"},
        {"blackout.csv", blackouts},
        {NULL, NULL}});
    g_auto(Target) target = target_of(model, (const char *[]){"d1", "h2", "d2", "h2", NULL});
    SequenceOptions options = {.cost_limit = INT64_MAX, .has_start = true};
    cr_assert(time_text_parse("2026-01-01T12:00:00Z", &options.start_s));
    g_auto(Sequence) sequence = {0};
    cr_assert(sequence_plan(model, target.target, target.in_service, &options, &sequence, NULL));
    g_autofree char *text = sequence_text(model, &sequence);
    g_autofree char *waits = waits_text(&sequence);
    cr_assert_str_eq(text, order_expected);
    cr_assert_str_eq(waits, waits_expected);
}

Test(sequence, a_domain_whose_service_is_blacked_out_lets_others_go_first)
{
    expect_times("scope,from,to\nservice:a,2026-01-01T11:00:00Z,2026-01-01T13:00:00Z\n",
                 "key,value\nbandwidth_mib_s,100\n", "1 d2 h1>h2; 2 d1 h1>h2; 3 off h1",
                 "- 13:00:00 -");
}

Test(sequence, a_move_that_would_reach_into_a_blackout_waits_for_its_end)
{
    /* alone d1 takes 10 s and d2 5 s, together 20 s and 10 s */
    expect_times("scope,from,to\n*,2026-01-01T12:00:15Z,2026-01-01T12:10:00Z\n",
                 "key,value\nbandwidth_mib_s,100\n", "1 d1 h1>h2; 2 d2 h1>h2; 3 off h1",
                 "- - 12:10:00");
}

Test(sequence, everything_waits_where_everything_is_blacked_out)
{
    expect_times("scope,from,to\n*,2025-01-01T00:00:00Z,2026-01-01T23:59:59Z\n",
                 "key,value\nbandwidth_mib_s,100\n", "1 d1 h1>h2; 1 d2 h1>h2; 2 off h1",
                 "23:59:59 23:59:59 -");
}

Test(sequence, switching_a_host_keeps_the_calendar_as_well)
{
    expect_times("scope,from,to\nhost:h1,2026-01-01T12:00:21Z,2026-01-01T12:30:00Z\n",
                 "key,value\nbandwidth_mib_s,100\n", "1 d1 h1>h2; 1 d2 h1>h2; 2 off h1",
                 "- - 12:30:00");
}

Test(sequence, what_the_people_of_no_window_can_do_is_blocked_and_says_so)
{
    g_autoptr(Model) model = memory_model(
        "key,value\nmove_review_min,2\npower_change_min,0\nmax_operator_min_per_window,3\n",
        "host,memory_mib\nh1,100\nh2,100\n", "domain,host,memory_mib\na,h1,10\nb,h1,10\n");
    g_auto(Sequence) one = order(model, (const char *[]){"a", "h2", NULL});
    cr_assert(one.found);
    g_auto(Sequence) both = order(model, (const char *[]){"a", "h2", "b", "h2", NULL});
    cr_assert_not(both.found);
    cr_assert_not(both.proved_blocked);
    cr_assert_eq(both.n_blockers, 1);
    cr_assert_str_eq(both.blocker_reasons[0],
                     "no window is left in which the people have enough minutes "
                     "(max_operator_min_per_window)");
}
