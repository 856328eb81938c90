#include "plan/domain_rules.h"

typedef void (*Visit)(DomainRules *rules, uint32_t *cursor, uint32_t domain, RuleMembership at);

static void count(DomainRules *rules, uint32_t *cursor, uint32_t domain, RuleMembership at)
{
    (void)cursor;
    (void)at;
    rules->start[domain + 1]++;
}

static void place(DomainRules *rules, uint32_t *cursor, uint32_t domain, RuleMembership at)
{
    rules->memberships[cursor[domain]++] = at;
}

static void visit_all(DomainRules *rules, const Model *model, uint32_t *cursor, Visit visit)
{
    for (uint32_t rule = 0; rule < model->n_rules; rule++)
        for (uint32_t group = 0; group < model->rules[rule].n_groups; group++) {
            const IndexSet *set = &model->rules[rule].groups[group];
            for (uint32_t i = 0; i < set->n; i++)
                visit(rules, cursor, set->index[i], (RuleMembership){rule, group});
        }
}

void domain_rules_init(DomainRules *rules, const Model *model)
{
    rules->start = g_new0(uint32_t, (gsize)model->n_domains + 1);
    visit_all(rules, model, NULL, count);
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        rules->start[domain + 1] += rules->start[domain];
    rules->memberships = g_new(RuleMembership, rules->start[model->n_domains]);
    g_autofree uint32_t *cursor =
        g_memdup2(rules->start, ((gsize)model->n_domains + 1) * sizeof(uint32_t));
    visit_all(rules, model, cursor, place);
}

void domain_rules_clear(DomainRules *rules)
{
    g_clear_pointer(&rules->start, g_free);
    g_clear_pointer(&rules->memberships, g_free);
}
