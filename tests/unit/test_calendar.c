/* Blackouts: when an action may begin, and what the texts of times are. */
#include <criterion/criterion.h>

#include "common/time_text.h"
#include "plan/calendar.h"
#include "plan/timetable.h"
#include "tests/support/test_model.h"

static Model *two_hosts(const char *blackouts)
{
    return test_model((TestFile[]){{"hosts.csv", "host\nh1\nh2\n"},
                                   {"services.csv", "service\nweb\n"},
                                   {"blackout.csv", blackouts},
                                   {NULL, NULL}});
}

static int64_t at(const char *text)
{
    int64_t time_s = 0;
    cr_assert(time_text_parse(text, &time_s));
    return time_s;
}

static char *earliest(const Model *model, Touches touches, const char *from, int64_t length_s)
{
    g_autoptr(Calendar) calendar = calendar_new(model);
    return time_text_new(calendar_earliest_s(calendar, touches, at(from), length_s));
}

Test(calendar, times_are_read_and_written)
{
    int64_t time_s = 7;
    cr_assert(time_text_parse("1970-01-02T00:00:01Z", &time_s));
    cr_assert_eq(time_s, 86401);
    cr_assert_not(time_text_parse("1970-01-02T00:00:01", &time_s));
    cr_assert_not(time_text_parse("tomorrow Z", &time_s));
    cr_assert_eq(time_s, 86401);
    g_autofree char *text = time_text_new(86401);
    cr_assert_str_eq(text, "1970-01-02T00:00:01Z");
    g_autofree char *last = time_text_new(at("9999-12-31T23:59:59Z") + 10);
    cr_assert_str_eq(last, "9999-12-31T23:59:59Z");
}

Test(calendar, an_action_waits_until_no_blackout_meets_it)
{
    g_autoptr(Model) model = two_hosts("scope,from,to\n"
                                       "*,2026-01-01T10:00:00Z,2026-01-01T11:00:00Z\n"
                                       "host:h1,2026-01-01T11:00:30Z,2026-01-01T12:00:00Z\n"
                                       "service:web,2026-01-01T11:30:00Z,2026-01-01T13:00:00Z\n");
    Touches of_h1 = {INDEX_NONE, 0, INDEX_NONE};
    Touches to_h1_of_web = {0, 1, 0};
    Touches of_h2 = {INDEX_NONE, 1, INDEX_NONE};
    struct {
        Touches touches;
        const char *from;
        int64_t length_s;
        const char *expected;
    } cases[] = {
        {of_h2, "2026-01-01T09:00:00Z", 3600, "2026-01-01T09:00:00Z"}, /* ends as it begins */
        {of_h2, "2026-01-01T09:00:01Z", 3600, "2026-01-01T11:00:00Z"},
        {of_h2, "2026-01-01T10:59:59Z", 1, "2026-01-01T11:00:00Z"},
        {of_h1, "2026-01-01T10:00:00Z", 30, "2026-01-01T11:00:00Z"},
        {of_h1, "2026-01-01T10:00:00Z", 31, "2026-01-01T12:00:00Z"},
        {to_h1_of_web, "2026-01-01T10:00:00Z", 31, "2026-01-01T13:00:00Z"},
        {to_h1_of_web, "2026-01-01T13:00:00Z", 100000, "2026-01-01T13:00:00Z"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *found =
            earliest(model, cases[i].touches, cases[i].from, cases[i].length_s);
        cr_assert_str_eq(found, cases[i].expected, "case %zu: %s", i, found);
    }
}

/* Second by second over random blackouts: the first begin whose whole length is free. */
Test(calendar, the_earliest_time_is_the_one_found_by_trying_each)
{
    g_autoptr(Model) model = two_hosts("scope,from,to\n");
    for (guint32 seed = 0; seed < 400; seed++) {
        g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
        g_autoptr(Calendar) calendar = calendar_new_empty(model);
        bool covered[300] = {false};
        Touches touches = {0, 0, 1};
        for (int n = g_rand_int_range(rand, 0, 7); n > 0; n--) {
            int from = g_rand_int_range(rand, 0, 150);
            int to = from + g_rand_int_range(rand, 1, 40);
            BlackoutScope scope = (BlackoutScope)g_rand_int_range(rand, 0, 3);
            calendar_add(calendar, scope, 0, from, to);
            for (int i = from; i < to; i++)
                covered[i] = true;
        }
        calendar_seal(calendar);
        int length = g_rand_int_range(rand, 1, 30);
        int begin = g_rand_int_range(rand, 0, 200);
        int64_t found = calendar_earliest_s(calendar, touches, begin, length);
        for (int free = 0; free < length; begin++) {
            free = 0;
            while (free < length && !(begin + free < 300 && covered[begin + free]))
                free++;
        }
        cr_assert_eq(found, begin - 1, "seed %u", seed);
    }
}

Test(calendar, durations_are_whole_seconds_of_the_digits_that_are_written)
{
    cr_assert_eq(timetable_length_s(0), 1);
    cr_assert_eq(timetable_length_s(1.0), 1);
    cr_assert_eq(timetable_length_s(1.0004), 1);
    cr_assert_eq(timetable_length_s(1.001), 2);
}
