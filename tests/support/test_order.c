#include "tests/support/test_order.h"

#include <criterion/criterion.h>

#include "tests/support/test_model.h"

TestTarget test_target(const Model *model, const char *const *pairs)
{
    TestTarget target = {g_new(uint32_t, model->n_domains), g_new0(bool, model->n_hosts)};
    for (uint32_t i = 0; i < model->n_domains; i++)
        target.target[i] = model->domains[i].host;
    for (; pairs[0] != NULL; pairs += 2)
        target.target[model_find_domain(model, pairs[0])] = model_find_host(model, pairs[1]);
    for (uint32_t i = 0; i < model->n_domains; i++)
        target.in_service[target.target[i]] = true;
    return target;
}

void test_target_clear(TestTarget *target)
{
    g_free(target->target);
    g_free(target->in_service);
}

Sequence test_order_limited(const Model *model, const char *const *pairs, int64_t cost_limit)
{
    g_auto(TestTarget) target = test_target(model, pairs);
    Sequence sequence = {0};
    g_autoptr(GError) error = NULL;
    bool fine = sequence_plan(model, target.target, target.in_service,
                              &(SequenceOptions){.cost_limit = cost_limit}, &sequence, &error);
    cr_assert(fine, "%s", error == NULL ? "" : error->message);
    return sequence;
}

Sequence test_order(const Model *model, const char *const *pairs)
{
    return test_order_limited(model, pairs, INT64_MAX);
}

char *test_order_text(const Model *model, const Sequence *sequence)
{
    GString *text = g_string_new(NULL);
    for (uint32_t i = 0; i < sequence->n_actions; i++) {
        const Action *action = &sequence->actions[i];
        g_string_append_printf(text, "%s%u ", i == 0 ? "" : "; ", action->wave);
        if (action->kind == ACTION_POWER_ON)
            g_string_append_printf(text, "on %s", model->hosts[action->to].name);
        else if (action->kind == ACTION_POWER_OFF)
            g_string_append_printf(text, "off %s", model->hosts[action->from].name);
        else
            g_string_append_printf(
                text, "%s%s %s>%s%s", action->kind == ACTION_ACTIVATE ? "start " : "",
                model->domains[action->domain].name,
                action->from == INDEX_NONE ? "" : model->hosts[action->from].name,
                model->hosts[action->to].name, action->parking ? " parked" : "");
    }
    return g_string_free(text, FALSE);
}

void assert_order(const Model *model, const char *const *pairs, const char *expected)
{
    g_auto(Sequence) sequence = test_order(model, pairs);
    g_autofree char *text = test_order_text(model, &sequence);
    cr_assert(sequence.found, "no order found");
    cr_assert_str_eq(text, expected, "%s", text);
}

Model *memory_model(const char *policy, const char *hosts, const char *domains)
{
    return test_model((const TestFile[]){{"policy.csv", policy},
                                         {"resources.csv", MEMORY_ONLY},
                                         {"hosts.csv", hosts},
                                         {"domains.csv", domains},
                                         {NULL, NULL}});
}

Model *rule_model(const char *policy, const char *hosts, const char *domains, const char *rules)
{
    return test_model((const TestFile[]){{"policy.csv", policy},
                                         {"resources.csv", MEMORY_ONLY},
                                         {"hosts.csv", hosts},
                                         {"domains.csv", domains},
                                         {"rules.csv", rules},
                                         {NULL, NULL}});
}
