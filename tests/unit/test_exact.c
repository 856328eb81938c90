#include <criterion/criterion.h>

#include "certificate/exact.h"

Test(exact, sums_and_products_say_where_they_leave_128_bits)
{
    Int128 value = INT128_MAX;
    cr_assert_not(exact_add(&value, 1));
    cr_assert(value == INT128_MAX, "nothing is written");
    cr_assert(exact_subtract(&value, 1));
    value = INT128_MIN;
    cr_assert_not(exact_subtract(&value, 1));
    cr_assert(exact_add(&value, INT128_MAX) && value == -1);
}

Test(exact, factors_of_64_bits_always_fit)
{
    Int128 product;
    cr_assert(exact_multiply(INT64_MIN, INT64_MIN, &product));
    cr_assert(product == (Int128)1 << 126);
}

Test(exact, larger_factors_fit_or_do_not)
{
    Int128 product = 7;
    cr_assert(exact_multiply((Int128)1 << 100, (Int128)1 << 26, &product));
    cr_assert(product == (Int128)1 << 126);
    cr_assert(exact_multiply((Int128)1 << 100, -((Int128)1 << 26), &product));
    cr_assert_not(exact_multiply((Int128)1 << 100, (Int128)1 << 27, &product));
    cr_assert_not(exact_multiply(INT128_MIN, -1, &product));
    cr_assert_not(exact_multiply(1, INT128_MIN, &product), "refused, though it would fit");
    cr_assert(exact_multiply(0, INT128_MAX, &product) && product == 0);
}

Test(exact, division_rounds_to_the_side_it_says)
{
    cr_assert(exact_floor_divide(7, 2) == 3 && exact_floor_divide(-7, 2) == -4);
    cr_assert(exact_ceiling_divide(7, 2) == 4 && exact_ceiling_divide(-7, 2) == -3);
    cr_assert(exact_floor_divide(-8, 2) == -4 && exact_ceiling_divide(8, 2) == 4);
}
