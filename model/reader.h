/* The steps from text tables to a model, one file a theme (internal to model/).
 *
 * Each step fills its part of reader->model and needs those before it, in the
 * order of this header. On failure the half-filled model is freed as it is.
 */
#ifndef VMATRIX_MODEL_READER_H
#define VMATRIX_MODEL_READER_H

#include "model/model.h"
#include "model/sheet.h"

typedef struct {
    Model *model;
    const GPtrArray *tables;
    Sheet hosts, services, domains; /* their rows are visited more than once */
    uint32_t *host_ranks;           /* row → index of the model */
    uint32_t *service_ranks;
    uint32_t *domain_ranks;
} Reader;

/* read_policy.c, read_resources.c */
bool read_policy(Reader *reader, GError **error);
bool read_resources(Reader *reader, GError **error);

/* read_names.c: opens hosts, services and domains; their names, zones, sites and tags. */
bool read_names(Reader *reader, GError **error);

/* Adds the names in a column of a table, in each cell one or a list of them, to a set of char *. */
bool read_column_names(const Sheet *sheet, const char *column, bool is_list, GHashTable *names,
                       GError **error);

bool read_cpu_models(Reader *reader, GError **error);
bool read_hosts(Reader *reader, GError **error);
bool read_tiers(Reader *reader, GError **error);
bool read_services(Reader *reader, GError **error);
bool read_licences(Reader *reader, GError **error);
bool read_domains(Reader *reader, GError **error);
bool read_demand(Reader *reader, GError **error);
/* Which hosts are on, now that it is known where the domains are (read_hosts.c). */
bool read_hosts_on(Reader *reader, GError **error);
bool read_rules(Reader *reader, GError **error);
bool read_move_costs(Reader *reader, GError **error);
bool read_balances(Reader *reader, GError **error);
bool read_blackouts(Reader *reader, GError **error);

/* expected.csv as key → value; NULL on error, an empty table where the file is absent. */
GHashTable *read_expected(const GPtrArray *tables, GError **error);

/* "<name>" of each resource, and "<name>_soft" where with_soft; NULL-ended, g_strfreev'd. */
char **resource_columns(const Model *model, bool with_soft);

#endif
