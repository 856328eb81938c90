#include "tests/support/test_estate.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "common/time_text.h"
#include "hypervisor/hypervisor.h"
#include "model/rules.h"
#include "model/scenario.h"
#include "plan/explain.h"
#include "plan/plan_cost.h"
#include "plan/plan_json.h"
#include "plan/sequence.h"
#include "store/collect.h"
#include "store/plan_store.h"
#include "store/setup.h"
#include "store/snapshot_store.h"
#include "tests/support/test_database.h"

/* error: a pointer, for arguments are evaluated in any order. */
static void must(bool succeeded, GError *const *error)
{
    if (!succeeded)
        g_error("%s", *error == NULL ? "failed" : (*error)->message);
}

static void add_people(void)
{
    static const char *const people[][2] = {{"t_author", "planner"},
                                            {"t_boss", "approver"},
                                            {"t_robot", "actuator"},
                                            {"t_eyes", "auditor"}};
    for (guint i = 0; i < G_N_ELEMENTS(people); i++) {
        g_autoptr(GError) error = NULL;
        must(setup_add_user(NULL, people[i][0], people[i][1], &error), &error);
    }
}

static void add_host(const TestEstate *estate, const char *host)
{
    test_world_add_host(estate->world, host);
    test_world_set_host_number(estate->world, host, "cpus", 8);
    test_world_set_host_number(estate->world, host, "memory_mib", 8192);
    g_autofree char *uri = test_world_uri(estate->world, host);
    g_autofree char *sql = g_strdup_printf(
        "INSERT INTO host (host, uri, cpu_mcpu, memory_mib) VALUES ('%s', '%s', 8000, 8192)", host,
        uri);
    g_autofree char *output = test_database_sql(sql);
}

TestEstate *test_estate_new(guint n_hosts)
{
    TestEstate *estate = g_new0(TestEstate, 1);
    estate->world = test_world_new(false);
    g_setenv("VMATRIX_STATE", estate->world->directory, TRUE); /* its spool goes with the world */
    estate->database = test_database_open();
    estate->n_hosts = n_hosts;
    add_people();
    for (guint i = 1; i <= n_hosts; i++) {
        g_autofree char *host = g_strdup_printf("h%u", i);
        add_host(estate, host);
    }
    return estate;
}

void test_estate_free(TestEstate *estate)
{
    if (estate == NULL)
        return;
    database_close(estate->database);
    test_world_free(estate->world);
    g_free(estate);
}

static DomainSample sample_of(const DomainFacts *facts, int64_t at_us)
{
    return (DomainSample){.uuid = facts->uuid,
                          .name = facts->name,
                          .state = domain_run_state_name(facts->state),
                          .sampled_at_us = at_us,
                          .start_token = facts->start_token,
                          .has_n_vcpus = true,
                          .n_vcpus = facts->n_vcpus,
                          .has_memory_mib = true,
                          .memory_mib = facts->memory_mib};
}

static void collect_from(const TestEstate *estate, const char *batch, const char *host)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *uri = test_world_uri(estate->world, host);
    int64_t now_us = g_get_real_time();
    HostSample sample = {.host = host,
                         .sampled_at_us = now_us,
                         .has_n_cpus = true,
                         .n_cpus = 8,
                         .has_memory_mib = true,
                         .memory_mib = 8192};
    must(collect_host(estate->database, batch, &sample, &error), &error);
    g_autoptr(Hypervisor) hypervisor = hypervisor_open(uri, true, 60000, &error);
    must(hypervisor != NULL, &error);
    g_autoptr(GPtrArray) domains = hypervisor_list_domains(hypervisor, &error);
    must(domains != NULL, &error);
    g_autofree DomainSample *samples = g_new0(DomainSample, domains->len + 1);
    for (guint i = 0; i < domains->len; i++)
        samples[i] = sample_of(g_ptr_array_index(domains, i), now_us);
    must(collect_domains(estate->database, batch, host, samples, domains->len, &error), &error);
}

void test_estate_collect(const TestEstate *estate)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *batch = g_uuid_string_random();
    bool fresh = false;
    must(database_begin(estate->database, &error), &error);
    must(collect_begin(estate->database, batch, &fresh, &error) && fresh, &error);
    for (guint i = 1; i <= estate->n_hosts; i++) {
        g_autofree char *host = g_strdup_printf("h%u", i);
        collect_from(estate, batch, host);
    }
    must(collect_end(estate->database, batch, &error), &error);
    must(database_commit(estate->database, &error), &error);
}

static uint32_t *make_target(const Model *model, const char *const *target)
{
    uint32_t *host_of_domain = g_new(uint32_t, model->n_domains);
    for (uint32_t i = 0; i < model->n_domains; i++)
        host_of_domain[i] = domain_is_wanted(model, i) ? model->domains[i].host : INDEX_NONE;
    for (; *target != NULL; target += 2) {
        uint32_t domain = model_find_domain(model, target[0]);
        g_assert_cmpuint(domain, !=, INDEX_NONE);
        host_of_domain[domain] = model_find_host(model, target[1]);
        g_assert_cmpuint(host_of_domain[domain], !=, INDEX_NONE);
    }
    return host_of_domain;
}

