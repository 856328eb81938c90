#include "cli/apply_progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "actuator/supervise.h"
#include "cli/cli.h"
#include "cli/wrap.h"

#define MIB            1048576.0
#define DEFAULT_WIDTH  80
#define PLAIN_EVERY_US (10 * G_USEC_PER_SEC) /* a line of progress where stderr is no terminal */

/* The moves in hand are the last lines on the screen; each change draws them anew. */
struct ApplyProgress {
    bool in_place;
    GPtrArray *lines; /* Line* */
};

typedef struct {
    uint32_t seq;
    char *text;
    int64_t said_at_us;
} Line;

static void line_free(gpointer data)
{
    Line *line = data;
    g_free(line->text);
    g_free(line);
}

ApplyProgress *apply_progress_new(void)
{
    const char *term = g_getenv("TERM");
    ApplyProgress *progress = g_new0(ApplyProgress, 1);
    progress->in_place = isatty(STDERR_FILENO) && term != NULL && strcmp(term, "dumb") != 0;
    progress->lines = g_ptr_array_new_with_free_func(line_free);
    return progress;
}

void apply_progress_free(ApplyProgress *progress)
{
    if (progress == NULL)
        return;
    g_ptr_array_unref(progress->lines);
    g_free(progress);
}

static Line *find_line(const ApplyProgress *progress, uint32_t seq)
{
    for (guint i = 0; i < progress->lines->len; i++) {
        Line *line = g_ptr_array_index(progress->lines, i);
        if (line->seq == seq)
            return line;
    }
    return NULL;
}

static Line *set_line(ApplyProgress *progress, uint32_t seq, char *text)
{
    Line *line = find_line(progress, seq);
    if (line == NULL) {
        line = g_new0(Line, 1);
        line->seq = seq;
        line->said_at_us = g_get_monotonic_time();
        g_ptr_array_add(progress->lines, line);
    }
    g_free(line->text);
    line->text = text;
    return line;
}

static void print_line(const char *text)
{
    g_autofree char *shown = cli_escape(text);
    fprintf(stderr, "%s\n", shown);
}

static void take_back(const ApplyProgress *progress)
{
    if (progress->in_place && progress->lines->len > 0)
        fprintf(stderr, "\033[%uA\033[J", progress->lines->len);
}

static int width_of_terminal(void)
{
    struct winsize size;
    bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : DEFAULT_WIDTH;
}

/* A line that the terminal would break is two lines to take back. */
static void print_cut(const char *text, int width)
{
    g_autofree char *shown = cli_escape(text);
    for (char *end = shown + strlen(shown); end > shown && wrap_width(shown) >= width;) {
        end = g_utf8_prev_char(end);
        *end = '\0';
    }
    fprintf(stderr, "%s\n", shown);
}

static void draw(const ApplyProgress *progress)
{
    int width = width_of_terminal();
    for (guint i = 0; progress->in_place && i < progress->lines->len; i++) {
        const Line *line = g_ptr_array_index(progress->lines, i);
        print_cut(line->text, width);
    }
    fflush(stderr);
}

static void say_now_and_then(Line *line)
{
    if (g_get_monotonic_time() - line->said_at_us < PLAIN_EVERY_US)
        return;
    line->said_at_us = g_get_monotonic_time();
    print_line(line->text);
}

static char *describe_progress(const ApplyEvent *event)
{
    const MigrationProgress *figures = &event->progress;
    if (figures->bytes_total <= 0)
        return g_strdup_printf("[%u/%u] %s  …", event->seq, event->n_steps, event->what);
    double rate = (double)figures->bytes_per_s / MIB;
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "[%u/%u] %s  %.0f of %.0f MiB", event->seq, event->n_steps,
                           event->what, (double)figures->bytes_processed / MIB,
                           (double)figures->bytes_total / MIB);
    if (rate > 0)
        g_string_append_printf(text, ", %.0f MiB/s", rate);
    if (figures->dirty_bytes_per_s > 0)
        g_string_append_printf(text, ", %.0f MiB/s written",
                               (double)figures->dirty_bytes_per_s / MIB);
    double left_s = migration_left_s(figures);
    if (left_s >= 0)
        g_string_append_printf(text, ", %.1f s left", left_s);
    else if (rate > 0)
        g_string_append(text, ", the guest writes faster than is sent");
    if (figures->downtime_ms >= 0)
        g_string_append_printf(text, ", downtime %" G_GINT64_FORMAT " ms", figures->downtime_ms);
    return g_string_free(text, FALSE);
}

static char *describe_end(const ApplyEvent *event)
{
    return g_strdup_printf("[%u/%u] %s: %s (%s)", event->seq, event->n_steps, event->what,
                           step_state_names[event->state], event->text);
}

static char *describe_begin(const ApplyEvent *event)
{
    return g_strdup_printf("[%u/%u] wave %u: %s, about %.1f s", event->seq, event->n_steps,
                           event->wave, event->what, event->expected_s);
}

/* A line that stays, above those of the moves in hand. */
static void say(const ApplyProgress *progress, const char *text)
{
    take_back(progress);
    print_line(text);
    draw(progress);
}

void apply_progress_report(void *context, const ApplyEvent *event)
{
    ApplyProgress *progress = context;
    g_autofree char *text = NULL;
    Line *line;
    switch (event->kind) {
    case APPLY_EVENT_NOTE:
        say(progress, event->text);
        break;
    case APPLY_EVENT_BEGINS:
        text = describe_begin(event);
        if (!progress->in_place)
            say(progress, text);
        break;
    case APPLY_EVENT_PROGRESS:
        take_back(progress);
        line = set_line(progress, event->seq, describe_progress(event));
        if (progress->in_place)
            draw(progress);
        else
            say_now_and_then(line);
        break;
    case APPLY_EVENT_ENDS:
        take_back(progress);
        g_ptr_array_remove(progress->lines, find_line(progress, event->seq));
        text = describe_end(event);
        print_line(text);
        draw(progress);
    }
}
