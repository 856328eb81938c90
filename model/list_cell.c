#include "model/list_cell.h"

#include <string.h>

#include "common/error.h"
#include "common/text.h"
#include "model/parse.h"

static const char *const prefix_words[] = {"", "service", "tag", "zone", "host"};

static void clear_item(void *data)
{
    g_free(((ListItem *)data)->name);
}

static bool fail(GError **error, const char *what)
{
    g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, what);
    return false;
}

typedef struct {
    GArray *items;
    GString *name;
    ListPrefix prefix;
    uint32_t group;
    bool has_escape; /* the name so far holds one: then it is no prefix */
} ListParser;

static bool end_item(ListParser *parser, GError **error)
{
    char *name = NULL;
    if (parser->name->len == 0)
        return fail(error, "an empty name stands in the list");
    if (!parse_text(parser->name->str, LONGEST_NAME, &name, error))
        return false;
    ListItem item = {parser->prefix, parser->group, name};
    g_array_append_val(parser->items, item);
    g_string_truncate(parser->name, 0);
    parser->prefix = PREFIX_NONE;
    parser->has_escape = false;
    return true;
}

static void take_colon(ListParser *parser)
{
    for (ListPrefix i = PREFIX_SERVICE; i <= PREFIX_HOST; i++)
        if (parser->prefix == PREFIX_NONE && !parser->has_escape &&
            strcmp(parser->name->str, prefix_words[i]) == 0) {
            parser->prefix = i;
            g_string_truncate(parser->name, 0);
            return;
        }
    g_string_append_c(parser->name, ':');
}

static bool take_escape(ListParser *parser, char escaped, GError **error)
{
    if (escaped == '\0' || strchr(";|:\\", escaped) == NULL) {
        fail(error, "a backslash stands before none of ; | : \\");
        error_add_hint(error, "write a backslash that belongs to a name twice");
        return false;
    }
    g_string_append_c(parser->name, escaped);
    parser->has_escape = true;
    return true;
}

static bool take_byte(ListParser *parser, const char **at, GError **error)
{
    switch (**at) {
    case '\\':
        return take_escape(parser, *++*at, error);
    case ':':
        take_colon(parser);
        return true;
    case '|':
        if (!end_item(parser, error))
            return false;
        parser->group++;
        return true;
    case ';':
        return end_item(parser, error);
    default:
        g_string_append_c(parser->name, **at);
        return true;
    }
}

GArray *list_parse(const char *text, GError **error)
{
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(ListItem));
    g_array_set_clear_func(items, clear_item);
    g_autoptr(GString) name = g_string_new(NULL);
    ListParser parser = {.items = items, .name = name};
    if (*text == '\0')
        return g_steal_pointer(&items);
    for (const char *at = text; *at != '\0'; at++)
        if (!take_byte(&parser, &at, error))
            return NULL;
    return end_item(&parser, error) ? g_steal_pointer(&items) : NULL;
}

static GArray *parse_cell(Row row, const char *column, GError **error)
{
    GArray *items = list_parse(cell_text(row, column), error);
    if (items == NULL)
        cell_prefix(row, column, error);
    return items;
}

static bool refuse_prefix(Row row, const char *column, ListPrefix prefix, GError **error)
{
    cell_fail(row, column, error, "'%s:' has no meaning here", prefix_words[prefix]);
    error_add_hint(error, "write '\\:' for a colon that belongs to the name");
    return false;
}

static bool refuse_group(Row row, const char *column, GError **error)
{
    cell_fail(row, column, error, "'|' parts groups only in the domains of a 'split' rule");
    error_add_hint(error, "write '\\|' for a bar that belongs to the name");
    return false;
}

static bool is_plain(Row row, const char *column, const ListItem *item, GError **error)
{
    if (item->prefix != PREFIX_NONE)
        return refuse_prefix(row, column, item->prefix, error);
    if (item->group > 0)
        return refuse_group(row, column, error);
    return true;
}

static bool append_known(Row row, const char *column, Names names, const char *kind,
                         const char *name, GArray *indices, GError **error)
{
    uint32_t index = names_find(names, name);
    if (index == INDEX_NONE)
        return cell_unknown(row, column, names, kind, name, error);
    g_array_append_val(indices, index);
    return true;
}

bool cell_list(Row row, const char *column, Names names, const char *kind, IndexSet *ret_set,
               GError **error)
{
    g_autoptr(GArray) items = parse_cell(row, column, error);
    if (items == NULL)
        return false;
    g_autoptr(GArray) indices = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (guint i = 0; i < items->len; i++) {
        const ListItem *item = &g_array_index(items, ListItem, i);
        if (!is_plain(row, column, item, error) ||
            !append_known(row, column, names, kind, item->name, indices, error))
            return false;
    }
    *ret_set = index_set_take(g_steal_pointer(&indices));
    return true;
}

bool cell_collect_names(Row row, const char *column, GHashTable *names, GError **error)
{
    g_autoptr(GArray) items = parse_cell(row, column, error);
    if (items == NULL)
        return false;
    for (guint i = 0; i < items->len; i++) {
        const ListItem *item = &g_array_index(items, ListItem, i);
        if (!is_plain(row, column, item, error))
            return false;
        g_hash_table_add(names, g_strdup(item->name));
    }
    return true;
}

