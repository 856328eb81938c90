#include <criterion/criterion.h>

#include "common/decimal.h"
#include "common/error.h"
#include "common/text.h"

static void assert_decimal(const char *text, int64_t mantissa, uint32_t scale, const char *normal)
{
    Decimal decimal = {0};
    g_autoptr(GError) error = NULL;
    cr_assert(decimal_parse(text, &decimal, &error), "'%s'", text);
    cr_assert_eq(decimal.mantissa, mantissa, "'%s'", text);
    cr_assert_eq(decimal.scale, scale, "'%s'", text);
    g_autofree char *shown = decimal_to_text(decimal);
    cr_assert_str_eq(shown, normal);
}

Test(decimal, parses_to_the_normal_form)
{
    assert_decimal("62", 62, 0, "62");
    assert_decimal("62.00", 62, 0, "62");
    assert_decimal("0.13", 13, 2, "0.13");
    assert_decimal("007.50", 75, 1, "7.5");
    assert_decimal("0", 0, 0, "0");
    assert_decimal("0.000", 0, 0, "0");
    assert_decimal("100.0", 100, 0, "100");
    assert_decimal("10.01", 1001, 2, "10.01");
    assert_decimal("123456789012345678", 123456789012345678, 0, "123456789012345678");
    assert_decimal("0.000000000000000001", 1, 18, "0.000000000000000001");
}

Test(decimal, refuses_everything_else)
{
    static const char *const bad[] = {"",    "NaN",  "nan",   "inf", "-1",    "+1",     "1e3",
                                      "1E3", ".5",   "5.",    "1,5", "1 000", " 1",     "1 ",
                                      "1h",  "0x10", "1.2.3", "--1", "١",     "1.5GiB", "\t1.0"};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        Decimal decimal = {7, 3};
        g_autoptr(GError) error = NULL;
        cr_assert_not(decimal_parse(bad[i], &decimal, &error), "'%s'", bad[i]);
        cr_assert_eq(error->code, VMATRIX_ERROR_BAD_DATA);
        g_autofree char *shown = text_quote(bad[i]);
        g_autofree char *expected =
            g_strdup_printf("%s is not a decimal number such as 0, 12 or 0.13", shown);
        cr_assert_str_eq(error->message, expected);
        cr_assert_eq(decimal.mantissa, 7, "output touched by '%s'", bad[i]);
    }
}

Test(decimal, refuses_more_than_18_digits)
{
    static const char *const bad[] = {"1234567890123456789", "0.1234567890123456789",
                                      "0.0000000000000000001", "12345678901.23456789"};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        Decimal decimal;
        g_autoptr(GError) error = NULL;
        cr_assert_not(decimal_parse(bad[i], &decimal, &error), "'%s'", bad[i]);
        cr_assert(g_str_has_suffix(error->message, "has more than 18 digits"));
    }
}

Test(decimal, amounts_keep_their_maximum)
{
    int64_t amount = -1;
    cr_assert(amount_parse("1000000000000", AMOUNT_MAX, &amount, NULL));
    cr_assert_eq(amount, AMOUNT_MAX);
    cr_assert(amount_parse("0", 5, &amount, NULL));
    cr_assert_eq(amount, 0);
    static const char *const bad[] = {
        "1000000000001", "99999999999999999999999", "-1", "1.0", "", "NaN", "4 GiB"};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        cr_assert_not(amount_parse(bad[i], AMOUNT_MAX, &amount, &error), "'%s'", bad[i]);
        g_autofree char *expected =
            g_strdup_printf("'%s' is not a whole number from 0 to 1000000000000", bad[i]);
        cr_assert_str_eq(error->message, expected);
    }
    cr_assert_not(amount_parse("6", 5, &amount, NULL));
    cr_assert_not(amount_parse("9", 5, &amount, NULL));
    cr_assert_not(amount_parse("10", 5, &amount, NULL));
}

static void assert_money(int64_t micro, const char *text)
{
    g_autofree char *shown = money_to_text(micro);
    cr_assert_str_eq(shown, text);
    int64_t parsed = 0;
    cr_assert(money_parse(text, &parsed, NULL));
    cr_assert_eq(parsed, micro);
}

Test(decimal, money_shows_two_to_six_places_and_reads_back)
{
    assert_money(0, "0.00");
    assert_money(-12500000, "-12.50");
    assert_money(1, "0.000001");
    assert_money(1230000, "1.23");
    assert_money(1234000, "1.234");
    assert_money(-1, "-0.000001");
    assert_money(123456789012345678, "123456789012.345678");
    assert_money(7199999999210766667, "7199999999210.766667");
    assert_money(INT64_MAX, "9223372036854.775807");
    assert_money(-INT64_MAX, "-9223372036854.775807");
    g_autofree char *least = money_to_text(INT64_MIN);
    cr_assert_str_eq(least, "-9223372036854.775808");
}

Test(decimal, money_refuses_what_it_cannot_hold)
{
    int64_t micro;
    g_autoptr(GError) error = NULL;
    cr_assert_not(money_parse("0.0000001", &micro, &error));
    cr_assert_str_eq(error->message, "'0.0000001' has more than six decimal places");
    g_clear_error(&error);
    cr_assert_not(money_parse("99999999999999", &micro, &error));
    cr_assert_str_eq(error->message, "'99999999999999' is too large an amount of money");
    g_clear_error(&error);
    cr_assert_not(money_parse("--1", &micro, &error));
    cr_assert_str_eq(error->message, "'--1' is not an amount of money such as 12.50");
}
