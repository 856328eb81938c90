#include <criterion/criterion.h>

#include "common/shown.h"

static void assert_shown(char *(*shown)(int64_t micro), int64_t micro, const char *expected)
{
    g_autofree char *text = shown(micro);
    cr_assert_str_eq(text, expected);
}

Test(shown, money_has_two_decimals_and_thousands)
{
    assert_shown(shown_money, 0, "0.00");
    assert_shown(shown_money, 1234567890, "1,234.57");
    assert_shown(shown_money, -1234565000, "-1,234.57");
    assert_shown(shown_money, 5000, "0.01");
    assert_shown(shown_money, 9999, "0.01");
}

Test(shown, money_that_rounds_to_nothing_is_told_from_nothing)
{
    assert_shown(shown_money, 4999, "<0.01");
    assert_shown(shown_money, 1, "<0.01");
    assert_shown(shown_money, -1, ">-0.01");
}

Test(shown, a_price_below_a_cent_keeps_its_decimals)
{
    assert_shown(shown_price, 358, "0.000358");
    assert_shown(shown_price, -9999, "-0.009999");
    assert_shown(shown_price, 10000, "0.01");
    assert_shown(shown_price, 0, "0.00");
}

Test(shown, the_largest_amounts_are_shown)
{
    assert_shown(shown_money, INT64_MAX, "9,223,372,036,854.78");
    assert_shown(shown_money, INT64_MIN, "-9,223,372,036,854.78");
}
