/* Cycles: parking, what it costs, and what is said where there is no order. */
#include <criterion/criterion.h>

#include "plan/remedy.h"
#include "tests/support/test_model.h"
#include "tests/support/test_order.h"

Test(sequence_parking, a_cycle_is_broken_by_parking_on_a_third_host)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,100\nh3,100\n",
                     "domain,host,memory_mib,operator_min\na,h1,60,5\nb,h2,60,1\nc,h3,10,1\n");
    g_auto(Sequence) sequence = test_order(model, (const char *[]){"a", "h2", "b", "h1", NULL});
    g_autofree char *text = test_order_text(model, &sequence);
    cr_assert_str_eq(text, "1 b h2>h3 parked; 2 a h1>h2; 3 b h3>h1", "%s", text);
    cr_assert_eq(sequence.extra_cost, 3 * 62 * MICRO / 60); /* 1 minute and 2 of review */
    cr_assert(sequence.least_extra);
}

Test(sequence_parking, a_detour_that_move_costs_makes_cheap_adds_nothing_and_saves_nothing)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", FREE_POLICY},
        {"resources.csv", MEMORY_ONLY},
        {"hosts.csv", "host,memory_mib\nh1,100\nh2,100\nh3,100\n"},
        {"domains.csv", "domain,host,memory_mib,operator_min\na,h1,60,\nb,h2,60,\nc,h3,10,\n"},
        {"move_costs.csv", "from,to,operator_min\nh1,h2,9\nh2,h1,9\n"},
        {NULL, NULL}});
    g_auto(Sequence) sequence = test_order(model, (const char *[]){"a", "h2", "b", "h1", NULL});
    g_autofree char *text = test_order_text(model, &sequence);
    cr_assert(sequence.found);
    cr_assert(sequence.least_extra);
    cr_assert_eq(sequence.extra_cost, 0, "%s", text);
}

Test(sequence_parking, a_search_that_may_try_little_still_finds_an_order_but_proves_nothing)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,100\nh3,100\n",
                     "domain,host,memory_mib,operator_min\na,h1,60,5\nb,h2,60,1\nc,h3,10,1\n");
    uint32_t target[] = {1, 0, 2};
    bool in_service[] = {true, true, true};
    SequenceOptions options = {.cost_limit = INT64_MAX, .most_tried = 1};
    g_auto(Sequence) sequence = {0};
    cr_assert(sequence_plan(model, target, in_service, &options, &sequence, NULL));
    cr_assert(sequence.found);
    cr_assert_not(sequence.least_extra);
}

Test(sequence_parking, that_there_is_no_order_is_proved_and_every_blocker_says_why)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,100\nh3,35\n",
                     "domain,host,memory_mib\na,h1,60\nb,h2,60\nc,h1,30\nd,h2,5\ne,h3,1\n");
    /* a and b fit nowhere but there, and c's leaving is not enough for either */
    g_auto(Sequence) sequence = test_order(model, (const char *[]){"a", "h2", "b", "h1", NULL});
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
    g_auto(Sequence) sequence = test_order(model, pairs);
    return sequence.found;
}

Test(sequence_parking, what_would_free_a_blocked_target_is_the_least_that_does)
{
    const char *const pairs[] = {"a", "h2", "b", "h1", NULL};
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,100\nh3,35\n",
                     "domain,host,memory_mib\na,h1,60\nb,h2,60\nc,h1,30\nd,h2,5\ne,h3,1\n");
    g_auto(Sequence) sequence = test_order(model, pairs);
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

Test(sequence_parking, an_idle_host_is_offered_to_park_on)
{
    g_autoptr(Model) model = memory_model(
        FREE_POLICY, "host,memory_mib,on,zone\nh1,100,1,\nh2,100,1,\nh3,60,0,b\nh4,59,0,b\n",
        "domain,host,memory_mib\na,h1,60\nb,h2,60\n");
    g_auto(Sequence) sequence = test_order(model, (const char *[]){"a", "h2", "b", "h1", NULL});
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

Test(sequence_parking, one_parking_move_where_two_pairs_swap)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,100\nh3,50\n",
                     "domain,host,memory_mib\na,h1,50\nb,h1,50\nc,h2,50\nd,h2,50\ne,h3,0\n");
    g_auto(Sequence) sequence =
        test_order(model, (const char *[]){"a", "h2", "b", "h2", "c", "h1", "d", "h1", NULL});
    cr_assert(sequence.found);
    cr_assert_eq(sequence.n_actions, 5);
    cr_assert_eq(sequence.extra_cost, 2 * 62 * MICRO / 60 + 1); /* one parking: rounded up */
}

