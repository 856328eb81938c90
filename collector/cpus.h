/* Asks hosts whether guests of CPUs in use would run there, once for each pair that is not known.
 *
 * Behind a round that is stored: what hosts and guests told of their CPUs makes the pairs
 * (cpu_pairs_unknown). A host that does not answer, or cannot compare, is asked again next time;
 * until then a plan takes it that the CPU does not run there.
 */
#ifndef VMATRIX_COLLECTOR_CPUS_H
#define VMATRIX_COLLECTOR_CPUS_H

#include "store/database.h"

/* deadline_ms: for all questions to one host together. */
bool cpus_compare(Database *database, int64_t deadline_ms, GError **error);

#endif
