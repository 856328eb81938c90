#include "tests/support/replica_plans.h"

#include "tests/support/test_database.h"

static void ask(const char *limit, const char *value)
{
    g_autofree char *sql = g_strdup_printf(
        "INSERT INTO service (service, %s) VALUES ('web', %s); "
        "UPDATE domain SET service_id = (SELECT service_id FROM service WHERE service = 'web')",
        limit, value);
    g_autofree char *output = test_database_sql(sql);
}

static char *plan_and_approve(const TestEstate *estate, const char *const *target)
{
    char *plan = test_estate_plan(estate, target);
    test_estate_approve(plan);
    return plan;
}

char *plan_of_copy(const TestEstate *estate)
{
    test_world_add_domain(estate->world, "h1", "a");
    test_world_set_persistent(estate->world, "h1", "a");
    test_estate_collect(estate);
    ask("min_replicas", "2");
    return plan_and_approve(estate, (const char *const[]){"a-replica-1", "h2", NULL});
}

char *plan_of_retirement(const TestEstate *estate)
{
    test_world_add_domain(estate->world, "h1", "a");
    test_world_add_domain(estate->world, "h2", "b");
    test_world_set_persistent(estate->world, "h2", "b");
    test_estate_collect(estate);
    ask("max_replicas", "1");
    return plan_and_approve(estate, (const char *const[]){NULL});
}
