/* The oracle of the campaign: tests/support/oracle.h, and the limits of the hosts. */
#ifndef VMATRIX_TESTS_FAULTS_SIM_ORACLE_H
#define VMATRIX_TESTS_FAULTS_SIM_ORACLE_H

#include "tests/support/sim_world.h"

/* Waits until no migration is under way. */
void sim_oracle_wait(const TestWorld *world);
/* One sentence (char *) for each wrong. harmed: a domain that the fault itself may have stopped or
 * doubled, NULL for none. */
GPtrArray *sim_oracle_ask(const TestWorld *world, char *const *domains, const char *harmed,
                          const char *plan);
GPtrArray *sim_oracle_ask_at_the_end(const TestWorld *world, char *const *domains,
                                     const char *const *target, const char *plan);

#endif
