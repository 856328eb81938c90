/* Figures of a migration for the journal and for people. */
#ifndef VMATRIX_ACTUATOR_FIGURES_H
#define VMATRIX_ACTUATOR_FIGURES_H

#include "hypervisor/hypervisor.h"

/* {"bytes":…,"elapsed_ms":…,"downtime_ms":…,"iterations":…}; what is not known is left out. Caller
 * frees. */
char *figures_to_json(const MigrationProgress *figures);
/* "128.0 MiB in 0.6 s, downtime 80 ms". Caller frees. */
char *figures_to_text(const MigrationProgress *figures);

#endif
