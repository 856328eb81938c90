#include <criterion/criterion.h>

#include "actuator/cold_fate.h"

Test(cold_fate, a_cold_move_goes_one_way_and_everything_else_calls_a_person)
{
    guint n_known = 0;
    for (DomainRunState source = DOMAIN_ABSENT; source <= DOMAIN_UNKNOWN; source++)
        for (DomainRunState destination = DOMAIN_ABSENT; destination <= DOMAIN_UNKNOWN;
             destination++)
            n_known += cold_fate(source, destination) != COLD_CALL_PERSON;
    cr_assert_eq(n_known, 7);
    cr_assert_eq(cold_fate(DOMAIN_RUNNING, DOMAIN_ABSENT), COLD_DEFINE);
    cr_assert_eq(cold_fate(DOMAIN_RUNNING, DOMAIN_SHUTOFF), COLD_SHUT_DOWN);
    cr_assert_eq(cold_fate(DOMAIN_SHUTOFF, DOMAIN_SHUTOFF), COLD_START);
    cr_assert_eq(cold_fate(DOMAIN_ABSENT, DOMAIN_SHUTOFF), COLD_START, "a transient one");
    cr_assert_eq(cold_fate(DOMAIN_SHUTOFF, DOMAIN_RUNNING), COLD_FORGET);
    cr_assert_eq(cold_fate(DOMAIN_ABSENT, DOMAIN_RUNNING), COLD_DONE);
}

Test(cold_fate, nothing_is_started_beside_something_that_may_live)
{
    for (DomainRunState state = DOMAIN_ABSENT; state <= DOMAIN_UNKNOWN; state++)
        if (state != DOMAIN_SHUTOFF && state != DOMAIN_ABSENT)
            cr_assert_neq(cold_fate(state, DOMAIN_SHUTOFF), COLD_START);
    cr_assert_eq(cold_fate(DOMAIN_RUNNING, DOMAIN_RUNNING), COLD_CALL_PERSON);
    cr_assert_eq(cold_fate(DOMAIN_UNKNOWN, DOMAIN_RUNNING), COLD_CALL_PERSON);
    cr_assert_eq(cold_fate(DOMAIN_ABSENT, DOMAIN_ABSENT), COLD_CALL_PERSON);
}
