#include <criterion/criterion.h>

#include "actuator/replay.h"
#include "tests/support/test_model.h"

/* Hosts of 1000 MiB, of which 900 may be used; a and b of 300 each on h1, c of 300 on h2. */
static Model *three_domains(void)
{
    return test_model((TestFile[]){
        {"hosts.csv", "host,memory_mib,cpu_mcpu\nh1,1000,9000\nh2,1000,9000\nh3,1000,9000\n"},
        {"domains.csv", "domain,host,memory_mib\na,h1,300\nb,h1,300\nc,h2,300\n"},
        {NULL, NULL}});
}

static Step move_of(uint32_t seq, uint32_t wave, uint32_t domain, uint32_t from, uint32_t to)
{
    return (Step){
        .seq = seq, .wave = wave, .kind = ACTION_MIGRATE, .domain = domain, .from = from, .to = to};
}

static const Resident home[] = {{0, 0, 300, "a"}, {0, 1, 300, "b"}, {1, 2, 300, "c"}};

static char *check(Errand *errand, const Resident *residents, guint n)
{
    g_autoptr(Verdicts) verdicts = verdicts_new(errand->n_steps);
    bool asked[] = {true, true, true};
    replay_steps(errand, residents, n, asked, verdicts);
    g_ptr_array_add(verdicts->reasons, NULL);
    return g_strjoinv("\n", (char **)verdicts->reasons->pdata);
}

Test(headroom, what_fits_exactly_is_not_broken)
{
    g_autoptr(Model) model = three_domains();
    Step steps[] = {move_of(1, 1, 0, 0, 1), move_of(2, 1, 1, 0, 1)};
    Errand errand = {.model = model, .steps = steps, .n_steps = 2};
    g_autofree char *broken = check(&errand, home, 3);
    cr_assert_str_empty(broken);
}

Test(headroom, a_stranger_counts_with_its_configured_memory)
{
    g_autoptr(Model) model = three_domains();
    Step steps[] = {move_of(1, 1, 0, 0, 1), move_of(2, 2, 1, 0, 1)};
    Errand errand = {.model = model, .steps = steps, .n_steps = 2};
    Resident residents[] = {home[0], home[1], home[2], {1, INDEX_NONE, 1, "stranger"}};
    g_autofree char *broken = check(&errand, residents, 4);
    cr_assert_str_eq(broken,
                     "host 'h2' would pass its limit of 'memory_mib' in wave 2: 901 of 900");
}

Test(headroom, nothing_is_freed_before_its_wave_has_ended)
{
    g_autoptr(Model) model = three_domains();
    Step together[] = {move_of(1, 1, 2, 1, 0), move_of(2, 1, 0, 0, 2), move_of(3, 1, 1, 0, 2)};
    Errand errand = {.model = model, .steps = together, .n_steps = 3};
    Resident residents[] = {home[0], home[1], home[2], {0, INDEX_NONE, 200, "stranger"}};
    g_autofree char *broken = check(&errand, residents, 4);
    cr_assert_str_eq(broken,
                     "host 'h1' would pass its limit of 'memory_mib' in wave 1: 1100 of 900");
    together[0].wave = 2;
    g_autofree char *later = check(&errand, residents, 4);
    cr_assert_str_empty(later);
}

Test(headroom, what_is_estimated_now_goes_before_the_snapshot)
{
    g_autoptr(Model) model = three_domains();
    Step steps[] = {move_of(1, 1, 0, 0, 1)};
    uint32_t memory = model_find_resource(model, "memory_mib");
    g_autofree int64_t *now = g_new(int64_t, model->n_domains * model->n_resources);
    for (guint i = 0; i < model->n_domains * model->n_resources; i++)
        now[i] = NO_LIMIT;
    now[memory] = 601;
    Errand errand = {.model = model, .steps = steps, .n_steps = 1, .demand_now = now};
    g_autofree char *broken = check(&errand, home, 3);
    cr_assert_str_eq(broken,
                     "host 'h2' would pass its limit of 'memory_mib' in wave 1: 901 of 900");
    now[memory] = 600;
    g_autofree char *fits = check(&errand, home, 3);
    cr_assert_str_empty(fits);
}

Test(headroom, a_host_over_its_limit_already_hinders_only_who_goes_there)
{
    g_autoptr(Model) model = three_domains();
    Step away[] = {move_of(1, 1, 0, 0, 1)};
    Errand errand = {.model = model, .steps = away, .n_steps = 1};
    Resident residents[] = {home[0], home[1], home[2], {0, INDEX_NONE, 800, "stranger"}};
    g_autofree char *relief = check(&errand, residents, 4);
    cr_assert_str_empty(relief);
    away[0] = move_of(1, 1, 2, 1, 0);
    g_autofree char *fuller = check(&errand, residents, 4);
    cr_assert_str_eq(fuller,
                     "host 'h1' would pass its limit of 'memory_mib' in wave 1: 1700 of 900");
}

Test(headroom, a_step_that_is_done_counts_by_what_runs_where)
{
    g_autoptr(Model) model = three_domains();
    Step steps[] = {move_of(1, 1, 0, 0, 1), move_of(2, 2, 1, 0, 1)};
    steps[0].state = STEP_DONE;
    Errand errand = {.model = model, .steps = steps, .n_steps = 2};
    Resident residents[] = {{1, 0, 300, "a"}, {0, 1, 300, "b"}, {1, 2, 300, "c"}};
    g_autofree char *broken = check(&errand, residents, 3);
    cr_assert_str_empty(broken);
}
