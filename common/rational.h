/* Exact rational numbers for prices (a thin, owned wrapper of GMP's mpq).
 *
 * Prices stay exact until the one rounding that the cost table of the contract
 * names. No function loses precision but rational_round_half_up_*.
 */
#ifndef VMATRIX_COMMON_RATIONAL_H
#define VMATRIX_COMMON_RATIONAL_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "common/decimal.h"

typedef struct Rational Rational;

Rational *rational_new_integer(int64_t value);
Rational *rational_new_decimal(Decimal decimal);
Rational *rational_copy(const Rational *rational);
void rational_free(Rational *rational);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rational, rational_free)

/* In place; the left operand changes. Division by zero is a programming error (asserted). */
void rational_multiply_decimal(Rational *rational, Decimal factor);
void rational_multiply_integer(Rational *rational, int64_t factor);
void rational_divide_integer(Rational *rational, int64_t divisor);
void rational_add(Rational *rational, const Rational *term);
void rational_subtract(Rational *rational, const Rational *term);
void rational_multiply(Rational *rational, const Rational *factor);
void rational_divide(Rational *rational, const Rational *divisor);

/* rational × factor, rounded half-up to a whole number, resp. rounded down.
 * False where the result does not fit in int64 (nothing is written then). */
bool rational_round_half_up(const Rational *rational, int64_t factor, int64_t *ret_value);
bool rational_floor(const Rational *rational, int64_t factor, int64_t *ret_value);
double rational_to_double(const Rational *rational);

#endif
