/* What depends on what, from what steps free and need. */
#include <criterion/criterion.h>
#include <string.h>

#include "actuator/replay.h"
#include "tests/support/test_model.h"

/* Hosts of 1000 MiB, of which 900 may be used; a, b and c of 500 on h1, h2, h3; d of 100 on h1. */
static Model *full_estate(const char *rules)
{
    return test_model((TestFile[]){
        {"hosts.csv", "host,memory_mib,cpu_mcpu\nh1,1000,9000\nh2,1000,9000\nh3,1000,9000\n"
                      "h4,1000,9000\n"},
        {"services.csv", "service\ns\n"},
        {"domains.csv", "domain,service,host,memory_mib\na,s,h1,500\nb,s,h2,500\nc,s,h3,500\n"
                        "d,s,h1,100\n"},
        {rules == NULL ? NULL : "rules.csv", rules},
        {NULL, NULL}});
}

enum { A, B, C, D };
enum { H1, H2, H3, H4, N_HOSTS };

static const Resident home[] = {
    {H1, A, 500, "a"}, {H2, B, 500, "b"}, {H3, C, 500, "c"}, {H1, D, 100, "d"}};

typedef struct {
    Errand errand;
    DomainIdentity identities[4];
    Verdicts *verdicts;
} Case;

static Step migrate(uint32_t wave, uint32_t domain, uint32_t from, uint32_t to)
{
    return (Step){.wave = wave, .kind = ACTION_MIGRATE, .domain = domain, .from = from, .to = to};
}

static Step power_off(uint32_t wave, uint32_t host)
{
    return (Step){.wave = wave,
                  .kind = ACTION_POWER_OFF,
                  .domain = INDEX_NONE,
                  .from = host,
                  .to = INDEX_NONE};
}

static Case replay(Model *model, Step *steps, uint32_t n_steps, const Resident *residents, guint n,
                   uint32_t hindered)
{
    static const bool asked[N_HOSTS] = {true, true, true, true};
    Case made = {.errand = {.model = model, .steps = steps, .n_steps = n_steps}};
    made.verdicts = verdicts_new(n_steps);
    if (hindered != INDEX_NONE)
        verdicts_hinder(made.verdicts, hindered, "its host is on fire");
    replay_steps(&made.errand, residents, n, asked, made.verdicts);
    return made;
}

static void assert_goes(const Case *made, uint32_t step)
{
    cr_assert_null(made->verdicts->why[step], "step %u: %s", step, made->verdicts->why[step]);
}

static void assert_left_out(const Case *made, uint32_t step, const char *why)
{
    cr_assert_str_eq(made->verdicts->why[step] == NULL ? "" : made->verdicts->why[step], why);
}

Test(replay, who_needs_the_room_of_a_step_that_is_left_out_is_left_out_and_the_others_go)
{
    g_autoptr(Model) model = full_estate(NULL);
    Step steps[] = {migrate(1, B, H2, H4), migrate(2, A, H1, H2), migrate(2, D, H1, H3)};
    Case all = replay(model, steps, 3, home, 4, INDEX_NONE);
    for (uint32_t i = 0; i < 3; i++)
        assert_goes(&all, i);
    verdicts_free(all.verdicts);
    Case made = replay(model, steps, 3, home, 4, 0);
    assert_left_out(&made, 1,
                    "host 'h2' would pass its limit of 'memory_mib' in wave 2: 1000 of 900: "
                    "migrate 'b' from 'h2' to 'h4' is left out");
    assert_goes(&made, 2);
    cr_assert_eq(made.verdicts->reasons->len, 1, "what only follows is no broken precondition");
    verdicts_free(made.verdicts);
}

Test(replay, the_second_half_of_a_detour_needs_the_first)
{
    g_autoptr(Model) model = full_estate(NULL);
    Step steps[] = {migrate(1, D, H1, H4), migrate(2, D, H4, H2)};
    Case made = replay(model, steps, 2, home, 4, 0);
    assert_left_out(&made, 1,
                    "it begins where an earlier step ends: migrate 'd' from 'h1' to "
                    "'h4' is left out");
    verdicts_free(made.verdicts);
}

