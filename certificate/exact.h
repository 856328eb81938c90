/* Exact 128-bit integers with overflow as an answer, never as a wrong number.
 *
 * Every function returns false, and writes nothing, where the result leaves the
 * range. __builtin_mul_overflow is avoided: clang needs a runtime library for it.
 */
#ifndef VMATRIX_CERTIFICATE_EXACT_H
#define VMATRIX_CERTIFICATE_EXACT_H

#include <stdbool.h>
#include <stdint.h>

__extension__ typedef __int128 Int128;

#define INT128_MAX ((((Int128)1 << 126) - 1) + ((Int128)1 << 126))
#define INT128_MIN (-INT128_MAX - 1)

static inline bool exact_add(Int128 *sum, Int128 term)
{
    Int128 result;
    if (__builtin_add_overflow(*sum, term, &result))
        return false;
    *sum = result;
    return true;
}

static inline bool exact_subtract(Int128 *difference, Int128 term)
{
    Int128 result;
    if (__builtin_sub_overflow(*difference, term, &result))
        return false;
    *difference = result;
    return true;
}

static inline bool exact_fits_int64(Int128 value)
{
    return value >= INT64_MIN && value <= INT64_MAX;
}

/* Two factors of 64 bits always fit; else the larger factor is compared with the limit divided. */
static inline bool exact_multiply(Int128 left, Int128 right, Int128 *ret_product)
{
    if (!exact_fits_int64(left) || !exact_fits_int64(right)) {
        if (left == INT128_MIN || right == INT128_MIN)
            return false;
        Int128 size = left < 0 ? -left : left;
        Int128 other = right < 0 ? -right : right;
        if (size != 0 && other > INT128_MAX / size)
            return false;
    }
    *ret_product = left * right;
    return true;
}

static inline bool exact_add_product(Int128 *sum, Int128 left, Int128 right)
{
    Int128 product;
    return exact_multiply(left, right, &product) && exact_add(sum, product);
}

/* divisor > 0 */
static inline Int128 exact_floor_divide(Int128 value, Int128 divisor)
{
    Int128 quotient = value / divisor;
    return value % divisor < 0 ? quotient - 1 : quotient;
}

static inline Int128 exact_ceiling_divide(Int128 value, Int128 divisor)
{
    Int128 quotient = value / divisor;
    return value % divisor > 0 ? quotient + 1 : quotient;
}

#endif
