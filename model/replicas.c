#include "model/replicas.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/error.h"
#include "model/format.h"
#include "model/rules.h"

typedef struct {
    Model *model;
    GPtrArray *notes;   /* NULL: nobody asks */
    GArray *copies;     /* Domain: new ones, replica_of an index of the old domains */
    GHashTable *names;  /* all that are taken */
    GPtrArray *members; /* GArray* of uint32_t a service: its wanted domains */
} Asking;

void replica_note_free(gpointer note)
{
    ReplicaNote *freed = note;
    g_free(freed->service);
    g_free(freed->text);
    g_free(freed);
}

G_GNUC_PRINTF(3, 4)
static void add_note(const Asking *asking, uint32_t service, const char *format, ...)
{
    if (asking->notes == NULL)
        return;
    ReplicaNote *note = g_new0(ReplicaNote, 1);
    va_list arguments;
    va_start(arguments, format);
    note->service = g_strdup(asking->model->services[service].name);
    note->text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_ptr_array_add(asking->notes, note);
}

static void list_members(Asking *asking)
{
    const Model *model = asking->model;
    asking->members = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (uint32_t service = 0; service < model->n_services; service++)
        g_ptr_array_add(asking->members, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (model->domains[domain].service != INDEX_NONE && domain_is_wanted(model, domain))
            g_array_append_val((GArray *)asking->members->pdata[model->domains[domain].service],
                               domain);
}

static const GArray *members_of(const Asking *asking, uint32_t service)
{
    return asking->members->pdata[service];
}

/* 0 is best: runs and is no copy; 1: runs; 2: any. */
static int template_rank(const Model *model, uint32_t domain)
{
    const Domain *of = &model->domains[domain];
    bool runs = of->state == DOMAIN_STATE_RUNNING && domain_is_placed(model, domain);
    return !runs ? 2 : of->replica_of != INDEX_NONE;
}

static uint32_t find_template(const Model *model, const GArray *members)
{
    uint32_t best = g_array_index(members, uint32_t, 0);
    for (guint i = 1; i < members->len; i++) {
        uint32_t domain = g_array_index(members, uint32_t, i);
        if (template_rank(model, domain) < template_rank(model, best))
            best = domain;
    }
    return best;
}

/* The template's name, cut where the whole would be too long, and the smallest number that is free.
 */
static char *free_name(const Asking *asking, const char *template, uint32_t *number)
{
    for (;; ++*number) {
        g_autofree char *suffix = g_strdup_printf("-replica-%u", *number);
        gsize most = LONGEST_NAME - strlen(suffix);
        gsize length = MIN(strlen(template), most);
        while (length > 0 && length < strlen(template) &&
               ((unsigned char)template[length] >> 6) == 2)
            length--; /* not within a character */
        g_autofree char *begin = g_strndup(template, length);
        char *name = g_strconcat(begin, suffix, NULL);
        if (!g_hash_table_contains(asking->names, name))
            return name;
        g_free(name);
    }
}

static IndexSet copy_set(const IndexSet *set)
{
    return (IndexSet){g_memdup2(set->index, set->n * sizeof(uint32_t)), set->n};
}

/* number: the first that may be free. */
static void add_copy(Asking *asking, uint32_t template, uint32_t *number)
{
    const Model *model = asking->model;
    const Domain *of = &model->domains[template];
    Domain copy = *of;
    copy.name = free_name(asking, of->name, number);
    copy.host = INDEX_NONE;
    copy.state = DOMAIN_STATE_RUNNING;
    copy.has_moved_h_ago = false;
    copy.moved_h_ago = (Decimal){0, 0};
    copy.replica_of = template;
    copy.retire = false;
    copy.requires = copy_set(&of->requires);
    copy.licences = copy_set(&of->licences);
    copy.demand =
        g_memdup2(of->demand, sizeof(int64_t) * model->n_resources * model->policy.n_periods);
    g_hash_table_add(asking->names, copy.name);
    g_array_append_val(asking->copies, copy);
}

static bool fail_too_many(const Asking *asking, uint32_t service, GError **error)
{
    g_set_error(
        error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
        "services.csv: min_replicas of service '%s' asks for more than %d new domains in all",
        asking->model->services[service].name, MOST_NEW_REPLICAS);
    error_add_hint(error, "lower min_replicas");
    return false;
}

static bool ask_copies(Asking *asking, uint32_t service, GError **error)
{
    const GArray *members = members_of(asking, service);
    int64_t least = asking->model->services[service].min_replicas;
    int64_t n = least - members->len;
    if (n <= 0)
        return true;
    if (members->len == 0) {
        add_note(asking, service, "min_replicas is %" PRId64 ", but there is no domain to copy",
                 least);
        return true;
    }
    if (n > MOST_NEW_REPLICAS - (int64_t)asking->copies->len)
        return fail_too_many(asking, service, error);
    uint32_t template = find_template(asking->model, members);
    uint32_t number = 1;
    for (int64_t i = 0; i < n; i++)
        add_copy(asking, template, &number);
    add_note(asking, service,
             "it has %u of at least %" PRId64 " domains: %" PRId64 " %s of '%s' %s asked for",
             members->len, least, n, n == 1 ? "copy" : "copies",
             asking->model->domains[template].name, n == 1 ? "is" : "are");
    return true;
}

static bool is_rooted(const Model *model, uint32_t domain)
{
    for (uint32_t i = 0; i < model->n_rules; i++) {
        const Rule *rule = &model->rules[i];
        if (rule->kind == RULE_KIND_ROOT && rule->n_groups > 0 &&
            index_set_has(&rule->groups[0], domain))
            return true;
    }
    return false;
}

typedef struct {
    uint32_t domain;
    bool pinned, placed, copy;
} Candidate;

/* Who retires first. */
static int compare_candidates(gconstpointer left, gconstpointer right)
{
    const Candidate *a = left, *b = right;
    if (a->pinned != b->pinned)
        return a->pinned ? 1 : -1;
    if (a->placed != b->placed)
        return a->placed ? 1 : -1;
    if (a->copy != b->copy)
        return a->copy ? -1 : 1;
    return (a->domain < b->domain) - (a->domain > b->domain);
}

static void mark_surplus(Asking *asking, uint32_t service)
{
    Model *model = asking->model;
    const GArray *members = members_of(asking, service);
    int64_t most = model->services[service].max_replicas;
    if (most == NO_LIMIT || most >= members->len)
        return;
    g_autoptr(GArray) candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    for (guint i = 0; i < members->len; i++) {
        uint32_t domain = g_array_index(members, uint32_t, i);
        const Domain *of = &model->domains[domain];
        Candidate candidate = {domain, of->move == MOVE_MODE_NEVER || is_rooted(model, domain),
                               domain_is_placed(model, domain), of->replica_of != INDEX_NONE};
        g_array_append_val(candidates, candidate);
    }
    g_array_sort(candidates, compare_candidates);
    guint n = (guint)((int64_t)members->len - most);
    for (guint i = 0; i < n; i++)
        model->domains[g_array_index(candidates, Candidate, i).domain].retire = true;
    add_note(asking, service, "it has %u of at most %" PRId64 " domains: %u %s to be retired",
             members->len, most, n, n == 1 ? "is" : "are");
}

/* Its old domains are all in the set. */
static bool holds_service(const Asking *asking, const IndexSet *set, uint32_t service)
{
    const GArray *members = members_of(asking, service);
    for (guint i = 0; i < members->len; i++)
        if (!index_set_has(set, g_array_index(members, uint32_t, i)))
            return false;
    return true;
}

static int compare_numbers(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* new_index: [old domains, then copies] place among all. */
static void extend_set(const Asking *asking, IndexSet *set, const uint32_t *new_index)
{
    const Model *model = asking->model;
    GArray *grown = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t i = 0; i < set->n; i++)
        g_array_append_val(grown, new_index[set->index[i]]);
    for (guint i = 0; i < asking->copies->len; i++) {
        const Domain *copy = &g_array_index(asking->copies, Domain, i);
        if (holds_service(asking, set, copy->service))
            g_array_append_val(grown, new_index[model->n_domains + i]);
    }
    g_free(set->index);
    set->n = grown->len;
    set->index = (uint32_t *)(void *)g_array_free(grown, FALSE);
    if (set->n > 0)
        qsort(set->index, set->n, sizeof(uint32_t), compare_numbers);
}

typedef struct {
    const Domain *domain;
    uint32_t number; /* old domains, then copies */
} Entry;

static int compare_entries(gconstpointer left, gconstpointer right)
{
    return strcmp(((const Entry *)left)->domain->name, ((const Entry *)right)->domain->name);
}

static GArray *sort_all(const Asking *asking)
{
    const Model *model = asking->model;
    GArray *entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    for (uint32_t i = 0; i < model->n_domains; i++) {
        Entry entry = {&model->domains[i], i};
        g_array_append_val(entries, entry);
    }
    for (guint i = 0; i < asking->copies->len; i++) {
        Entry entry = {&g_array_index(asking->copies, Domain, i), model->n_domains + i};
        g_array_append_val(entries, entry);
    }
    g_array_sort(entries, compare_entries);
    return entries;
}

/* The copies take their places among the domains, by name. */
static void take_copies(Asking *asking)
{
    Model *model = asking->model;
    g_autoptr(GArray) entries = sort_all(asking);
    Domain *domains = g_new(Domain, entries->len);
    g_autofree uint32_t *new_index = g_new(uint32_t, entries->len);
    for (guint i = 0; i < entries->len; i++) {
        domains[i] = *g_array_index(entries, Entry, i).domain;
        new_index[g_array_index(entries, Entry, i).number] = i;
    }
    for (guint i = 0; i < entries->len; i++)
        if (domains[i].replica_of != INDEX_NONE)
            domains[i].replica_of = new_index[domains[i].replica_of];
    for (uint32_t i = 0; i < model->n_rules; i++)
        for (uint32_t group = 0; group < model->rules[i].n_groups; group++)
            extend_set(asking, &model->rules[i].groups[group], new_index);
    g_free(model->domains);
    model->domains = domains;
    model->n_domains = entries->len;
}

static bool ask_all_copies(Asking *asking, GError **error)
{
    for (uint32_t service = 0; service < asking->model->n_services; service++)
        if (!ask_copies(asking, service, error))
            return false;
    return true;
}

static void clear_copy(gpointer data)
{
    Domain *copy = data;
    g_free(copy->name);
    g_free(copy->requires.index);
    g_free(copy->licences.index);
    g_free(copy->demand);
}

bool model_ask_replicas(Model *model, GPtrArray *ret_notes, GError **error)
{
    Asking asking = {.model = model, .notes = ret_notes};
    asking.copies = g_array_new(FALSE, FALSE, sizeof(Domain));
    asking.names = g_hash_table_new(g_str_hash, g_str_equal);
    for (uint32_t i = 0; i < model->n_domains; i++)
        g_hash_table_add(asking.names, model->domains[i].name);
    list_members(&asking);
    bool fine = ask_all_copies(&asking, error);
    if (!fine)
        g_array_set_clear_func(asking.copies, clear_copy);
    for (uint32_t service = 0; fine && service < model->n_services; service++)
        mark_surplus(&asking, service);
    if (fine && asking.copies->len > 0)
        take_copies(&asking);
    g_hash_table_unref(asking.names);
    g_ptr_array_unref(asking.members);
    g_array_unref(asking.copies);
    return fine;
}
