/* The smallest set of facts that leaves no placement. */
#include <criterion/criterion.h>

#include "model/formulate.h"
#include "solver/solve.h"
#include "tests/support/test_model.h"

typedef struct {
    Fact *facts;
    uint32_t n;
} Conflict;

static Conflict find(const TestFile *files)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Model) model = test_model(files);
    g_autoptr(Problem) problem = formulate(model, &error);
    cr_assert_null(error);
    SolveOptions options = {.time_limit_s = 30};
    Conflict conflict;
    cr_assert(problem_find_conflict(problem, &options, &conflict.facts, &conflict.n, &error));
    cr_assert_eq(problem->n_left_out, 0, "the problem is as before");
    return conflict;
}

static void expect(Conflict conflict, uint32_t n, const Fact *facts)
{
    for (uint32_t i = 0; i < conflict.n; i++)
        cr_log_info("fact %d %u", conflict.facts[i].kind, conflict.facts[i].index);
    cr_assert_eq(conflict.n, n, "%u facts", conflict.n);
    for (uint32_t i = 0; i < n; i++) {
        cr_assert_eq(conflict.facts[i].kind, facts[i].kind, "fact %u is of kind %d", i,
                     conflict.facts[i].kind);
        cr_assert_eq(conflict.facts[i].index, facts[i].index, "fact %u is of index %u", i,
                     conflict.facts[i].index);
    }
    g_free(conflict.facts);
}

Test(conflict, a_tag_that_only_a_draining_host_has)
{
    const TestFile files[] = {
        {"hosts.csv", "host,state,tags,cpu_mcpu\nh1,drain,gpu,8000\nh2,up,,8000\n"},
        {"domains.csv", "domain,host,requires,cpu_mcpu\nd1,h2,,100\nd2,h1,gpu,100\n"},
        {NULL, NULL}};
    expect(find(files), 3, (Fact[]){{FACT_ITEM, 1}, {FACT_TAGS, 0}, {FACT_STATE, BIN_DRAIN}});
}

Test(conflict, a_guest_whose_cpu_no_host_left_runs)
{
    const TestFile files[] = {
        {"hosts.csv", "host,state,cpu_model,cpu_mcpu\nh1,drain,new,8000\nh2,up,old,8000\n"},
        {"cpu_models.csv", "cpu_model,runs_on\nold,new\n"},
        {"domains.csv", "domain,host,cpu_mcpu\nd1,h2,100\nd2,h1,100\n"},
        {NULL, NULL}};
    expect(find(files), 3, (Fact[]){{FACT_ITEM, 1}, {FACT_CPU, 0}, {FACT_STATE, BIN_DRAIN}});
}

Test(conflict, three_domains_that_do_not_fit_on_two_hosts)
{
    const TestFile files[] = {
        {"hosts.csv", "host,cpu_mcpu\nh1,1000\nh2,1000\n"},
        {"domains.csv",
         "domain,host,cpu_mcpu\nd1,h1,10\nd2,h1,500\nd3,h1,500\nd4,h2,500\nd5,h2,20\n"},
        {NULL, NULL}};
    expect(find(files), 4,
           (Fact[]){{FACT_ITEM, 1}, {FACT_ITEM, 2}, {FACT_ITEM, 3}, {FACT_CAPACITY, 0}});
}

Test(conflict, two_rules_against_each_other)
{
    const TestFile files[] = {
        {"hosts.csv", "host,cpu_mcpu\nh1,1000\nh2,1000\n"},
        {"domains.csv", "domain,host,cpu_mcpu\nd1,h1,10\nd2,h1,10\nd3,h2,10\n"},
        {"rules.csv", "rule,name,domains,hosts\nban,away,d3,h1\nfence,both,d1;d2,h1\n"
                      "spread,apart,d1;d2,\n"},
        {NULL, NULL}};
    expect(find(files), 4,
           (Fact[]){{FACT_ITEM, 0}, {FACT_ITEM, 1}, {FACT_RULE, 0}, {FACT_RULE, 2}});
}

Test(conflict, a_problem_that_has_a_placement_has_none)
{
    const TestFile files[] = {{"hosts.csv", "host,cpu_mcpu\nh1,1000\n"},
                              {"domains.csv", "domain,host,cpu_mcpu\nd1,h1,10\n"},
                              {NULL, NULL}};
    expect(find(files), 0, NULL);
}
