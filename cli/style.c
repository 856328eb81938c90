#include "cli/style.h"

#include <langinfo.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/cli.h"

#define DEFAULT_WIDTH 100

static int terminal_width(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return DEFAULT_WIDTH;
}

Style style_of_stdout(void)
{
    return (Style){
        .color = cli_use_color(),
        .utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0,
        .width = terminal_width(),
    };
}

static const char *escape_of(Tone tone)
{
    static const char *const codes[] = {"",         "\033[1m",  "\033[2m",
                                        "\033[32m", "\033[33m", "\033[31m"};
    return codes[tone];
}

char *style_paint(const Style *style, Tone tone, const char *text)
{
    if (!style->color || tone == TONE_PLAIN)
        return g_strdup(text);
    return g_strconcat(escape_of(tone), text, "\033[0m", NULL);
}

const char *style_cell_color(Tone tone)
{
    static const char *const names[] = {NULL, "bold", "halfbright", "green", "yellow", "red"};
    return names[tone];
}

static void repeat(GString *text, const char *cell, int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        g_string_append(text, cell);
}

char *style_bar(const Style *style, int64_t value, int64_t whole, int full)
{
    double share = whole > 0 ? (double)value / (double)whole : 0; /* a drawing, not an amount */
    int64_t n = CLAMP((int64_t)(share * full + 0.5), value > 0 ? 1 : 0, full);
    GString *bar = g_string_new(NULL);
    repeat(bar, style->utf8 ? "█" : "#", n);
    repeat(bar, style->utf8 ? "░" : ".", full - n);
    return g_string_free(bar, FALSE);
}

const char *style_arrow(const Style *style)
{
    return style->utf8 ? "→" : "->";
}
