#include "model/breaches.h"

#include <inttypes.h>

#include "model/breach_list.h"
#include "model/format.h"
#include "model/rules.h"
#include "model/use.h"

void breach_add(BreachList *list, const char *rule, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    Breach breach = {g_strdup(rule), g_strdup_vprintf(format, arguments)};
    va_end(arguments);
    g_array_append_val(list->breaches, breach);
}

static void breaches_of_domain(BreachList *list, uint32_t index)
{
    const Model *model = list->model;
    const Domain *domain = &model->domains[index];
    if (!domain_is_wanted(model, index)) {
        if (domain_retires(model, index))
            breach_add(list, "retire", "domain '%s' on host '%s' is to be retired", domain->name,
                       model->hosts[domain->host].name);
        return;
    }
    if (domain->host == INDEX_NONE) {
        breach_add(list, "state", "domain '%s' is not placed", domain->name);
        return;
    }
    const Host *host = &model->hosts[domain->host];
    if (host->state == HOST_STATE_FAILED) {
        breach_add(list, "state", "domain '%s' is down with its failed host '%s'", domain->name,
                   host->name);
        return;
    }
    for (uint32_t i = 0; i < domain->requires.n; i++)
        if (!index_set_has(&host->tags, domain->requires.index[i]))
            breach_add(list, "tags", "domain '%s' requires the tag '%s', which host '%s' lacks",
                       domain->name, model->tags[domain->requires.index[i]], host->name);
}

static void breaches_of_rules(BreachList *list)
{
    for (uint32_t i = 0; i < list->model->n_rules; i++) {
        const Rule *rule = &list->model->rules[i];
        if (rule->strength != STRENGTH_HARD)
            continue;
        int64_t n = rule_breaches(list->model, rule, list->placement, list->in_service);
        if (n > 0)
            breach_add(list, rule->name, "%" PRId64 " %s of this '%s' rule", n,
                       n == 1 ? "breach" : "breaches", rule_kind_words[rule->kind]);
    }
}

Breach *model_breaches(const Model *model, uint32_t *ret_n)
{
    g_autofree uint32_t *placement = current_placement(model);
    g_autofree bool *in_service = current_in_service(model);
    g_autofree int64_t *use = placement_use(model, placement);
    BreachList list = {model, placement, in_service, use,
                       g_array_new(FALSE, FALSE, sizeof(Breach))};
    breaches_of_hosts(&list);
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        breaches_of_domain(&list, domain);
    breaches_of_services(&list);
    breaches_of_rules(&list);
    *ret_n = list.breaches->len;
    return (Breach *)(void *)g_array_free(list.breaches, FALSE);
}

void breaches_free(Breach *breaches, uint32_t n_breaches)
{
    for (uint32_t i = 0; i < n_breaches; i++) {
        g_free(breaches[i].rule);
        g_free(breaches[i].what);
    }
    g_free(breaches);
}
