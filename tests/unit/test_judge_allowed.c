/* Limits and the eight conditions of allowed(): one host that is good and one that is not. */
#include <criterion/criterion.h>

#include "certificate/allowed.h"
#include "certificate/limits.h"
#include "tests/support/test_model.h"

static void expect(const Model *model, const char *domain, const char *host, const char *why)
{
    uint32_t v = model_find_domain(model, domain), h = model_find_host(model, host);
    g_autofree char *found = judge_refusal(model, v, h);
    cr_assert_eq(judge_is_allowed(model, v, h), found == NULL);
    g_autofree bool *row = g_new0(bool, model->n_hosts);
    g_autofree uint32_t *kinds = g_new0(uint32_t, model->n_hosts);
    judge_host_kinds(model, kinds);
    judge_allowed_hosts(model, kinds, v, row);
    cr_assert_eq(row[h], found == NULL);
    judge_allowed_hosts(model, NULL, v, row);
    cr_assert_eq(row[h], found == NULL);
    cr_assert(g_strcmp0(found, why) == 0, "'%s' on '%s': %s", domain, host, found);
}

Test(judge_allowed, only_hosts_that_are_up_or_the_closed_home)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host,state,cpu_mcpu,memory_mib\nup,up,1000,1000\ndrain,drain,1000,1000\n"
                      "closed,closed,1000,1000\nfailed,failed,1000,1000\n"},
        {"domains.csv", "domain,host\na,drain\nb,closed\nc,failed\nd,\n"},
        {NULL, NULL}});
    expect(model, "a", "up", NULL);
    expect(model, "a", "drain", "the host is draining");
    expect(model, "a", "closed", "the host is closed");
    expect(model, "b", "closed", NULL);
    expect(model, "c", "failed", "the host is failed");
    expect(model, "d", "up", NULL);
    cr_assert_not(judge_may_stay(model, 0));
    cr_assert(judge_may_stay(model, 1));
    cr_assert_not(judge_is_placed(model, 2), "on a failed host");
    cr_assert_not(judge_is_placed(model, 3), "nowhere");
}

Test(judge_allowed, every_required_tag)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host,tags,cpu_mcpu,memory_mib\nh1,ssd;gpu,1000,1000\nh2,ssd,1000,1000\n"},
        {"domains.csv", "domain,host,requires\na,h2,ssd;gpu\n"},
        {NULL, NULL}});
    expect(model, "a", "h1", NULL);
    expect(model, "a", "h2", "the host lacks tag 'gpu'");
}

Test(judge_allowed, own_demand_within_hard_and_tier_limit_in_every_period)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", "key,value\nperiods,2\n"},
        {"resources.csv", "resource,hard_permille\ncpu_mcpu,900\n"},
        {"hosts.csv", "host,cpu_mcpu\nh1,1112\nh2,1111\nh3,2000\n"},
        {"services.csv", "service,tier\ns,gold\n"},
        {"tiers.csv", "tier,resource,hard_permille,max_slowdown\ngold,cpu_mcpu,800,2\n"},
        {"domains.csv", "domain,host,service,cpu_mcpu\na,h1,,0\nb,h3,s,1000\nc,h3,s,1001\n"},
        {"demand.csv", "domain,resource,period,amount\na,cpu_mcpu,1,1000\n"},
        {NULL, NULL}});
    cr_assert_eq(judge_hard_limit(model, 0, 0), 1000);    /* ⌊1112 × 0.9⌋ = ⌊1000.8⌋ */
    cr_assert_eq(judge_hard_limit(model, 1, 0), 999);     /* ⌊999.9⌋ */
    cr_assert_eq(judge_tier_limit(model, 0, 2, 0), 1000); /* min(1800, 1600, 2000 × (1 − 1/2)) */
    expect(model, "a", "h1", NULL);
    expect(model, "a", "h2", "its own demand for 'cpu_mcpu' is above the host's hard limit");
    expect(model, "b", "h3", NULL);
    expect(model, "c", "h3", "its own demand for 'cpu_mcpu' is above its tier's limit there");
}

