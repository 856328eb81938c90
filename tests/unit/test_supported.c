#include <criterion/criterion.h>

#include "common/error.h"
#include "model/scenario.h"
#include "tests/support/test_model.h"

static void assert_refused(const char *file, const char *text, const char *expected)
{
    g_autoptr(Model) model = test_model((TestFile[]){{file, text}, {NULL, NULL}});
    g_autoptr(GError) error = NULL;
    cr_assert_not(model_check_supported(model, &error), "%s", file);
    cr_assert_eq(error->code, VMATRIX_ERROR_BAD_DATA);
    g_autofree char *whole =
        g_strdup_printf("%s\nleave the cell empty to plan without it", expected);
    cr_assert_str_eq(error->message, whole);
}

Test(supported, parts_that_planning_does_not_know_are_named)
{
    assert_refused("rules.csv", "rule,name,valid_from\nspread,r,2026-01-01T00:00:00Z\n",
                   "rules.csv: column 'valid_from' or 'valid_to' of 'r' is not supported yet");
    assert_refused("rules.csv", "rule,name,valid_to\nspread,r,2026-01-01T00:00:00Z\n",
                   "rules.csv: column 'valid_from' or 'valid_to' of 'r' is not supported yet");
    assert_refused("domains.csv", "domain,state\na,running\nb,paused\n",
                   "domains.csv: column 'state' of 'b' is not supported yet");
    assert_refused("domains.csv", "domain,state\na,stopped\n",
                   "domains.csv: column 'state' of 'a' is not supported yet");
    assert_refused("tiers.csv", "tier,resource,percentile\ngold,cpu_mcpu,95\n",
                   "tiers.csv: column 'percentile' of 'gold' is not supported yet");
    assert_refused("services.csv", "service,min_replicas\ns,2\n",
                   "services.csv: column 'min_replicas' of 's' is not supported yet");
    assert_refused("services.csv", "service,max_replicas\ns,2\n",
                   "services.csv: column 'max_replicas' of 's' is not supported yet");
    assert_refused("blackout.csv", "scope,from,to\n*,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z\n",
                   "blackout.csv: column 'from' of '2026-01-01T00:00:00Z' is not supported yet");
}

Test(supported, everything_else_is_accepted)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", "key,value\nperiods,2\nmax_moves,3\nbusiest_service_cost,1\n"},
        {"hosts.csv", "host,zone,state\na,z,drain\nb,,closed\nc,,failed\n"},
        {"services.csv", "service,tier,min_zones,near\ns,gold,1,s\n"},
        {"tiers.csv", "tier,resource,max_slowdown\ngold,cpu_mcpu,2\n"},
        {"domains.csv", "domain,state,move\na,running,never\n"},
        {"rules.csv", "rule,name,domains,strength\nlonely,r,a,soft\nspread,k,a,keep\n"},
        {NULL, NULL}});
    g_autoptr(GError) error = NULL;
    cr_assert(model_check_supported(model, &error), "%s", error != NULL ? error->message : "");
}
