#include "plan/explain_text.h"

#include <stdlib.h>

#include "model/rules.h"
#include "plan/alternative.h"

#define MOST_LISTED 5 /* hosts of a kind; a person reads no more */

typedef struct {
    const Model *model;
    const Plan *plan;
    uint32_t domain;
    Alternatives *alternatives;
    GString *text;
} Answer;

/* A host that is open to the domain, and what that would cost more. */
typedef struct {
    uint32_t host;
    int64_t cost;
} Open;

static int compare_open(gconstpointer left, gconstpointer right)
{
    const Open *first = left;
    const Open *second = right;
    if (first->cost != second->cost)
        return first->cost < second->cost ? -1 : 1;
    return first->host < second->host ? -1 : first->host > second->host;
}

static const char *host_name(const Answer *answer, uint32_t host)
{
    return answer->model->hosts[host].name;
}

static void say_nowhere(const Answer *answer, const Domain *domain)
{
    if (domain_retires(answer->model, answer->domain))
        g_string_append_printf(answer->text, " retires from '%s'\n",
                               host_name(answer, domain->host));
    else if (domain->retire)
        g_string_append(answer->text, " is marked to be retired and runs nowhere: it stays so\n");
    else
        g_string_append(answer->text,
                        " does not run and nobody asks to start it: it stays as it is "
                        "and needs no place\n");
}

static void say_place(const Answer *answer)
{
    const Domain *domain = &answer->model->domains[answer->domain];
    uint32_t planned = answer->plan->host_of_domain[answer->domain];
    g_string_append_printf(answer->text, "domain '%s'", domain->name);
    if (domain->service != INDEX_NONE)
        g_string_append_printf(answer->text, " of service '%s'",
                               answer->model->services[domain->service].name);
    if (planned == INDEX_NONE)
        say_nowhere(answer, domain);
    else if (domain->host == INDEX_NONE && domain->replica_of != INDEX_NONE)
        g_string_append_printf(answer->text, " is made as a copy of '%s' on '%s'\n",
                               answer->model->domains[domain->replica_of].name,
                               host_name(answer, planned));
    else if (domain->host == INDEX_NONE)
        g_string_append_printf(answer->text, " has no host now and starts on '%s'\n",
                               host_name(answer, planned));
    else if (domain->host == planned)
        g_string_append_printf(answer->text, " stays on '%s'\n", host_name(answer, planned));
    else
        g_string_append_printf(answer->text, " goes from '%s' to '%s'\n",
                               host_name(answer, domain->host), host_name(answer, planned));
}

static void say_actions(const Answer *answer)
{
    for (uint32_t i = 0; i < answer->plan->n_actions; i++) {
        const Action *action = &answer->plan->actions[i];
        if (action->domain != answer->domain)
            continue;
        g_string_append_printf(
            answer->text, "  wave %u: %s %s '%s', %.4g operator minutes: %s\n", action->wave,
            action_kind_names[action->kind], action->to == INDEX_NONE ? "from" : "to",
            host_name(answer, action->to == INDEX_NONE ? action->from : action->to),
            (double)action->operator_umin / (double)MICRO,
            action->reason == NULL ? "" : action->reason);
    }
}

static void say_cost(const Answer *answer, const char *what, int64_t cost)
{
    g_autofree char *amount = money_to_text(cost < 0 ? -cost : cost);
    g_string_append_printf(answer->text, "  %s: the plan would cost %s %s %s\n", what, amount,
                           answer->model->policy.currency, cost < 0 ? "less" : "more");
}

/* Those that are open go to a list, the others to a count by what closes them. */
static bool ask_host(const Answer *answer, uint32_t host, GArray *open, GHashTable *closed,
                     GError **error)
{
    Obstacle obstacle = alternatives_obstacle(answer->alternatives, answer->domain, host);
    if (obstacle.kind == OBSTACLE_NONE) {
        Open entry = {.host = host};
        if (!alternatives_cost(answer->alternatives, answer->domain, host, &entry.cost, error))
            return false;
        g_array_append_val(open, entry);
        return true;
    }
    char *why = obstacle_text(answer->model, &obstacle, host);
    GPtrArray *hosts = g_hash_table_lookup(closed, why);
    if (hosts == NULL) {
        hosts = g_ptr_array_new();
        g_hash_table_insert(closed, why, hosts);
    } else {
        g_free(why);
    }
    g_ptr_array_add(hosts, answer->model->hosts[host].name);
    return true;
}

static int compare_texts(gconstpointer left, gconstpointer right)
{
    return strcmp(left, right);
}

static void say_closed(const Answer *answer, GHashTable *closed)
{
    GList *reasons = g_list_sort(g_hash_table_get_keys(closed), compare_texts);
    for (GList *at = reasons; at != NULL; at = at->next) {
        const GPtrArray *hosts = g_hash_table_lookup(closed, at->data);
        g_string_append_printf(answer->text, "  not on");
        for (guint i = 0; i < MIN(hosts->len, MOST_LISTED); i++)
            g_string_append_printf(answer->text, "%s '%s'", i == 0 ? "" : ",",
                                   (const char *)hosts->pdata[i]);
        if (hosts->len > MOST_LISTED)
            g_string_append_printf(answer->text, " and %u more", hosts->len - MOST_LISTED);
        g_string_append_printf(answer->text, ": %s\n", (const char *)at->data);
    }
    g_list_free(reasons);
}

static void say_open(const Answer *answer, GArray *open)
{
    uint32_t home = answer->model->domains[answer->domain].host;
    g_array_sort(open, compare_open);
    for (guint i = 0; i < MIN(open->len, MOST_LISTED); i++) {
        const Open *entry = &g_array_index(open, Open, i);
        g_autofree char *what = g_strdup_printf(
            "%s on '%s'", entry->host == home ? "staying" : "put", host_name(answer, entry->host));
        say_cost(answer, what, entry->cost);
    }
    if (open->len > MOST_LISTED)
        g_string_append_printf(answer->text, "  %u more hosts are open to it and dearer\n",
                               open->len - MOST_LISTED);
}

static bool say_hosts(const Answer *answer, GError **error)
{
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(Open));
    g_autoptr(GHashTable) closed = g_hash_table_new_full(
        g_str_hash, g_str_equal, g_free, (GDestroyNotify)(void (*)(void))g_ptr_array_unref);
    for (uint32_t host = 0; host < answer->model->n_hosts; host++)
        if (host != answer->plan->host_of_domain[answer->domain] &&
            !ask_host(answer, host, open, closed, error))
            return false;
    say_open(answer, open);
    say_closed(answer, closed);
    return true;
}

char *explain_domain(const Model *model, const Plan *plan, uint32_t domain, GError **error)
{
    g_autoptr(Alternatives) alternatives = alternatives_new(model, plan);
    g_autoptr(GString) text = g_string_new(NULL);
    Answer answer = {model, plan, domain, alternatives, text};
    say_place(&answer);
    say_actions(&answer);
    if (plan->host_of_domain[domain] != INDEX_NONE && !say_hosts(&answer, error))
        return NULL;
    return g_string_free(g_steal_pointer(&text), FALSE);
}