static bool append_hosts(Row row, const char *column, const Model *model, const ListItem *item,
                         GArray *indices, GError **error)
{
    Names hosts = NAMES(model->hosts, model->n_hosts);
    Names tags = NAMES(model->tags, model->n_tags);
    Names zones = NAMES(model->zones, model->n_zones);
    if (item->prefix == PREFIX_NONE)
        return append_known(row, column, hosts, "host", item->name, indices, error);
    if (item->prefix != PREFIX_TAG && item->prefix != PREFIX_ZONE)
        return refuse_prefix(row, column, item->prefix, error);
    bool by_tag = item->prefix == PREFIX_TAG;
    uint32_t wanted = names_find(by_tag ? tags : zones, item->name);
    if (wanted == INDEX_NONE)
        return cell_unknown(row, column, by_tag ? tags : zones, by_tag ? "tag" : "zone", item->name,
                            error);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        if (by_tag ? index_set_has(&model->hosts[host].tags, wanted)
                   : model->hosts[host].zone == wanted)
            g_array_append_val(indices, host);
    return true;
}

bool cell_host_list(Row row, const char *column, const Model *model, IndexSet *ret_set,
                    GError **error)
{
    g_autoptr(GArray) items = parse_cell(row, column, error);
    if (items == NULL)
        return false;
    g_autoptr(GArray) indices = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (guint i = 0; i < items->len; i++) {
        const ListItem *item = &g_array_index(items, ListItem, i);
        if (item->group > 0)
            return refuse_group(row, column, error);
        if (!append_hosts(row, column, model, item, indices, error))
            return false;
    }
    *ret_set = index_set_take(g_steal_pointer(&indices));
    return true;
}

static bool append_domains(Row row, const char *column, const Model *model, const ListItem *item,
                           GArray *indices, GError **error)
{
    Names domains = NAMES(model->domains, model->n_domains);
    Names services = NAMES(model->services, model->n_services);
    if (item->prefix == PREFIX_NONE)
        return append_known(row, column, domains, "domain", item->name, indices, error);
    if (item->prefix != PREFIX_SERVICE)
        return refuse_prefix(row, column, item->prefix, error);
    uint32_t wanted = names_find(services, item->name);
    if (wanted == INDEX_NONE)
        return cell_unknown(row, column, services, "service", item->name, error);
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (model->domains[domain].service == wanted)
            g_array_append_val(indices, domain);
    return true;
}

static bool fill_groups(Row row, const char *column, const Model *model, const GArray *items,
                        const GPtrArray *groups, GError **error)
{
    for (guint i = 0; i < items->len; i++) {
        const ListItem *item = &g_array_index(items, ListItem, i);
        if (!append_domains(row, column, model, item, groups->pdata[item->group], error))
            return false;
    }
    return true;
}

/* A group that a service without domains left empty is never present: it is dropped, but one set
 * always stays. */
static IndexSet *take_groups(const GPtrArray *groups, uint32_t *ret_n)
{
    IndexSet *sets = g_new0(IndexSet, groups->len);
    uint32_t n = 0;
    for (guint i = 0; i < groups->len; i++) {
        GArray *group = groups->pdata[i];
        if (group->len > 0)
            sets[n++] = index_set_take(g_array_ref(group));
    }
    *ret_n = MAX(n, 1);
    return sets;
}

bool cell_domain_groups(Row row, const char *column, const Model *model, bool may_group,
                        IndexSet **ret_groups, uint32_t *ret_n_groups, GError **error)
{
    g_autoptr(GArray) items = parse_cell(row, column, error);
    if (items == NULL)
        return false;
    uint32_t n = items->len == 0 ? 1 : g_array_index(items, ListItem, items->len - 1).group + 1;
    if (n > 1 && !may_group)
        return refuse_group(row, column, error);
    g_autoptr(GPtrArray) groups = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (uint32_t i = 0; i < n; i++)
        g_ptr_array_add(groups, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
    if (!fill_groups(row, column, model, items, groups, error))
        return false;
    *ret_groups = take_groups(groups, ret_n_groups);
    return true;
}

ListItem *cell_single_item(Row row, const char *column, GError **error)
{
    g_autoptr(GArray) items = parse_cell(row, column, error);
    if (items == NULL)
        return NULL;
    if (items->len != 1) {
        cell_fail(row, column, error,
                  items->len == 0 ? "a value is needed here"
                                  : "one name is expected here, not a list");
        return NULL;
    }
    const ListItem *item = &g_array_index(items, ListItem, 0);
    ListItem *copy = g_new0(ListItem, 1);
    *copy = (ListItem){item->prefix, 0, g_strdup(item->name)};
    return copy;
}

void list_item_free(ListItem *item)
{
    if (item == NULL)
        return;
    g_free(item->name);
    g_free(item);
}

void list_append_escaped(GString *list, const char *name)
{
    for (const char *at = name; *at != '\0'; at++) {
        if (strchr(";|:\\", *at) != NULL)
            g_string_append_c(list, '\\');
        g_string_append_c(list, *at);
    }
}
