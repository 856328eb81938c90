/* Progress of a search on stderr: one line that changes on a terminal, plain lines elsewhere. */
#ifndef VMATRIX_CLI_PROGRESS_H
#define VMATRIX_CLI_PROGRESS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    const char *currency;
    bool terminal;
    bool shown;         /* a line stands on the terminal */
    double last_wall_s; /* when the last line was written */
    int64_t last_incumbent, last_bound;
} Progress;

void progress_init(Progress *progress, const char *currency);
/* Has the shape of PlannerOptions.progress; context is a Progress. */
void progress_update(void *context, bool has_incumbent, int64_t incumbent, bool has_bound,
                     int64_t bound, double wall_s);
/* Ends the line where one stands. */
void progress_end(Progress *progress);

#endif
