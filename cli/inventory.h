/* What the commands of the inventory have in common: "GROUP VERB [NAME] [OPTIONS]".
 *
 * A group (host, service, domain, rule, …) states its fields and its verbs; one
 * function parses, checks and dispatches. A verb is one query of the database.
 * Some groups know their things by two names, as a pair of hosts.
 */
#ifndef VMATRIX_CLI_INVENTORY_H
#define VMATRIX_CLI_INVENTORY_H

#include "cli/fields.h"

typedef enum {
    VERB_LIST,   /* prints the query's rows */
    VERB_NAME,   /* query(name…) */
    VERB_FIELDS, /* query(name…, fields as JSON) */
    VERB_FIXED,  /* query(name…, fixed) */
} VerbKind;

typedef struct {
    const char *verb;
    VerbKind kind;
    const char *query;
    const char *fixed;   /* JSON, of VERB_FIXED */
    bool check_snapshot; /* refuse what would make the inventory contradict itself */
} Verb;

typedef struct {
    const char *command, *json_name;
    const Field *fields;
    guint n_fields;
    const Verb *verbs;
    guint n_verbs;
    guint n_names; /* 1 or 2 */
} InventoryGroup;

int inventory_run(const InventoryGroup *group, int argc, char **argv, GError **error);

#endif