Test(sequence_parking, a_parked_domain_that_stayed_costs_two_moves_and_a_notice)
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
    g_auto(Sequence) sequence = test_order(model, (const char *[]){"a", "h2", "b", "h1", NULL});
    g_autofree char *text = test_order_text(model, &sequence);
    cr_assert(sequence.found);
    cr_assert_str_eq(text, "1 c h1>h3 parked; 2 b h2>h1; 3 a h1>h2; 4 c h3>h1; 5 off h3", "%s",
                     text);
    cr_assert_eq(sequence.extra_cost, 2 * (2 * 62 * MICRO / 60 + 1) + 15 * 62 * MICRO / 60);
}

Test(sequence_parking, parking_uses_no_host_that_is_off_closed_or_not_allowed)
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
        g_auto(Sequence) sequence = test_order(model, (const char *[]){"a", "h2", "b", "h1", NULL});
        cr_assert_not(sequence.found, "%s", others[i]);
        cr_assert(sequence.proved_blocked);
    }
}

Test(sequence_parking, parking_keeps_to_hosts_that_run_the_cpu_from_home)
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
        g_auto(Sequence) sequence = test_order(model, (const char *[]){"a", "h2", "b", "h1", NULL});
        g_autofree char *text = test_order_text(model, &sequence);
        cr_assert_eq(sequence.found, i == 1, "%s", runs_on[i]);
        cr_assert_eq(sequence.proved_blocked, i == 0);
        cr_assert(i == 0 || g_str_equal(text, "1 a h1>h3 parked; 2 b h2>h1; 3 a h3>h2; 4 off h3"),
                  "%s", text);
    }
}

Test(sequence_parking, a_host_that_only_leaves_service_at_the_end_may_hold_a_parked_domain)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib,on\nh1,100,1\nh2,100,1\nh3,100,1\n",
                     "domain,host,memory_mib\na,h1,60\nb,h2,60\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h1", NULL},
                 "1 a h1>h3 parked; 2 b h2>h1; 3 a h3>h2; 4 off h3");
}

Test(sequence_parking, parking_moves_count_in_max_moves)
{
    const char *hosts = "host,memory_mib\nh1,100\nh2,100\nh3,100\n";
    const char *domains = "domain,host,memory_mib\na,h1,60\nb,h2,60\nc,h3,10\n";
    g_autoptr(Model) two = memory_model(FREE_POLICY "max_moves,2\n", hosts, domains);
    g_autoptr(Model) three = memory_model(FREE_POLICY "max_moves,3\n", hosts, domains);
    const char *const pairs[] = {"a", "h2", "b", "h1", NULL};
    g_auto(Sequence) blocked = test_order(two, pairs);
    g_auto(Sequence) found = test_order(three, pairs);
    cr_assert_not(blocked.found);
    cr_assert(blocked.proved_blocked);
    cr_assert(found.found);
}

Test(sequence_parking, parking_moves_count_in_max_operator_min_and_max_memory_gib)
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
        g_auto(Sequence) blocked = test_order(tight, pairs);
        g_auto(Sequence) found = test_order(wide, pairs);
        cr_assert_not(blocked.found, "%s", limits[i][0]);
        cr_assert(found.found, "%s", limits[i][1]);
    }
}

Test(sequence_parking, the_busiest_service_is_not_made_busier_where_that_is_dear)
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

Test(sequence_parking, parking_that_reaches_the_cost_limit_is_given_up_and_proves_nothing)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,100\nh3,100\n",
                     "domain,host,memory_mib,move_cost\na,h1,60,10\nb,h2,60,10\nc,h3,10,0\n");
    const char *const pairs[] = {"a", "h2", "b", "h1", NULL};
    int64_t extra = 10 * MICRO + 2 * 62 * MICRO / 60 + 1;
    g_auto(Sequence) given_up = test_order_limited(model, pairs, extra);
    g_auto(Sequence) found = test_order_limited(model, pairs, extra + 1);
    cr_assert_not(given_up.found);
    cr_assert_not(given_up.proved_blocked);
    cr_assert(found.found);
    cr_assert_eq(found.extra_cost, extra);
}

/* Far too many domains to search whole: a ring of full hosts and one empty host. */
Test(sequence_parking, a_long_ring_on_a_large_estate_is_broken_by_parking)
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
