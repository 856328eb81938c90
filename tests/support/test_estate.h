/* A small simulated estate with database, people and a plan, for tests of the actuator.
 *
 * Hosts h1, h2, … of 8 CPUs and 8 GiB in a simulated world and in the inventory;
 * login roles t_author (planner), t_boss (approver), t_robot (actuator) and
 * t_eyes (auditor). Plans are made of a target placement by plan/ alone. A
 * failure ends the test program.
 */
#ifndef VMATRIX_TESTS_SUPPORT_TEST_ESTATE_H
#define VMATRIX_TESTS_SUPPORT_TEST_ESTATE_H

#include "model/model.h"
#include "store/database.h"
#include "tests/support/sim_world.h"

typedef struct {
    TestWorld *world;
    Database *database; /* as superuser */
    guint n_hosts;
} TestEstate;

TestEstate *test_estate_new(guint n_hosts);
void test_estate_free(TestEstate *estate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TestEstate, test_estate_free)

/* One round of collecting: what the hosts of the world hold goes to the database. */
void test_estate_collect(const TestEstate *estate);

/* Collects, takes a snapshot and saves a plan of it in the name of t_author. target: pairs of
 * domain and host, ended by NULL; the other domains stay. Its id; caller frees. */
char *test_estate_plan(const TestEstate *estate, const char *const *target);

typedef struct {
    int status; /* exit code, or minus the signal that ended it */
    char *output, *errors;
} TestCommand;

void test_command_clear(TestCommand *command);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(TestCommand, test_command_clear)

/* Runs vmatrix as that login role; the arguments end with NULL. */
TestCommand test_estate_run(const char *role, const char *argument, ...) G_GNUC_NULL_TERMINATED;
/* Approves the plan as t_boss. */
void test_estate_approve(const char *plan);
/* As test_estate_run in the background, its output going nowhere. */
GPid test_estate_start(const char *role, const char *argument, ...) G_GNUC_NULL_TERMINATED;
/* Waits for it: exit code, or minus the signal. */
int test_estate_wait(GPid pid);

#endif
