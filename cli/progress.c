#include "cli/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "common/decimal.h"

#define PLAIN_LINE_EVERY_S 5.0

void progress_init(Progress *progress, const char *currency)
{
    *progress = (Progress){
        .currency = currency,
        .terminal = isatty(STDERR_FILENO) != 0,
        .last_incumbent = INT64_MIN,
        .last_bound = INT64_MIN,
    };
}

static char *describe(const Progress *progress, bool has_incumbent, int64_t incumbent,
                      bool has_bound, int64_t bound, double wall_s)
{
    GString *line = g_string_new(NULL);
    g_string_printf(line, "%6.1f s", wall_s);
    if (has_incumbent) {
        g_autofree char *cost = money_to_text(incumbent);
        g_string_append_printf(line, "  cost %s", cost);
    }
    if (has_bound) {
        g_autofree char *proved = money_to_text(bound);
        g_string_append_printf(line, "  bound %s", proved);
    }
    if (has_incumbent && has_bound) {
        g_autofree char *gap = money_to_text(incumbent - bound);
        double ratio = incumbent > 0 ? (double)(incumbent - bound) / (double)incumbent : 0;
        g_string_append_printf(line, "  gap %s %s (%.3f %%)", gap, progress->currency, 100 * ratio);
    }
    return g_string_free(line, FALSE);
}

void progress_update(void *context, bool has_incumbent, int64_t incumbent, bool has_bound,
                     int64_t bound, double wall_s)
{
    Progress *progress = context;
    int64_t shown_incumbent = has_incumbent ? incumbent : INT64_MIN;
    int64_t shown_bound = has_bound ? bound : INT64_MIN;
    bool is_news =
        shown_incumbent != progress->last_incumbent || shown_bound != progress->last_bound;
    bool is_time = wall_s - progress->last_wall_s >= PLAIN_LINE_EVERY_S;
    if (!progress->terminal && !(is_news && is_time))
        return;
    g_autofree char *line = describe(progress, has_incumbent, incumbent, has_bound, bound, wall_s);
    fprintf(stderr, progress->terminal ? "\r\033[K%s" : "%s\n", line);
    fflush(stderr);
    progress->shown = true;
    progress->last_wall_s = wall_s;
    progress->last_incumbent = shown_incumbent;
    progress->last_bound = shown_bound;
}

void progress_end(Progress *progress)
{
    if (progress->terminal && progress->shown)
        fputs("\r\033[K", stderr);
    progress->shown = false;
}
