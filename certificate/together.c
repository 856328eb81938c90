#include "certificate/together.h"

#include "certificate/limits.h"

/* Joins the lists of two domains; each stays in rising order, so that the first leads. */
static void join(Together *together, uint32_t one, uint32_t other)
{
    uint32_t left = together->first[one], right = together->first[other];
    if (left == right)
        return;
    uint32_t first = MIN(left, right), last = INDEX_NONE;
    while (left != INDEX_NONE || right != INDEX_NONE) {
        bool takes_left = right == INDEX_NONE || (left != INDEX_NONE && left < right);
        uint32_t taken = takes_left ? left : right;
        left = takes_left ? together->next[left] : left;
        right = takes_left ? right : together->next[right];
        if (last != INDEX_NONE)
            together->next[last] = taken;
        together->first[taken] = first;
        last = taken;
    }
    together->next[last] = INDEX_NONE;
}

static void gather(Together *together, const Model *model, const IndexSet *set)
{
    uint32_t before = INDEX_NONE;
    for (uint32_t i = 0; i < set->n; i++) {
        if (!judge_is_wanted(model, set->index[i]))
            continue;
        if (before != INDEX_NONE)
            join(together, before, set->index[i]);
        before = set->index[i];
    }
}

static void count(Together *together, uint32_t rule, uint32_t domain)
{
    GArray **shares = &together->shares[together->first[domain]];
    if (*shares == NULL)
        *shares = g_array_new(FALSE, FALSE, sizeof(SpreadShare));
    if ((*shares)->len > 0) {
        SpreadShare *last = &g_array_index(*shares, SpreadShare, (*shares)->len - 1);
        if (last->rule == rule) {
            last->n++;
            return;
        }
    }
    SpreadShare share = {rule, 1};
    g_array_append_val(*shares, share);
}

static bool is_hard(const Rule *rule, RuleKind kind)
{
    return rule->kind == kind && rule->strength == STRENGTH_HARD && rule->n_groups > 0;
}

Together *judge_together_new(const Model *model)
{
    Together *together = g_new0(Together, 1);
    together->n_domains = model->n_domains;
    together->first = g_new(uint32_t, (gsize)model->n_domains + 1);
    together->next = g_new(uint32_t, (gsize)model->n_domains + 1);
    together->shares = g_new0(GArray *, (gsize)model->n_domains + 1);
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        together->first[domain] = domain;
        together->next[domain] = INDEX_NONE;
    }
    for (uint32_t i = 0; i < model->n_rules; i++)
        if (is_hard(&model->rules[i], RULE_KIND_GATHER))
            gather(together, model, &model->rules[i].groups[0]);
    for (uint32_t i = 0; i < model->n_rules; i++) {
        const IndexSet *set = &model->rules[i].groups[0];
        for (uint32_t k = 0; is_hard(&model->rules[i], RULE_KIND_SPREAD) && k < set->n; k++)
            if (judge_is_wanted(model, set->index[k]))
                count(together, i, set->index[k]);
    }
    return together;
}

void judge_together_free(Together *together)
{
    if (together == NULL)
        return;
    for (uint32_t domain = 0; domain < together->n_domains; domain++)
        if (together->shares[domain] != NULL)
            g_array_unref(together->shares[domain]);
    g_free(together->first);
    g_free(together->next);
    g_free(together->shares);
    g_free(together);
}

bool judge_together_allow(const Together *together, const Columns *columns, uint32_t domain,
                          uint32_t host)
{
    for (uint32_t with = together->first[domain]; with != INDEX_NONE; with = together->next[with])
        if (!judge_columns_allow(columns, with, host))
            return false;
    return true;
}
