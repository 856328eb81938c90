#include "model/parse.h"

#include <inttypes.h>
#include <string.h>

#include "common/decimal.h"
#include "common/error.h"
#include "common/text.h"

static bool fail(const char *text, GError **error, const char *what)
{
    g_autofree char *quoted = text_quote(text);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "%s %s", quoted, what);
    return false;
}

bool parse_amount(const char *text, int64_t minimum, int64_t maximum, int64_t *ret_amount,
                  GError **error)
{
    int64_t amount;
    if (amount_parse(text, maximum, &amount, NULL) && amount >= minimum) {
        *ret_amount = amount;
        return true;
    }
    g_autofree char *what =
        g_strdup_printf("is not a whole number from %" PRId64 " to %" PRId64, minimum, maximum);
    return fail(text, error, what);
}

bool parse_minutes(const char *text, int64_t *ret_umin, GError **error)
{
    Decimal decimal;
    if (!decimal_parse(text, &decimal, error))
        return false;
    if (decimal.scale > 6)
        return fail(text, error, "has more than six decimal places");
    int64_t umin = decimal.mantissa;
    for (uint32_t scale = decimal.scale; scale < 6; scale++) {
        if (umin > AMOUNT_MAX * MICRO / 10)
            return fail(text, error, "is more than 1000000000000 minutes");
        umin *= 10;
    }
    if (umin > AMOUNT_MAX * MICRO)
        return fail(text, error, "is more than 1000000000000 minutes");
    *ret_umin = umin;
    return true;
}

static bool check_printable(const char *text, GError **error)
{
    if (!g_utf8_validate(text, -1, NULL))
        return fail(text, error, "is not valid UTF-8");
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        if (text_is_printable(character))
            continue;
        g_autofree char *what =
            g_strdup_printf("holds the character U+%04X, which cannot be printed", character);
        return fail(text, error, what);
    }
    return true;
}

bool parse_text(const char *text, gsize maximum, char **ret_text, GError **error)
{
    if (*text == '\0') {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "a value is needed here");
        return false;
    }
    gsize length = strlen(text);
    if (length > maximum) {
        g_autofree char *what =
            g_strdup_printf("has %zu bytes, more than the %zu allowed", length, maximum);
        return fail(text, error, what);
    }
    if (!check_printable(text, error))
        return false;
    *ret_text = g_strdup(text);
    return true;
}

bool parse_choice(const char *text, const char *const *words, uint32_t *ret_choice, GError **error)
{
    for (uint32_t i = 0; words[i] != NULL; i++)
        if (strcmp(words[i], text) == 0) {
            *ret_choice = i;
            return true;
        }
    g_autoptr(GString) known = g_string_new(words[0]);
    for (uint32_t i = 1; words[i] != NULL; i++)
        g_string_append_printf(known, "%s%s", words[i + 1] == NULL ? " or " : ", ", words[i]);
    g_autofree char *what = g_strdup_printf("is not one of %s", known->str);
    fail(text, error, what);
    const char *nearest = text_nearest(text, words);
    if (nearest != NULL)
        error_add_hint(error, "did you mean '%s'?", nearest);
    return false;
}

bool parse_time(const char *text, char **ret_text, GError **error)
{
    g_autoptr(GDateTime) time =
        g_str_has_suffix(text, "Z") ? g_date_time_new_from_iso8601(text, NULL) : NULL;
    if (time == NULL)
        return fail(text, error, "is not a time in UTC such as 2026-01-31T18:00:00Z");
    *ret_text = g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
    return true;
}
