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
    assert_refused("domains.csv", "domain,state\na,running\nb,paused\n",
                   "domains.csv: column 'state' of 'b' is not supported yet");
    assert_refused("domains.csv", "domain,state\na,stopped\n",
                   "domains.csv: column 'state' of 'a' is not supported yet");
    assert_refused("services.csv", "service,min_replicas\ns,1\n",
                   "services.csv: column 'min_replicas' of 's' is not supported yet");
}

Test(supported, more_domains_than_max_replicas_would_have_to_be_retired)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){{"services.csv", "service,max_replicas\ns,1\n"},
                                {"domains.csv", "domain,service\na,s\nb,s\n"},
                                {NULL, NULL}});
    g_autoptr(GError) error = NULL;
    cr_assert_not(model_check_supported(model, &error));
    cr_assert_str_eq(error->message,
                     "services.csv: column 'max_replicas' of 's' is not supported yet\n"
                     "leave the cell empty to plan without it");
}

Test(supported, everything_else_is_accepted)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", "key,value\nperiods,2\nmax_moves,3\nbusiest_service_cost,1\n"},
        {"hosts.csv", "host,zone,state\na,z,drain\nb,,closed\nc,,failed\n"},
        {"services.csv", "service,tier,min_zones,near,min_replicas,max_replicas\ns,gold,1,s,1,1\n"},
        {"tiers.csv", "tier,resource,max_slowdown,percentile\ngold,cpu_mcpu,2,99\n"},
        {"domains.csv", "domain,service,host,state,move\na,s,,running,never\nb,,a,paused,\n"
                        "c,,b,stopped,\n"},
        {"rules.csv", "rule,name,domains,strength,valid_from,valid_to\nlonely,r,a,soft,,\n"
                      "spread,k,a,keep,2026-01-01T00:00:00Z,2027-01-01T00:00:00Z\n"},
        {NULL, NULL}});
    g_autoptr(GError) error = NULL;
    cr_assert(model_check_supported(model, &error), "%s", error != NULL ? error->message : "");
}
