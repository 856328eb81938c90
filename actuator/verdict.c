#include "actuator/verdict.h"

Verdicts *verdicts_new(uint32_t n_steps)
{
    Verdicts *verdicts = g_new0(Verdicts, 1);
    verdicts->n_steps = n_steps;
    verdicts->why = g_new0(char *, n_steps);
    verdicts->reasons = g_ptr_array_new_with_free_func(g_free);
    return verdicts;
}

void verdicts_free(Verdicts *verdicts)
{
    if (verdicts == NULL)
        return;
    for (uint32_t i = 0; i < verdicts->n_steps; i++)
        g_free(verdicts->why[i]);
    g_free(verdicts->why);
    g_ptr_array_unref(verdicts->reasons);
    g_free(verdicts);
}

void verdicts_follow(Verdicts *verdicts, uint32_t step, const char *reason)
{
    char *old = verdicts->why[step];
    verdicts->why[step] = old == NULL ? g_strdup(reason) : g_strconcat(old, "; ", reason, NULL);
    g_free(old);
}

void verdicts_hinder(Verdicts *verdicts, uint32_t step, const char *reason)
{
    verdicts_follow(verdicts, step, reason);
    if (!g_ptr_array_find_with_equal_func(verdicts->reasons, reason, g_str_equal, NULL))
        g_ptr_array_add(verdicts->reasons, g_strdup(reason));
}
