/* From the solver's items to the model's domains and back (internal to planner/).
 *
 * Items are the domains that a plan gives a host, in their order; Problem.label says which. Where
 * every domain is an item nothing changes.
 */
#ifndef VMATRIX_PLANNER_ITEMS_H
#define VMATRIX_PLANNER_ITEMS_H

#include "solver/problem.h"
#include "solver/solution.h"
#include "solver/solve.h"

/* Host of each domain of a placement of items, INDEX_NONE where the domain is none. Caller frees.
 */
uint32_t *items_place_domains(const Problem *problem, uint32_t n_domains,
                              const uint32_t *bin_of_item);
/* Domains instead of items in the keys of a proof. */
void items_name_proof(const Problem *problem, Proof *proof);
/* Both for a whole solution. */
void items_to_domains(const Problem *problem, uint32_t n_domains, Solution *solution);
/* The same for facts of kind FACT_ITEM. */
void items_name_facts(const Problem *problem, Fact *facts, uint32_t n_facts);

/* Host of each item of a placement of domains. Caller frees. */
uint32_t *items_of_placement(const Problem *problem, const uint32_t *host_of_domain);

#endif
