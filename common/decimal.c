#include "common/decimal.h"

#include <inttypes.h>
#include <string.h>

#include "common/error.h"
#include "common/text.h"

#define MOST_DIGITS  18
#define MONEY_PLACES 6

static bool fail(const char *text, GError **error, const char *what)
{
    g_autofree char *quoted = text_quote(text);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "%s %s", quoted, what);
    return false;
}

bool amount_parse(const char *text, int64_t maximum, int64_t *ret_amount, GError **error)
{
    int64_t amount = 0;
    bool good = *text != '\0';
    for (const char *at = text; good && *at != '\0'; at++) {
        int64_t digit = *at - '0';
        good = g_ascii_isdigit(*at) && amount <= maximum / 10 && amount * 10 <= maximum - digit;
        amount = good ? amount * 10 + digit : 0;
    }
    if (!good) {
        g_autofree char *what =
            g_strdup_printf("is not a whole number from 0 to %" PRId64, maximum);
        return fail(text, error, what);
    }
    *ret_amount = amount;
    return true;
}

/* Digits with at most one point between two of them. */
static bool has_decimal_form(const char *text)
{
    gsize whole = strspn(text, "0123456789");
    if (whole == 0)
        return false;
    if (text[whole] == '\0')
        return true;
    gsize fraction = strspn(text + whole + 1, "0123456789");
    return text[whole] == '.' && fraction > 0 && text[whole + 1 + fraction] == '\0';
}

bool decimal_parse(const char *text, Decimal *ret_decimal, GError **error)
{
    if (!has_decimal_form(text))
        return fail(text, error, "is not a decimal number such as 0, 12 or 0.13");
    const char *start = text + strspn(text, "0");
    const char *end = text + strlen(text);
    const char *point = strchr(text, '.');
    if (point != NULL)
        while (end[-1] == '0' || end[-1] == '.')
            if (*--end == '.')
                break;
    Decimal decimal = {0, point != NULL && end > point ? (uint32_t)(end - point - 1) : 0};
    uint32_t n_digits = 0;
    for (const char *at = start; at < end; at++) {
        if (*at == '.')
            continue;
        n_digits += decimal.mantissa > 0 || *at != '0';
        if (n_digits > MOST_DIGITS || decimal.scale > MOST_DIGITS)
            return fail(text, error, "has more than 18 digits");
        decimal.mantissa = decimal.mantissa * 10 + (*at - '0');
    }
    *ret_decimal = decimal;
    return true;
}

char *decimal_to_text(Decimal decimal)
{
    g_autofree char *digits =
        g_strdup_printf("%0*" PRId64, (int)decimal.scale + 1, decimal.mantissa);
    if (decimal.scale == 0)
        return g_steal_pointer(&digits);
    gsize whole = strlen(digits) - decimal.scale;
    return g_strdup_printf("%.*s.%s", (int)whole, digits, digits + whole);
}

char *minutes_to_text(int64_t umin)
{
    Decimal minutes = {.mantissa = umin, .scale = 6};
    while (minutes.scale > 0 && minutes.mantissa % 10 == 0) {
        minutes.mantissa /= 10;
        minutes.scale--;
    }
    return decimal_to_text(minutes);
}

bool decimal_is_zero(Decimal decimal)
{
    return decimal.mantissa == 0;
}

char *money_to_text(int64_t micro)
{
    uint64_t size = micro < 0 ? -(uint64_t)micro : (uint64_t)micro;
    char *text = g_strdup_printf("%s%" PRIu64 ".%06" PRIu64, micro < 0 ? "-" : "",
                                 size / (uint64_t)MICRO, size % (uint64_t)MICRO);
    gsize length = strlen(text);
    for (int trimmed = 0; trimmed < 4 && text[length - 1] == '0'; trimmed++)
        text[--length] = '\0';
    return text;
}

/* The digits of text as one number with six decimal places, the point left out; false where it
 * leaves uint64. */
static bool join_digits(const char *text, const char *end, uint32_t n_places, uint64_t *ret_micro)
{
    uint64_t micro = 0;
    for (const char *at = text; at < end; at++)
        if (*at != '.' && (__builtin_mul_overflow(micro, 10, &micro) ||
                           __builtin_add_overflow(micro, (uint64_t)(*at - '0'), &micro)))
            return false;
    for (uint32_t places = n_places; places < MONEY_PLACES; places++)
        if (__builtin_mul_overflow(micro, 10, &micro))
            return false;
    *ret_micro = micro;
    return true;
}

bool money_parse(const char *text, int64_t *ret_micro, GError **error)
{
    bool negative = text[0] == '-';
    const char *digits = text + negative;
    if (!has_decimal_form(digits))
        return fail(text, error, "is not an amount of money such as 12.50");
    const char *point = strchr(digits, '.');
    const char *end = digits + strlen(digits);
    while (point != NULL && end > point + 1 && end[-1] == '0')
        end--;
    gsize n_places = point == NULL ? 0 : (gsize)(end - point - 1);
    if (n_places > MONEY_PLACES)
        return fail(text, error, "has more than six decimal places");
    uint64_t micro = 0;
    if (!join_digits(digits, end, (uint32_t)n_places, &micro) || micro > INT64_MAX)
        return fail(text, error, "is too large an amount of money");
    *ret_micro = negative ? -(int64_t)micro : (int64_t)micro;
    return true;
}
