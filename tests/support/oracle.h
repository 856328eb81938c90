/* The oracle: is the estate as it must be? Shares no code with the actuator.
 *
 * It reads the file of the simulated world and the journal in the database by
 * itself, and says what is wrong: a domain that is lost, runs twice or not, a
 * move that was made twice, a journal that does not explain the state.
 */
#ifndef VMATRIX_TESTS_SUPPORT_ORACLE_H
#define VMATRIX_TESTS_SUPPORT_ORACLE_H

#include <glib.h>

/* One sentence (char *) for each wrong, none where all is right. domains: names, ended by NULL.
 * Holds at any time when no actuator works and no migration is under way. */
GPtrArray *oracle_ask(const char *world_path, const char *const *domains, const char *plan);
/* The same, and the plan has ended: each domain of target (pairs, ended by NULL) is where it should
 * be, and as many migrations have finished as steps are done, over all plans. */
GPtrArray *oracle_ask_at_the_end(const char *world_path, const char *const *domains,
                                 const char *const *target, const char *plan);

#endif
