#include "model/cost.h"
#include "model/rules.h"
#include "plan/alternative.h"
#include "plan/explain_text.h"

typedef struct {
    const Model *model;
    const Plan *plan;
    uint32_t host;
    Alternatives *alternatives;
    GString *text;
} Answer;

static void say_service(const Answer *answer)
{
    static const char *const states[] = {"up", "draining", "closed", "failed"};
    const Host *host = &answer->model->hosts[answer->host];
    bool after = answer->plan->in_service[answer->host];
    g_string_append_printf(answer->text, "host '%s' (%s) ", host->name, states[host->state]);
    if (host->on == after)
        g_string_append(answer->text, after ? "stays in service\n" : "stays off\n");
    else
        g_string_append(answer->text, after ? "comes into service\n" : "leaves service\n");
}

static bool say_price(const Answer *answer, GError **error)
{
    HostPrice price;
    if (!host_price(answer->model, answer->host, &price, error))
        return false;
    g_autofree char *sum = money_to_text(price.machine + price.admin + price.idle_energy);
    g_string_append_printf(answer->text,
                           "  in service it costs %s %s over %" G_GINT64_FORMAT " h\n", sum,
                           answer->model->policy.currency, answer->model->policy.horizon_h);
    return true;
}

static int64_t largest_use(const Answer *answer, uint32_t resource)
{
    int64_t largest = 0;
    for (uint32_t period = 0; period < answer->model->policy.n_periods; period++)
        largest =
            MAX(largest, alternatives_use(answer->alternatives, answer->host, resource, period));
    return largest;
}

static void say_use(const Answer *answer)
{
    for (uint32_t resource = 0; resource < answer->model->n_resources; resource++) {
        int64_t limit = host_hard_limit(answer->model, answer->host, resource);
        if (limit > 0)
            g_string_append_printf(
                answer->text,
                "  %s: %" G_GINT64_FORMAT " planned, hard limit %" G_GINT64_FORMAT "\n",
                answer->model->resources[resource].name, largest_use(answer, resource), limit);
    }
}

static void say_domain(const Answer *answer, uint32_t domain)
{
    uint32_t before = answer->model->domains[domain].host;
    uint32_t after = answer->plan->host_of_domain[domain];
    const char *name = answer->model->domains[domain].name;
    if (before == answer->host && after == INDEX_NONE)
        g_string_append_printf(answer->text,
                               domain_retires(answer->model, domain)
                                   ? "  '%s' retires\n"
                                   : "  '%s' does not run; nobody asks to start it\n",
                               name);
    else if (before == answer->host && after != answer->host)
        g_string_append_printf(answer->text, "  '%s' leaves for '%s'\n", name,
                               answer->model->hosts[after].name);
    else if (after == answer->host && before == INDEX_NONE)
        g_string_append_printf(answer->text, "  '%s' starts here\n", name);
    else if (after == answer->host && before != answer->host)
        g_string_append_printf(answer->text, "  '%s' comes from '%s'\n", name,
                               answer->model->hosts[before].name);
}

/* Can the domain go to any other host that is in service anyway? */
static bool has_other_host(const Answer *answer, uint32_t domain)
{
    for (uint32_t host = 0; host < answer->model->n_hosts; host++)
        if (host != answer->host && answer->plan->in_service[host] &&
            alternatives_obstacle(answer->alternatives, domain, host).kind == OBSTACLE_NONE)
            return true;
    return false;
}

static void say_why_in_service(const Answer *answer)
{
    uint32_t n_bound = 0;
    if (!answer->plan->in_service[answer->host])
        return;
    for (uint32_t i = 0; i < answer->model->n_domains; i++)
        if (answer->plan->host_of_domain[i] == answer->host && !has_other_host(answer, i)) {
            g_string_append_printf(answer->text,
                                   "  '%s' keeps it in service: no other host in service can take "
                                   "it as planned\n",
                                   answer->model->domains[i].name);
            n_bound++;
        }
    uint32_t n_on = alternatives_n_on(answer->alternatives, answer->host);
    if (n_bound == 0 && n_on > 0)
        g_string_append_printf(answer->text,
                               "  each of its %u domains alone could go elsewhere; moving them all "
                               "is not cheaper or has no room, as far as the plan is proved\n",
                               n_on);
}

char *explain_host(const Model *model, const Plan *plan, uint32_t host, GError **error)
{
    g_autoptr(Alternatives) alternatives = alternatives_new(model, plan);
    g_autoptr(GString) text = g_string_new(NULL);
    Answer answer = {model, plan, host, alternatives, text};
    say_service(&answer);
    if (!say_price(&answer, error))
        return NULL;
    say_use(&answer);
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        say_domain(&answer, domain);
    say_why_in_service(&answer);
    return g_string_free(g_steal_pointer(&text), FALSE);
}