Test(replay, a_step_that_failed_counts_as_left_out)
{
    g_autoptr(Model) model = full_estate(NULL);
    Step steps[] = {migrate(1, D, H1, H4), migrate(2, D, H4, H2)};
    steps[0].state = STEP_FAILED;
    Case made = replay(model, steps, 2, home, 4, INDEX_NONE);
    assert_left_out(&made, 1,
                    "it begins where an earlier step ends: migrate 'd' from 'h1' to "
                    "'h4' is left out");
    verdicts_free(made.verdicts);
}

/* h4 comes on for h1, whose guests go to h2 and h3; three hosts of 900 carry 1600 less one of them.
 */
Test(replay, a_host_goes_off_only_where_the_reserve_is_kept_without_it)
{
    g_autoptr(Model) model = full_estate(NULL);
    model->policy.host_failures = 1;
    model->policy.reserve_on_the_way = 1;
    model->hosts[H4].on = false;
    Step on = {
        .wave = 1, .kind = ACTION_POWER_ON, .domain = INDEX_NONE, .from = INDEX_NONE, .to = H4};
    static const Resident three[] = {{H2, B, 500, "b"}, {H3, C, 500, "c"}, {H3, D, 100, "d"}};
    Step steps[] = {on, power_off(2, H1)};
    model->domains[A].state = DOMAIN_STATE_STOPPED;
    model->domains[A].host = INDEX_NONE;
    model->domains[D].host = H3;
    Case kept = replay(model, steps, 2, three, 3, INDEX_NONE);
    assert_goes(&kept, 1);
    verdicts_free(kept.verdicts);
    Case lost = replay(model, steps, 2, three, 3, 0);
    assert_left_out(&lost, 1,
                    "the reserve for host_failures would lack 200 memory_mib without host 'h1': "
                    "power_on 'h4' is left out");
    verdicts_free(lost.verdicts);
    model->policy.reserve_on_the_way = 0;
    Case not_asked = replay(model, steps, 2, three, 3, 0);
    assert_goes(&not_asked, 1);
    verdicts_free(not_asked.verdicts);
}

/* Without h1 and one more, two hosts of 900 carry 1500, but not the 400 of 'd' as well. */
Test(replay, who_does_not_retire_after_all_counts_for_the_reserve)
{
    g_autoptr(Model) model = full_estate(NULL);
    static const Resident all[] = {
        {H1, A, 500, "a"}, {H2, B, 500, "b"}, {H3, C, 500, "c"}, {H2, D, 400, "d"}};
    uint32_t memory = model_find_resource(model, "memory_mib");
    model->policy.host_failures = 1;
    model->policy.reserve_on_the_way = 1;
    model->hosts[H4].on = true;
    model->domains[D].retire = true;
    model->domains[D].host = H2;
    model->domains[D].demand[memory] = 400;
    Step retire = {.wave = 1, .kind = ACTION_RETIRE, .domain = D, .from = H2, .to = INDEX_NONE};
    Step steps[] = {retire, migrate(1, A, H1, H4), power_off(2, H1)};
    Case ends = replay(model, steps, 3, all, 4, INDEX_NONE);
    assert_goes(&ends, 2);
    verdicts_free(ends.verdicts);
    Case stays = replay(model, steps, 3, all, 4, 0);
    assert_left_out(&stays, 2,
                    "the reserve for host_failures would lack 100 memory_mib without host 'h1': "
                    "retire 'd' from 'h2' is left out");
    verdicts_free(stays.verdicts);
}

Test(replay, a_host_goes_off_only_when_it_becomes_empty)
{
    g_autoptr(Model) model = full_estate(NULL);
    Step steps[] = {migrate(1, B, H2, H4), power_off(2, H2)};
    Case all = replay(model, steps, 2, home, 4, INDEX_NONE);
    assert_goes(&all, 1);
    verdicts_free(all.verdicts);
    Case made = replay(model, steps, 2, home, 4, 0);
    assert_left_out(&made, 1,
                    "the host does not become empty: migrate 'b' from 'h2' to 'h4' is left out");
    verdicts_free(made.verdicts);
    Resident more[] = {home[0], home[1], home[2], home[3], {H2, INDEX_NONE, 1, "new"}};
    Case stranger = replay(model, steps, 2, more, 5, INDEX_NONE);
    assert_left_out(&stranger, 1, "host 'h2' does not become empty: 'new' is there");
    verdicts_free(stranger.verdicts);
}

