/* Which steps may go on and why the others may not: what preflight finds out. */
#ifndef VMATRIX_ACTUATOR_VERDICT_H
#define VMATRIX_ACTUATOR_VERDICT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    uint32_t n_steps;
    char **why;         /* [n_steps], NULL where nothing hinders the step */
    GPtrArray *reasons; /* char *: each broken precondition once, in the order found */
} Verdicts;

Verdicts *verdicts_new(uint32_t n_steps);
void verdicts_free(Verdicts *verdicts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Verdicts, verdicts_free)

/* A precondition of the step is broken. A step may have several, a reason may hinder several. */
void verdicts_hinder(Verdicts *verdicts, uint32_t step, const char *reason);
/* Nothing of its own is broken, but it depends on a step that is left out. */
void verdicts_follow(Verdicts *verdicts, uint32_t step, const char *reason);

#endif