Test(judge_allowed, hard_fence_ban_and_root_bind_their_set_alone)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host,cpu_mcpu,memory_mib\nh1,1000,1000\nh2,1000,1000\n"},
        {"domains.csv", "domain,host\na,h1\nb,h1\nc,h1\nd,h1\ne,h1\n"},
        {"rules.csv",
         "rule,name,domains,hosts,strength,price_per_h,reason\nfence,f,a,h2,hard,,\n"
         "ban,n,b,h1,hard,,\nroot,r,c,,hard,,\nban,soft,d,h1,soft,1,\nban,k,d,h1,keep,,\n"
         "root,pci,e,,hard,,it uses a card\n"},
        {NULL, NULL}});
    expect(model, "a", "h1", "fence 'f' keeps it away");
    expect(model, "a", "h2", NULL);
    expect(model, "b", "h1", "ban 'n' keeps it away");
    expect(model, "b", "h2", NULL);
    expect(model, "c", "h1", NULL);
    expect(model, "c", "h2", "root 'r' keeps it where it is");
    expect(model, "d", "h1", NULL);
    expect(model, "e", "h2", "root 'pci' keeps it where it is: it uses a card");
}

Test(judge_allowed, a_domain_that_never_moves_stays_unless_it_is_down)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host,state,cpu_mcpu,memory_mib\nh1,up,1000,1000\nh2,up,1000,1000\n"
                      "h3,failed,1000,1000\n"},
        {"domains.csv", "domain,host,move\na,h1,never\nb,h3,never\nc,,never\n"},
        {NULL, NULL}});
    expect(model, "a", "h1", NULL);
    expect(model, "a", "h2", "its move mode is 'never'");
    expect(model, "b", "h2", NULL);
    expect(model, "c", "h2", NULL);
}

Test(judge_allowed, a_domain_that_is_not_running_stays_and_is_not_started_elsewhere)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"hosts.csv", "host,state\nh1,\nh2,\nh3,failed\n"},
                     {"domains.csv", "domain,host,state\na,h1,paused\nb,h1,stopped\nc,h3,paused\n"},
                     {NULL, NULL}});
    expect(model, "a", "h1", NULL);
    expect(model, "a", "h2", "it is not running");
    expect(model, "b", "h2", "it is not running");
    expect(model, "c", "h2", "it does not run, and nobody asks to start it");
}

Test(judge_allowed, a_domain_just_moved_stays_where_it_may_be)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", "key,value\nmin_residence_h,2.5\n"},
        {"hosts.csv", "host,state,cpu_mcpu,memory_mib\nh1,up,1000,1000\nh2,up,1000,1000\n"
                      "h3,drain,1000,1000\n"},
        {"domains.csv", "domain,host,moved_h_ago\na,h1,2.4\nb,h1,2.5\nc,h1,\nd,h3,0\n"},
        {NULL, NULL}});
    expect(model, "a", "h2", "it was moved less than min_residence_h ago");
    expect(model, "a", "h1", NULL);
    expect(model, "b", "h2", NULL);
    expect(model, "c", "h2", NULL);
    expect(model, "d", "h2", NULL);
}

Test(judge_allowed, a_running_guest_goes_only_where_its_cpu_runs)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host,state,cpu_model\nh1,,old\nh2,,new\nh3,,other\nh4,,\nh5,failed,new\n"},
        {"cpu_models.csv", "cpu_model,runs_on\nold,new\nplain,old;new\n"},
        {"domains.csv", "domain,host,move,cpu_model\na,h1,live,\nb,h2,save,\nc,h2,cold,\n"
                        "d,h2,live,plain\ne,h4,live,\nf,h4,live,plain\ng,h5,live,\ni,,live,new\n"},
        {NULL, NULL}});
    expect(model, "a", "h1", NULL);
    expect(model, "a", "h2", NULL);
    expect(model, "a", "h3", "the host's CPU does not run its CPU model 'old'");
    expect(model, "a", "h4", "its CPU model or the host's is not known");
    expect(model, "b", "h1", "the host's CPU does not run its CPU model 'new'");
    expect(model, "c", "h1", NULL);
    expect(model, "d", "h1", NULL);
    expect(model, "d", "h3", "the host's CPU does not run its CPU model 'plain'");
    expect(model, "e", "h4", NULL);
    expect(model, "e", "h1", "its CPU model or the host's is not known");
    expect(model, "f", "h1", NULL);
    expect(model, "g", "h1", NULL);
    expect(model, "i", "h1", NULL);
    cr_assert(judge_may_restart_on(model, model_find_domain(model, "b"), 0), "started anew");
}