/* Hosts that the plan empties go out of service, the others stay as they are. */
static bool *make_in_service(const Model *model, const uint32_t *host_of_domain)
{
    bool *in_service = g_new0(bool, model->n_hosts);
    for (uint32_t i = 0; i < model->n_hosts; i++)
        in_service[i] = model->hosts[i].on;
    for (uint32_t i = 0; i < model->n_domains; i++)
        if (model->domains[i].host != INDEX_NONE)
            in_service[model->domains[i].host] = false;
    for (uint32_t i = 0; i < model->n_domains; i++)
        if (host_of_domain[i] != INDEX_NONE)
            in_service[host_of_domain[i]] = true;
    return in_service;
}

/* A plan as planner/ makes it, but for the search. */
static Plan *make_plan(const Model *model, const char *const *target)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Plan) plan = g_new0(Plan, 1);
    plan->n_domains = model->n_domains;
    plan->n_hosts = model->n_hosts;
    plan->host_of_domain = make_target(model, target);
    plan->in_service = make_in_service(model, plan->host_of_domain);
    g_auto(Sequence) sequence = {0};
    plan->has_start = model->n_blackouts > 0;
    plan->start_s = plan->has_start ? time_now_s() : 0;
    SequenceOptions options = {
        .cost_limit = INT64_MAX, .has_start = plan->has_start, .start_s = plan->start_s};
    must(sequence_plan(model, plan->host_of_domain, plan->in_service, &options, &sequence, &error),
         &error);
    g_assert_true(sequence.found);
    plan->actions = g_steal_pointer(&sequence.actions);
    plan->n_actions = sequence.n_actions;
    sequence.n_actions = 0;
    must(plan_explain(model, plan, &error), &error);
    plan->outcome = OUTCOME_FEASIBLE;
    plan->unchanged = plan->n_actions == 0;
    plan->scenario = g_strdup(model->policy.name);
    plan->snapshot_digest = model_digest(model);
    must(current_cost(model, &plan->current, &error), &error);
    must(plan_cost(model, plan->host_of_domain, plan->in_service, plan->actions, plan->n_actions,
                   &plan->planned, &plan->operator_umin, &error),
         &error);
    plan_seal(model, plan);
    return g_steal_pointer(&plan);
}

char *test_estate_plan(const TestEstate *estate, const char *const *target)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Database) author = test_database_open_as("t_author", &error);
    must(author != NULL, &error);
    test_estate_collect(estate);
    SnapshotOptions options = {0};
    g_autoptr(Model) model = NULL;
    int64_t snapshot_id = 0;
    must(snapshot_create(author, &options, &snapshot_id, &model, &error), &error);
    g_autoptr(Plan) plan = make_plan(model, target);
    g_autofree char *json = plan_to_json(model, plan, NULL, NULL, &error);
    must(json != NULL, &error);
    must(plan_store_save(author, json, NULL, snapshot_id, &error), &error);
    return g_strdup(plan->id);
}

void test_command_clear(TestCommand *command)
{
    g_clear_pointer(&command->output, g_free);
    g_clear_pointer(&command->errors, g_free);
}

static GStrv make_argv(const char *role, const char *argument, va_list more)
{
    GPtrArray *argv = g_ptr_array_new();
    g_ptr_array_add(argv, g_strdup(getenv("VMATRIX")));
    for (; argument != NULL; argument = va_arg(more, const char *))
        g_ptr_array_add(argv, g_strdup(argument));
    g_ptr_array_add(argv, g_strdup("--database"));
    g_ptr_array_add(argv, g_strdup_printf("host=%s dbname=%s user=%s", getenv("PGHOST"),
                                          getenv("PGDATABASE"), role));
    g_ptr_array_add(argv, NULL);
    return (GStrv)g_ptr_array_free(argv, FALSE);
}

/* Tests end the program by these; any other signal is a crash of its own. */
static int code_of(int wait_status, const char *errors)
{
    if (WIFEXITED(wait_status))
        return WEXITSTATUS(wait_status);
    int ended_by = WTERMSIG(wait_status);
    if (ended_by != SIGKILL && ended_by != SIGTERM && ended_by != SIGINT)
        g_error("the program under test crashed: %s: %s", g_strsignal(ended_by), errors);
    return -ended_by;
}

TestCommand test_estate_run(const char *role, const char *argument, ...)
{
    va_list more;
    va_start(more, argument);
    g_auto(GStrv) argv = make_argv(role, argument, more);
    va_end(more);
    TestCommand command = {0};
    g_autoptr(GError) error = NULL;
    int status = 0;
    must(g_spawn_sync(NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &command.output,
                      &command.errors, &status, &error),
         &error);
    command.status = code_of(status, command.errors);
    return command;
}

void test_estate_approve(const char *plan)
{
    g_auto(TestCommand) approval = test_estate_run("t_boss", "approve", plan, NULL);
    if (approval.status != 0)
        g_error("the plan is not approved: %s", approval.errors);
}

GPid test_estate_start(const char *role, const char *argument, ...)
{
    va_list more;
    va_start(more, argument);
    g_auto(GStrv) argv = make_argv(role, argument, more);
    va_end(more);
    g_autoptr(GError) error = NULL;
    GPid pid = 0;
    must(g_spawn_async(NULL, argv, NULL,
                       G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL |
                           G_SPAWN_STDERR_TO_DEV_NULL,
                       NULL, NULL, &pid, &error),
         &error);
    return pid;
}

int test_estate_wait(GPid pid)
{
    int status = 0;
    while (waitpid(pid, &status, 0) < 0)
        continue;
    return code_of(status, "");
}
