#include "cli/style.h"

#include <langinfo.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/cli.h"
#include "common/decimal.h"

#define DEFAULT_WIDTH  100
#define MICRO_PER_CENT (MICRO / 100)

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

static char *group_digits(const char *digits)
{
    GString *grouped = g_string_new(NULL);
    size_t length = strlen(digits);
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            g_string_append_c(grouped, ',');
        g_string_append_c(grouped, digits[i]);
    }
    return g_string_free(grouped, FALSE);
}

char *style_money(int64_t micro)
{
    uint64_t size = micro < 0 ? -(uint64_t)micro : (uint64_t)micro;
    if (size > 0 && size < MICRO_PER_CENT)
        return money_to_text(micro);
    uint64_t cents = size / MICRO_PER_CENT + (size % MICRO_PER_CENT >= MICRO_PER_CENT / 2);
    g_autofree char *digits = g_strdup_printf("%" G_GUINT64_FORMAT, cents / 100);
    g_autofree char *grouped = group_digits(digits);
    return g_strdup_printf("%s%s.%02u", micro < 0 ? "-" : "", grouped, (unsigned)(cents % 100));
}

char *style_duration(double seconds)
{
    if (seconds < 99.5)
        return g_strdup_printf(seconds < 9.95 ? "%.1f s" : "%.0f s", seconds);
    if (seconds < 99.5 * 60)
        return g_strdup_printf("%.0f min", seconds / 60);
    if (seconds < 48 * 3600)
        return g_strdup_printf("%.1f h", seconds / 3600);
    return g_strdup_printf("%.1f days", seconds / 86400);
}
