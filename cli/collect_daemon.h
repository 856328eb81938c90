/* Round after round, each in a child process, until SIGTERM or SIGINT.
 *
 * A call to a host that never comes back stays behind as a thread; in a child of
 * its own it ends with the round. The parent only keeps time.
 */
#ifndef VMATRIX_CLI_COLLECT_DAEMON_H
#define VMATRIX_CLI_COLLECT_DAEMON_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* run_round is called in the child and gives its exit status. A round that takes longer than
 * limit_ms is killed. A round that is late is not made up for. Returns when told to stop; a round
 * that runs then is given up, which leaves nothing of it in the database. */
bool collect_daemon(int (*run_round)(void *context), void *context, int64_t interval_ms,
                    int64_t limit_ms, GError **error);

#endif
