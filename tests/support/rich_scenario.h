/* Random scenarios that use every part of format 1, with nasty names. */
#ifndef VMATRIX_TESTS_SUPPORT_RICH_SCENARIO_H
#define VMATRIX_TESTS_SUPPORT_RICH_SCENARIO_H

#include "model/model.h"

typedef struct RichScenario RichScenario;

RichScenario *rich_scenario_new(guint32 seed);
void rich_scenario_free(RichScenario *scenario);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RichScenario, rich_scenario_free)

/* Read from texts whose rows and columns stand in a random order, another one at each call. */
Model *rich_scenario_read(RichScenario *scenario);
/* A random host, or INDEX_NONE, for each domain, [n_domains]. Caller frees. */
uint32_t *rich_scenario_placement(RichScenario *scenario, const Model *model);
/* A random half of the hosts, [n_hosts]. Caller frees. */
bool *rich_scenario_in_service(RichScenario *scenario, const Model *model);

#endif
