/* Exact decimal numbers and money.
 *
 * A Decimal is mantissa / 10^scale, never negative, normalised (no trailing
 * zero in the fraction). Money is int64 micro-units of the currency.
 * Parsing is strict: signs, exponents, NaN, inf, blanks and units are refused.
 */
#ifndef VMATRIX_COMMON_DECIMAL_H
#define VMATRIX_COMMON_DECIMAL_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define AMOUNT_MAX INT64_C(1000000000000) /* 10^12, the largest amount format 1 allows */
#define MICRO      INT64_C(1000000)

typedef struct {
    int64_t mantissa; /* up to 18 digits */
    uint32_t scale;   /* 0 to 18 */
} Decimal;

/* Whole decimal integer from 0 to maximum. Error text says what is wrong, not where. */
bool amount_parse(const char *text, int64_t maximum, int64_t *ret_amount, GError **error);
bool decimal_parse(const char *text, Decimal *ret_decimal, GError **error);
/* Normalised form: "62", "0.13". Caller frees. */
char *decimal_to_text(Decimal decimal);
bool decimal_is_zero(Decimal decimal);
/* Micro-minutes as minutes in normalised form: "12.5". Caller frees. */
char *minutes_to_text(int64_t umin);

/* "-12.5" from -12500000: at least two and at most six decimals. Caller frees. */
char *money_to_text(int64_t micro);
bool money_parse(const char *text, int64_t *ret_micro, GError **error); /* may be negative */

#endif
