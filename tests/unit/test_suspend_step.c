/* A suspension, called by hand: no planner makes one yet. */
#include <criterion/criterion.h>
#include <string.h>

#include "actuator/happened.h"
#include "actuator/procedure.h"
#include "tests/support/sim_world.h"
#include "tests/support/test_model.h"

typedef struct {
    TestWorld *world;
    Model *model;
    HostAddress address;
    DomainIdentity identity;
    Step step;
    Errand errand;
    StepSettings settings;
} Case;

static void make(Case *made, bool persistent)
{
    memset(made, 0, sizeof *made);
    made->world = test_world_new(false);
    test_world_add_host(made->world, "h1");
    test_world_add_domain(made->world, "h1", "a");
    if (persistent)
        test_world_set_persistent(made->world, "h1", "a");
    made->model = test_model((TestFile[]){
        {"hosts.csv", "host\nh1\n"}, {"domains.csv", "domain,host\na,h1\n"}, {NULL, NULL}});
    made->address.uri = test_world_uri(made->world, "h1");
    made->identity = (DomainIdentity){g_strdup("a"), test_world_uuid("a")};
    made->step = (Step){
        .seq = 1, .wave = 1, .kind = ACTION_SUSPEND, .domain = 0, .from = 0, .to = INDEX_NONE};
    made->errand = (Errand){.model = made->model,
                            .addresses = &made->address,
                            .identities = &made->identity,
                            .steps = &made->step,
                            .n_steps = 1};
    made->settings = (StepSettings){.host_deadline_ms = 60000, .settle_ms = 100};
}

static void clear(Case *made)
{
    g_free(made->address.uri);
    g_free(made->identity.name);
    g_free(made->identity.uuid);
    model_free(made->model);
    test_world_free(made->world);
}

/* "STATE: DETAIL". Caller frees. */
static char *carry_out(Case *made)
{
    const StepProcedure *procedure = step_procedure(&made->errand, &made->step);
    StepWork work = {.errand = &made->errand, .step = &made->step, .settings = &made->settings};
    StepState state = STEP_FAILED;
    StepResult result = {0};
    char *why_not = procedure->look(&work, &state);
    if (why_not == NULL)
        procedure->perform(&work, &result);
    char *text = why_not != NULL
                     ? g_strdup_printf("not called, %s: %s", step_state_names[state], why_not)
                     : g_strdup_printf("%s: %s", step_state_names[result.state], result.detail);
    g_free(why_not);
    step_result_clear(&result);
    step_work_clear(&work);
    return text;
}

static void assert_where(const Case *made, const char *right)
{
    g_autofree char *where = test_world_where(made->world, "a");
    cr_assert_str_eq(where, right);
}

Test(suspend, a_domain_is_saved_to_its_hosts_disk_once)
{
    Case made;
    make(&made, true);
    g_autofree char *first = carry_out(&made);
    cr_assert_str_eq(first, "done: the domain is shutoff on 'h1'");
    assert_where(&made, "h1:shutoff");
    g_autofree char *again = carry_out(&made);
    cr_assert_str_eq(again, "not called, done: it is shutoff on 'h1'");
    clear(&made);
}

Test(suspend, a_domain_that_would_be_gone_when_it_stops_runs_on)
{
    Case made;
    make(&made, false);
    g_autofree char *said = carry_out(&made);
    cr_assert_str_eq(said,
                     "failed: the domain is running on 'h1'; the hypervisor said: domain 'a': a "
                     "transient domain cannot be saved");
    assert_where(&made, "h1:running");
    clear(&made);
}

Test(suspend, a_domain_that_somebody_paused_is_left_alone)
{
    Case made;
    make(&made, true);
    test_world_set_domain(made.world, "h1", "a", "state", "paused");
    g_autofree char *said = carry_out(&made);
    cr_assert_str_eq(said, "not called, failed: it is paused on 'h1'");
    clear(&made);
}

static bool has_happened(Case *made)
{
    g_autoptr(Roll) roll = roll_new(&made->errand);
    return step_has_happened(&made->errand, &made->step, roll, 60000);
}

Test(suspend, what_took_effect_late_has_happened_and_what_nobody_called_has_not)
{
    Case made;
    make(&made, true);
    made.step.called = true;
    cr_assert_not(has_happened(&made));
    test_world_set_domain(made.world, "h1", "a", "state", "shutoff");
    cr_assert(has_happened(&made));
    made.step.called = false;
    cr_assert_not(has_happened(&made));
    made.step.called = true;
    test_world_set_host(made.world, "h1", "state", "down");
    cr_assert_not(has_happened(&made));
    clear(&made);
}
