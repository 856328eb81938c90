/* List cells: names separated by ';', groups by '|', with prefixes and escapes (internal).
 *
 * "a;b|service:web" has three items in two groups. "\;" "\|" "\:" "\\" are
 * literal. A colon behind any other word than the four prefixes belongs to the
 * name.
 */
#ifndef VMATRIX_MODEL_LIST_CELL_H
#define VMATRIX_MODEL_LIST_CELL_H

#include <glib.h>
#include <stdbool.h>

#include "model/sheet.h"

typedef enum { PREFIX_NONE, PREFIX_SERVICE, PREFIX_TAG, PREFIX_ZONE, PREFIX_HOST } ListPrefix;

typedef struct {
    ListPrefix prefix;
    uint32_t group; /* from 0 */
    char *name;
} ListItem;

/* Array of ListItem (owns the names); an empty text has no item. Errors name no place. */
GArray *list_parse(const char *text, GError **error);

/* A cell of names without prefixes and groups, each in names; kind as in cell_reference. */
bool cell_list(Row row, const char *column, Names names, const char *kind, IndexSet *ret_set,
               GError **error);
/* Adds the names of such a cell to a set of char *. */
bool cell_collect_names(Row row, const char *column, GHashTable *names, GError **error);
/* Hosts, where tag:NAME and zone:NAME expand. */
bool cell_host_list(Row row, const char *column, const Model *model, IndexSet *ret_set,
                    GError **error);
/* Domains in groups, where service:NAME expands; may_group: '|' is allowed. Caller frees. */
bool cell_domain_groups(Row row, const char *column, const Model *model, bool may_group,
                        IndexSet **ret_groups, uint32_t *ret_n_groups, GError **error);
/* The one item of a cell that is not a list ("zone:a"); NULL on error. Caller frees with
 * list_item_free. */
ListItem *cell_single_item(Row row, const char *column, GError **error);
void list_item_free(ListItem *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ListItem, list_item_free)

/* Appends a name with its ';', '|', ':' and '\' escaped. */
void list_append_escaped(GString *list, const char *name);

#endif
