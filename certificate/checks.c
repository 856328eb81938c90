#include "certificate/checks.h"

#define MOST_NOTES 10

void checks_init(Checks *checks)
{
    *checks = (Checks){.done = g_array_new(FALSE, FALSE, sizeof(Check))};
}

void checks_begin(Checks *checks, const char *name)
{
    checks->name = name;
    checks->n_broken = 0;
}

static void append(Checks *checks, bool passed, char *detail)
{
    Check check = {g_strdup(checks->name), passed, detail};
    g_array_append_val(checks->done, check);
}

void checks_break(Checks *checks, const char *format, ...)
{
    if (checks->n_broken++ >= MOST_NOTES)
        return;
    va_list arguments;
    va_start(arguments, format);
    append(checks, false, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

bool checks_end(Checks *checks, const char *summary, ...)
{
    if (checks->n_broken == 0) {
        va_list arguments;
        va_start(arguments, summary);
        append(checks, true, g_strdup_vprintf(summary, arguments));
        va_end(arguments);
    }
    if (checks->n_broken > MOST_NOTES)
        append(checks, false, g_strdup_printf("and %u more", checks->n_broken - MOST_NOTES));
    return checks->n_broken == 0;
}

void checks_finish(Checks *checks, Verdict *verdict)
{
    verdict->valid = true;
    verdict->n_checks = checks->done->len;
    verdict->checks = (Check *)(void *)g_array_free(checks->done, FALSE);
    checks->done = NULL;
    for (uint32_t i = 0; i < verdict->n_checks; i++)
        verdict->valid = verdict->valid && verdict->checks[i].passed;
}

void verdict_free(Verdict *verdict)
{
    if (verdict == NULL)
        return;
    for (uint32_t i = 0; i < verdict->n_checks; i++) {
        g_free(verdict->checks[i].name);
        g_free(verdict->checks[i].detail);
    }
    g_free(verdict->checks);
    g_free(verdict->bound_method);
    g_free(verdict);
}
