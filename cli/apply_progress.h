/* What apply does, on stderr: one line a move, updated in place on a terminal, plain lines where
 * stderr is none. */
#ifndef VMATRIX_CLI_APPLY_PROGRESS_H
#define VMATRIX_CLI_APPLY_PROGRESS_H

#include "actuator/actuator.h"

typedef struct ApplyProgress ApplyProgress;

ApplyProgress *apply_progress_new(void);
void apply_progress_free(ApplyProgress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ApplyProgress, apply_progress_free)

/* For ApplyOptions.report, with the ApplyProgress as context. */
void apply_progress_report(void *context, const ApplyEvent *event);

#endif
