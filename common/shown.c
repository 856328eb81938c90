#include "common/shown.h"

#include <string.h>

#include "common/decimal.h"

#define MICRO_PER_CENT (MICRO / 100)

static void append_grouped(GString *grouped, const char *digits, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            g_string_append_c(grouped, ',');
        g_string_append_c(grouped, digits[i]);
    }
}

char *shown_number(const char *decimal)
{
    bool negative = decimal[0] == '-';
    const char *digits = decimal + negative;
    size_t whole = strspn(digits, "0123456789");
    const char *rest = digits + whole;
    if (whole == 0 || (rest[0] != '\0' && rest[0] != '.'))
        return g_strdup(decimal);
    GString *grouped = g_string_new(negative ? "-" : "");
    append_grouped(grouped, digits, whole);
    g_string_append(grouped, rest);
    return g_string_free(grouped, FALSE);
}

char *shown_price(int64_t micro)
{
    uint64_t size = micro < 0 ? -(uint64_t)micro : (uint64_t)micro;
    return size > 0 && size < MICRO_PER_CENT ? money_to_text(micro) : shown_money(micro);
}

char *shown_money(int64_t micro)
{
    uint64_t size = micro < 0 ? -(uint64_t)micro : (uint64_t)micro;
    if (size > 0 && size < MICRO_PER_CENT / 2)
        return g_strdup(micro < 0 ? ">-0.01" : "<0.01");
    uint64_t cents = size / MICRO_PER_CENT + (size % MICRO_PER_CENT >= MICRO_PER_CENT / 2);
    g_autofree char *plain = g_strdup_printf("%s%" G_GUINT64_FORMAT ".%02u", micro < 0 ? "-" : "",
                                             cents / 100, (unsigned)(cents % 100));
    return shown_number(plain);
}

char *shown_duration(double seconds)
{
    if (seconds < 99.5)
        return g_strdup_printf(seconds < 9.95 ? "%.1f s" : "%.0f s", seconds);
    if (seconds < 99.5 * 60)
        return g_strdup_printf("%.0f min", seconds / 60);
    if (seconds < 48 * 3600)
        return g_strdup_printf("%.1f h", seconds / 3600);
    return g_strdup_printf("%.1f days", seconds / 86400);
}
