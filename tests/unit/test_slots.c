#include <criterion/criterion.h>

#include "actuator/slots.h"
#include "tests/support/test_model.h"

/* Domains a and b are of service s, c is of none. */
static Model *model_with(const char *policy)
{
    return test_model(
        (TestFile[]){{"policy.csv", policy},
                     {"hosts.csv", "host,cpu_mcpu\nh1,4000\nh2,4000\nh3,4000\n"},
                     {"services.csv", "service\ns\n"},
                     {"domains.csv", "domain,service,host,cpu_mcpu\na,s,h1,1\nb,s,h2,1\nc,,h1,1\n"},
                     {NULL, NULL}});
}

Test(slots, the_limit_of_all_moves_holds_until_a_place_is_given_back)
{
    g_autoptr(Model) model = model_with("key,value\nmax_parallel,1\n");
    g_autoptr(Slots) slots = slots_new(model);
    cr_assert(slots_take(slots, 0, 0, 1));
    cr_assert_not(slots_take(slots, 2, 2, 1));
    slots_give_back(slots, 0, 0, 1);
    cr_assert_eq(slots_taken(slots), 0);
    cr_assert(slots_take(slots, 2, 2, 1));
}

Test(slots, a_host_counts_whether_it_is_left_or_gone_to)
{
    g_autoptr(Model) model =
        model_with("key,value\nmax_parallel_per_host,1\nmax_parallel_per_service,9\n");
    g_autoptr(Slots) slots = slots_new(model);
    cr_assert(slots_take(slots, 0, 0, 1));
    cr_assert_not(slots_take(slots, 1, 1, 2), "h2 receives already");
    cr_assert_not(slots_take(slots, 2, 0, 2), "h1 sends already");
}

Test(slots, domains_of_one_service_wait_for_each_other_others_do_not)
{
    g_autoptr(Model) model =
        model_with("key,value\nmax_parallel_per_host,9\nmax_parallel_per_service,1\n");
    g_autoptr(Slots) slots = slots_new(model);
    cr_assert(slots_take(slots, 0, 0, 2));
    cr_assert_not(slots_take(slots, 1, 1, 2));
    cr_assert(slots_take(slots, 2, 0, 2));
    slots_give_back(slots, 0, 0, 2);
    cr_assert(slots_take(slots, 1, 1, 2));
}

Test(slots, an_activation_has_no_host_to_leave)
{
    g_autoptr(Model) model = model_with("key,value\nmax_parallel_per_host,1\n");
    g_autoptr(Slots) slots = slots_new(model);
    cr_assert(slots_take(slots, 0, INDEX_NONE, 1));
    cr_assert_not(slots_take(slots, 2, 0, 1));
    slots_give_back(slots, 0, INDEX_NONE, 1);
    cr_assert(slots_take(slots, 2, 0, 1));
}

Test(slots, a_refused_move_takes_nothing)
{
    g_autoptr(Model) model = model_with("key,value\nmax_parallel_per_host,1\n");
    g_autoptr(Slots) slots = slots_new(model);
    cr_assert(slots_take(slots, 0, 0, 1));
    cr_assert_not(slots_take(slots, 2, 2, 1));
    cr_assert_eq(slots_taken(slots), 1);
}
