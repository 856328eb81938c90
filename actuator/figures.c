#include "actuator/figures.h"

#define MIB 1048576.0

char *figures_to_json(const MigrationProgress *figures)
{
    GString *json = g_string_new("{");
    g_string_append_printf(json, "\"bytes\":%" G_GINT64_FORMAT, figures->bytes_processed);
    g_string_append_printf(json, ",\"elapsed_ms\":%" G_GINT64_FORMAT, figures->elapsed_ms);
    if (figures->downtime_ms >= 0)
        g_string_append_printf(json, ",\"downtime_ms\":%" G_GINT64_FORMAT, figures->downtime_ms);
    g_string_append_printf(json, ",\"iterations\":%u}", figures->iteration);
    return g_string_free(json, FALSE);
}

char *figures_to_text(const MigrationProgress *figures)
{
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "%.1f MiB in %.1f s", (double)figures->bytes_processed / MIB,
                           (double)figures->elapsed_ms / 1000.0);
    if (figures->downtime_ms >= 0)
        g_string_append_printf(text, ", downtime %" G_GINT64_FORMAT " ms", figures->downtime_ms);
    return g_string_free(text, FALSE);
}
