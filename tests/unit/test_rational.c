#include <criterion/criterion.h>

#include "common/rational.h"

static Rational *fraction(int64_t numerator, int64_t denominator)
{
    Rational *rational = rational_new_integer(numerator);
    rational_divide_integer(rational, denominator);
    return rational;
}

static int64_t rounded(int64_t numerator, int64_t denominator, int64_t factor)
{
    g_autoptr(Rational) rational = fraction(numerator, denominator);
    int64_t value = 0;
    cr_assert(rational_round_half_up(rational, factor, &value));
    return value;
}

static int64_t floored(int64_t numerator, int64_t denominator, int64_t factor)
{
    g_autoptr(Rational) rational = fraction(numerator, denominator);
    int64_t value = 0;
    cr_assert(rational_floor(rational, factor, &value));
    return value;
}

Test(rational, rounds_halves_up_towards_infinity)
{
    cr_assert_eq(rounded(1, 2, 1), 1);
    cr_assert_eq(rounded(-1, 2, 1), 0);
    cr_assert_eq(rounded(3, 2, 1), 2);
    cr_assert_eq(rounded(1, 3, 1), 0);
    cr_assert_eq(rounded(2, 3, 1), 1);
    cr_assert_eq(rounded(1, 3, 10), 3);
    cr_assert_eq(rounded(-2, 3, 1), -1);
    cr_assert_eq(rounded(1, -2, 1), 0);
}

Test(rational, floors_towards_minus_infinity)
{
    cr_assert_eq(floored(7, 2, 1), 3);
    cr_assert_eq(floored(-7, 2, 1), -4);
    cr_assert_eq(floored(6, 2, 1), 3);
    cr_assert_eq(floored(1, 3, 7), 2);
}

Test(rational, calculates_without_loss)
{
    /* 720 h × 0.13 / 1000 × 1.56 × 200 W = 29.2032 */
    g_autoptr(Rational) cost = rational_new_integer(720);
    rational_multiply_decimal(cost, (Decimal){13, 2});
    rational_divide_integer(cost, 1000);
    rational_multiply_decimal(cost, (Decimal){156, 2});
    rational_multiply_integer(cost, 200);
    int64_t micro = 0;
    cr_assert(rational_round_half_up(cost, MICRO, &micro));
    cr_assert_eq(micro, 29203200);

    g_autoptr(Rational) third = fraction(1, 3);
    g_autoptr(Rational) sum = rational_copy(third);
    rational_add(sum, third);
    rational_add(sum, third);
    cr_assert(rational_floor(sum, 1, &micro));
    cr_assert_eq(micro, 1);
    rational_subtract(sum, third);
    rational_multiply(sum, third);
    cr_assert(rational_round_half_up(sum, 9, &micro));
    cr_assert_eq(micro, 2);
    rational_divide(sum, third); /* 2/9 : 1/3 */
    cr_assert(rational_round_half_up(sum, 3, &micro));
    cr_assert_eq(micro, 2);
    cr_assert_float_eq(rational_to_double(third), 1.0 / 3, 1e-15);
}

Test(rational, says_where_a_result_leaves_64_bits)
{
    g_autoptr(Rational) large = rational_new_integer(INT64_MAX);
    int64_t value = 42;
    cr_assert(rational_floor(large, 1, &value));
    cr_assert_eq(value, INT64_MAX);
    cr_assert_not(rational_round_half_up(large, 2, &value));
    cr_assert_eq(value, INT64_MAX, "nothing is written on failure");
    rational_multiply_integer(large, -1);
    cr_assert_not(rational_floor(large, 2, &value));
}
