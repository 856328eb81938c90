/* Public benchmark instances as scenario models, and a placement back in ROADEF's format.
 *
 * Each function reads files of another format and builds a model through
 * model_from_tables, so that an import is checked like any scenario. Names are
 * padded with zeros: their order is the order of the instance. Errors name file
 * and position: VMATRIX_ERROR_NO_INPUT, VMATRIX_ERROR_BAD_DATA.
 */
#ifndef VMATRIX_IMPORT_IMPORT_H
#define VMATRIX_IMPORT_IMPORT_H

#include "model/model.h"

/* Google ROADEF/EURO 2012: one unit of the challenge's objective is one unit of the currency over a
 * horizon of one hour; people cost nothing. (Source: the challenge's problem definition, "Machine
 * Reassignment", sections 2 and 3.) */
Model *import_roadef(const char *model_path, const char *assignment_path, GError **error);

/* OptaPlanner's cloud balancing: computers with a price, processes not placed yet. */
Model *import_cloud_balancing(const char *path, GError **error);

/* A day of PlanetLab's CPU use (288 periods) in CloudSim's set-up: 800 hosts of two types, machines
 * of four types in turn. Hosts cost nothing but energy, linear between idle and full use. */
Model *import_planetlab(const char *path, GError **error);

typedef struct {
    uint32_t n_hosts, n_domains, n_periods;
    uint64_t seed;
} GenerateOptions;

/* An estate made up from a seed: four classes of hosts in racks and sites, services of up to 12
 * domains that keep apart, domains placed at random as estates grow, 45 % of the scarcest resource
 * in use. The same numbers give the same estate everywhere. VMATRIX_ERROR_USAGE where it cannot
 * be. */
Model *import_generate(const GenerateOptions *options, GError **error);

/* Host of each domain as ROADEF's assignment: positions in order of name. Caller frees. */
char *export_roadef(const Model *model, const uint32_t *host_of_domain);

#endif