Test(judge_allowed, every_cpu_runs_everywhere_where_nothing_is_said)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){{"hosts.csv", "host,cpu_model\nh1,old\nh2,new\nh3,\n"},
                                {"cpu_models.csv", "cpu_model,runs_on\n"},
                                {"domains.csv", "domain,host\na,h2\nb,h3\n"},
                                {NULL, NULL}});
    expect(model, "a", "h1", NULL);
    expect(model, "b", "h1", NULL);
}

Test(judge_allowed, restart_after_a_failure_asks_for_less)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host,state,cpu_mcpu,memory_mib\nh1,up,1000,1000\nh2,up,1000,1000\n"
                      "h3,closed,1000,1000\n"},
        {"domains.csv", "domain,host,move\na,h1,never\nb,h1,live\n"},
        {"rules.csv", "rule,name,domains,hosts,strength\nroot,r,a,,hard\nban,n,b,h2,hard\n"},
        {NULL, NULL}});
    cr_assert(judge_may_restart_on(model, 0, 1));
    cr_assert_not(judge_may_restart_on(model, 0, 2), "closed");
    cr_assert_not(judge_may_restart_on(model, 1, 1), "banned");
}

Test(judge_allowed, soft_limit_is_the_hosts_own_or_a_share_rounded_down)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){{"resources.csv", "resource,soft_permille\ncpu_mcpu,700\n"},
                                {"hosts.csv", "host,cpu_mcpu,cpu_mcpu_soft\nh1,1001,\nh2,1001,5\n"},
                                {NULL, NULL}});
    cr_assert_eq(judge_soft_limit(model, 0, 0), 700); /* ⌊700.7⌋ */
    cr_assert_eq(judge_soft_limit(model, 1, 0), 5);
}

Test(judge_allowed, hosts_without_zone_or_site_are_their_own)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"hosts.csv", "host,zone,site\nh1,z,s\nh2,,s\nh3,z,\n"}, {NULL, NULL}});
    cr_assert_eq(judge_zone(model, 0), 0);
    cr_assert_eq(judge_zone(model, 1), 2); /* one named zone + host 1 */
    cr_assert_eq(judge_site(model, 2), 3);
    cr_assert(judge_zone_exists(model, 0));
    cr_assert(judge_zone_exists(model, 2));
    cr_assert_not(judge_zone_exists(model, 1), "h1 has a named zone");
    cr_assert_not(judge_zone_exists(model, 4));
    cr_assert(judge_site_exists(model, 3));
    cr_assert_not(judge_site_exists(model, 2));
}

Test(judge_allowed, hosts_alike_are_looked_at_once_and_their_answer_is_theirs)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host,state,tags,cpu_mcpu,memory_mib\na,up,ssd,1000,1000\n"
                      "b,up,ssd,1000,1000\nc,up,,1000,1000\nd,up,ssd,1000,2000\n"
                      "e,drain,ssd,1000,1000\nf,up,ssd,1000,1000\n"},
        {"domains.csv", "domain,host,requires,memory_mib\nhome,e,ssd,100\nlarge,a,,1500\n"
                        "never,b,ssd,1\nstill,f,,1\n"},
        {"rules.csv", "rule,name,domains,hosts,strength\nban,x,still,a,hard\n"},
        {NULL, NULL}});
    g_autofree uint32_t *kinds = g_new0(uint32_t, model->n_hosts);
    g_autofree bool *together = g_new0(bool, model->n_hosts);
    g_autofree bool *alone = g_new0(bool, model->n_hosts);
    judge_host_kinds(model, kinds);
    cr_assert_eq(kinds[0], kinds[1]);
    cr_assert_eq(kinds[0], kinds[5]);
    for (uint32_t host = 2; host < 5; host++)
        cr_assert_eq(kinds[host], host);
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        judge_allowed_hosts(model, kinds, domain, together);
        judge_allowed_hosts(model, NULL, domain, alone);
        for (uint32_t host = 0; host < model->n_hosts; host++)
            cr_assert_eq(together[host], alone[host]);
    }
}
