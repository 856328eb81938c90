/* 128-bit integers for sums that must not round or overflow. */
#ifndef VMATRIX_SOLVER_EXACT_H
#define VMATRIX_SOLVER_EXACT_H

#include <stdbool.h>
#include <stdint.h>

__extension__ typedef __int128 Int128;

/* Rounded towards minus, resp. plus infinity. divisor > 0. */
static inline Int128 floor_divide(Int128 value, Int128 divisor)
{
    Int128 quotient = value / divisor;
    return quotient - (value % divisor < 0);
}

static inline Int128 ceil_divide(Int128 value, Int128 divisor)
{
    return -floor_divide(-value, divisor);
}

static inline Int128 round_half_up(Int128 value, Int128 divisor)
{
    return floor_divide(2 * value + divisor, 2 * divisor);
}

/* Of numbers that are not below 0; the other one where one is 0. */
static inline Int128 greatest_divisor(Int128 a, Int128 b)
{
    while (b != 0) {
        Int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static inline bool fits_int64(Int128 value)
{
    return value >= INT64_MIN && value <= INT64_MAX;
}

#endif