Test(replay, nobody_comes_to_a_host_that_is_not_switched_on)
{
    g_autoptr(Model) model = full_estate(NULL);
    Step on = {
        .wave = 1, .kind = ACTION_POWER_ON, .domain = INDEX_NONE, .from = INDEX_NONE, .to = H4};
    Step steps[] = {on, migrate(1, B, H2, H4), migrate(1, D, H1, H3)};
    Case made = replay(model, steps, 3, home, 4, 0);
    assert_left_out(&made, 1, "its host is not switched on: power_on 'h4' is left out");
    assert_goes(&made, 2);
    verdicts_free(made.verdicts);
}

Test(replay, a_rule_that_holds_after_every_wave_is_kept_without_the_step_that_is_left_out)
{
    g_autoptr(Model) model = full_estate("rule,name,domains,strength\nspread,apart,b;d,hard\n");
    Step steps[] = {migrate(1, B, H2, H4), migrate(1, D, H1, H2), migrate(2, A, H1, H2)};
    Case all = replay(model, steps, 3, home, 4, INDEX_NONE);
    for (uint32_t i = 0; i < 2; i++)
        assert_goes(&all, i);
    verdicts_free(all.verdicts);
    Case made = replay(model, steps, 3, home, 4, 0);
    assert_left_out(&made, 1, "rule 'apart' would be broken after wave 1");
    verdicts_free(made.verdicts);
}

Test(replay, a_rule_that_is_broken_already_hinders_nobody_who_does_not_make_it_worse)
{
    g_autoptr(Model) model = full_estate("rule,name,domains,strength\nspread,apart,a;d,hard\n");
    Step steps[] = {migrate(1, B, H2, H4), migrate(2, D, H1, H2)};
    Case made = replay(model, steps, 2, home, 4, INDEX_NONE);
    assert_goes(&made, 0);
    assert_goes(&made, 1);
    verdicts_free(made.verdicts);
}

/* What was called before may have come late: it is where its step brings it. Elsewhere a stranger
 * has taken the room that it left. */
Test(replay, who_has_arrived_needs_no_room_twice_and_frees_none)
{
    g_autoptr(Model) model = full_estate(NULL);
    static const Resident arrived[] = {
        {H1, A, 500, "a"}, {H4, B, 500, "b"}, {H2, INDEX_NONE, 500, "new"}};
    Step steps[] = {migrate(1, B, H2, H4), migrate(2, A, H1, H2)};
    Case made = replay(model, steps, 2, arrived, 3, INDEX_NONE);
    assert_goes(&made, 0);
    assert_left_out(&made, 1,
                    "host 'h2' would pass its limit of 'memory_mib' in wave 2: 1000 of 900");
    verdicts_free(made.verdicts);
}

/* a has left zone z1 for h3, which is asked no more; so c may go there. */
Test(replay, a_host_that_is_not_asked_holds_what_the_steps_that_are_done_left_there)
{
    static const bool asked[N_HOSTS] = {[H1] = true, [H4] = true};
    static const Resident residents[] = {{H1, C, 500, "c"}};
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host,zone,memory_mib,cpu_mcpu\nh1,z2,1000,9000\nh2,z1,1000,9000\n"
                      "h3,z3,1000,9000\nh4,z1,1000,9000\n"},
        {"domains.csv", "domain,host,memory_mib\na,h2,500\nb,h3,100\nc,h1,500\nd,h3,100\n"},
        {"rules.csv", "rule,name,domains,strength\nspread_zone,apart,a;c,hard\n"},
        {NULL, NULL}});
    Step steps[] = {migrate(1, A, H2, H3), migrate(2, C, H1, H4)};
    steps[0].state = STEP_DONE;
    Errand errand = {.model = model, .steps = steps, .n_steps = 2};
    g_autoptr(Verdicts) verdicts = verdicts_new(2);
    replay_steps(&errand, residents, 1, asked, verdicts);
    cr_assert_null(verdicts->why[1], "%s", verdicts->why[1]);
    steps[0].state = STEP_PLANNED;
    verdicts_hinder(verdicts, 0, "its host is on fire");
    replay_steps(&errand, residents, 1, asked, verdicts);
    cr_assert_str_eq(verdicts->why[1], "rule 'apart' would be broken after wave 2");
}
