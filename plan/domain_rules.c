#include "plan/domain_rules.h"

/* Counts memberships (cursor NULL) or puts them where the domain's cursor stands. */
static void visit_all(DomainRules *rules, const Model *model, uint32_t *cursor)
{
    for (uint32_t rule = 0; rule < model->n_rules; rule++)
        for (uint32_t group = 0; group < model->rules[rule].n_groups; group++) {
            const IndexSet *set = &model->rules[rule].groups[group];
            for (uint32_t i = 0; i < set->n; i++)
                if (cursor == NULL)
                    rules->start[set->index[i] + 1]++;
                else
                    rules->memberships[cursor[set->index[i]]++] = (RuleMembership){rule, group};
        }
}

void domain_rules_init(DomainRules *rules, const Model *model)
{
    rules->start = g_new0(uint32_t, (gsize)model->n_domains + 1);
    visit_all(rules, model, NULL);
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        rules->start[domain + 1] += rules->start[domain];
    rules->memberships = g_new(RuleMembership, rules->start[model->n_domains]);
    g_autofree uint32_t *cursor =
        g_memdup2(rules->start, ((gsize)model->n_domains + 1) * sizeof(uint32_t));
    visit_all(rules, model, cursor);
}

void domain_rules_clear(DomainRules *rules)
{
    g_clear_pointer(&rules->start, g_free);
    g_clear_pointer(&rules->memberships, g_free);
}
