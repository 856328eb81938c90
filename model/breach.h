/* What a state or a request breaks, in words (data header). */
#ifndef VMATRIX_MODEL_BREACH_H
#define VMATRIX_MODEL_BREACH_H

#include <stdint.h>

typedef struct {
    char *rule; /* rule's name, or "capacity", "drain", "tags", "state", … */
    char *what;
} Breach;

/* Frees an array and what it owns. */
void breaches_free(Breach *breaches, uint32_t n_breaches);

#endif
