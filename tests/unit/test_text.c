#include <criterion/criterion.h>
#include <string.h>

#include "common/text.h"

Test(text, distance_counts_edits_and_swaps)
{
    cr_assert_eq(text_distance("zone", "zone"), 0);
    cr_assert_eq(text_distance("zoen", "zone"), 1);
    cr_assert_eq(text_distance("zon", "zone"), 1);
    cr_assert_eq(text_distance("xone", "zone"), 1);
    cr_assert_eq(text_distance("", "abc"), 3);
    cr_assert_eq(text_distance("kitten", "sitting"), 3);
}

Test(text, nearest_offers_only_what_is_near)
{
    static const char *const names[] = {"host", "zone", "memory_mib", NULL};
    cr_assert_str_eq(text_nearest("hosts", names), "host");
    cr_assert_str_eq(text_nearest("memory_mb", names), "memory_mib");
    cr_assert_null(text_nearest("licence", names));
    static const char *const brief[] = {"a", "h1", NULL};
    cr_assert_null(text_nearest("xyz", brief));
    cr_assert_null(text_nearest("b", brief));
    cr_assert_str_eq(text_nearest("h7", brief), "h1");
}

Test(text, quotes_cut_long_text)
{
    g_autofree char *brief = text_quote("a'b");
    cr_assert_str_eq(brief, "'a'b'");
    g_autofree char *long_text = g_strnfill(1000, 'x');
    g_autofree char *cut = text_quote(long_text);
    cr_assert_eq(g_utf8_strlen(cut, -1), 63);
    cr_assert(g_str_has_suffix(cut, "…'"));
}

Test(text, quotes_show_what_cannot_be_printed)
{
    g_autofree char *quoted = text_quote("a\n\u200d\ufeffé\u202e");
    cr_assert_str_eq(quoted, "'a\\u000a\\u200d\\ufeffé\\u202e'");
    g_autofree char *invalid = text_quote("a\xff");
    cr_assert_str_eq(invalid, "'a\ufffd'");
}

Test(text, what_is_no_character_is_not_printable)
{
    static const gunichar refused[] = {0x7f,   0x85,   0xad,    0x200b,  0x2028,
                                       0xfdd0, 0xfffe, 0x1ffff, 0xe0001, 0x10ffff};
    static const gunichar taken[] = {' ', 0xa0, 0xe9, 0x301, 0xfdcf, 0xfdf0, 0xfffd, 0x1f600};
    for (guint i = 0; i < G_N_ELEMENTS(refused); i++)
        cr_assert(!text_is_printable(refused[i]), "U+%04X", refused[i]);
    for (guint i = 0; i < G_N_ELEMENTS(taken); i++)
        cr_assert(text_is_printable(taken[i]), "U+%04X", taken[i]);
}
