/* Which hosts' CPUs run the CPU that a domain sees, by cpu_models.csv (docs/formulation.md, allowed
 * 8).
 *
 * The judge asks its own code (certificate/allowed.c).
 */
#ifndef VMATRIX_MODEL_CPUS_H
#define VMATRIX_MODEL_CPUS_H

#include "model/model.h"

/* The CPU that the domain sees: its own, else that of the host where it is; INDEX_NONE: not known.
 */
uint32_t domain_cpu_model(const Model *model, uint32_t domain);

/* Whether a move takes the running guest along, and so must find its CPU again. */
static inline bool domain_keeps_cpu(const Domain *domain)
{
    return domain->move == MOVE_MODE_LIVE || domain->move == MOVE_MODE_SAVE;
}

/* False where either is not known; cpu may be INDEX_NONE. */
bool cpu_runs_on(const Model *model, uint32_t cpu, uint32_t host);

#endif
