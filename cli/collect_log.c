#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/collect_output.h"

/* Quotes where there is a blank, a quote or an equals sign; a line feed must never make a second
 * line. */
static void append_value(GString *line, const char *value)
{
    bool plain = value[0] != '\0' && strpbrk(value, " \"=\\\n\r\t") == NULL;
    g_autofree char *escaped = cli_escape(value);
    if (plain) {
        g_string_append(line, escaped);
        return;
    }
    g_string_append_c(line, '"');
    for (const char *at = escaped; *at != '\0'; at++)
        if (*at == '\n')
            g_string_append(line, "\\n");
        else if (*at == '"')
            g_string_append(line, "\\\"");
        else
            g_string_append_c(line, *at);
    g_string_append_c(line, '"');
}

void collect_log(const char *event, ...)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autofree char *time = g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");
    g_autoptr(GString) line = g_string_new(NULL);
    g_string_append_printf(line, "time=%s event=%s", time, event);
    va_list pairs;
    va_start(pairs, event);
    for (const char *key; (key = va_arg(pairs, const char *)) != NULL;) {
        g_string_append_printf(line, " %s=", key);
        append_value(line, va_arg(pairs, const char *));
    }
    va_end(pairs);
    fprintf(stderr, "%s\n", line->str);
}

static void log_probe(const Probe *probe)
{
    g_autofree char *took_ms = g_strdup_printf("%" PRId64, probe->took_ms);
    if (probe->failure != NULL)
        collect_log("host_unreachable", "host", probe->host, "took_ms", took_ms, "reason",
                    probe->failure, NULL);
    for (guint i = 0; i < probe->warnings->len; i++)
        collect_log("warning", "host", probe->host, "what", probe->warnings->pdata[i], NULL);
}

void collect_log_round(const Round *round)
{
    guint n_domains = 0;
    for (guint i = 0; i < round->probes->len; i++) {
        log_probe(round->probes->pdata[i]);
        n_domains += ((Probe *)round->probes->pdata[i])->domains->len;
    }
    for (guint i = 0; i < round->conflicts->len; i++) {
        const RoundConflict *conflict = round->conflicts->pdata[i];
        collect_log("runs_twice", "domain", conflict->domain, "uuid", conflict->uuid, "host",
                    conflict->first_host, "other_host", conflict->second_host, NULL);
    }
    g_autofree char *hosts = g_strdup_printf("%u", round->probes->len);
    g_autofree char *answered = g_strdup_printf("%u", round->n_answered);
    g_autofree char *domains = g_strdup_printf("%u", n_domains);
    g_autofree char *took_ms = g_strdup_printf("%" PRId64, round->took_ms);
    collect_log("round", "batch", round->batch, "hosts", hosts, "answered", answered, "domains",
                domains, "took_ms", took_ms, NULL);
}
