#include "tests/support/tiny_scenario.h"

#include <string.h>

#include "tests/support/test_model.h"

typedef struct {
    GRand *rand, *cpus;
    TinyKind kind;
    int n_hosts, n_domains, n_services;
} Tiny;

static int below(const Tiny *tiny, int n)
{
    return g_rand_int_range(tiny->rand, 0, n);
}

static bool chance(const Tiny *tiny, int percent)
{
    return below(tiny, 100) < percent;
}

static char *policy(const Tiny *tiny)
{
    GString *text = g_string_new("key,value\n");
    g_string_append_printf(text, "horizon_h,%d\n", 24 * (1 + below(tiny, 60)));
    g_string_append_printf(text, "wage_per_h,%d.%02d\n", below(tiny, 90), below(tiny, 100));
    if (chance(tiny, 30))
        g_string_append(text, "out_of_hours_factor,1.5\n");
    if (chance(tiny, 30))
        g_string_append(text, "power_change_min,0\n");
    if (chance(tiny, 30))
        g_string_append(text, "plan_review_min,0\nservice_notice_min,7\n");
    if (tiny->kind >= TINY_RULES && chance(tiny, 20))
        g_string_append_printf(text, "max_moves,%d\n", below(tiny, 5));
    if (tiny->kind >= TINY_RULES && chance(tiny, 15))
        g_string_append_printf(text, "max_operator_min,%d\n", 30 + below(tiny, 150));
    if (tiny->kind >= TINY_RULES && chance(tiny, 15))
        g_string_append_printf(text, "max_memory_gib,%d\n", below(tiny, 12));
    if (tiny->kind >= TINY_RULES && chance(tiny, 20))
        g_string_append(text, "min_residence_h,5\n");
    if (tiny->kind >= TINY_PRICES && chance(tiny, 20))
        g_string_append(text, "busiest_service_cost,3.5\n");
    if (tiny->kind >= TINY_PRICES && chance(tiny, 20))
        g_string_append_printf(text, "host_failures,%d\nreserve_on_the_way,1\n",
                               1 + below(tiny, 2));
    if (tiny->kind >= TINY_PRICES && chance(tiny, 50))
        g_string_append(text, "periods,2\n");
    return g_string_free(text, FALSE);
}

static char *resources(const Tiny *tiny)
{
    bool priced = tiny->kind >= TINY_PRICES;
    GString *text = g_string_new("resource,soft_permille,hard_permille,overload_price,transient\n");
    g_string_append_printf(text, "cpu_mcpu,700,%d,%s,0\n",
                           (priced && chance(tiny, 30) ? 1200 : 900) + 50 * below(tiny, 3),
                           priced && chance(tiny, 40) ? "0.00013" : "0");
    g_string_append_printf(text, "memory_mib,900,%d,%s,%d\n",
                           priced && chance(tiny, 20) ? 1100 : 900,
                           priced && chance(tiny, 20) ? "0.001" : "0", priced && chance(tiny, 15));
    return g_string_free(text, FALSE);
}

/* CPUs have a source of chance of their own: the rest of a seed is the same with and without. */
static int cpu_chance(const Tiny *tiny, int n)
{
    return g_rand_int_range(tiny->cpus, 0, n);
}

static const char *cpu(const Tiny *tiny, int percent_without)
{
    static const char *const names[] = {"old", "new", "other"};
    return cpu_chance(tiny, 100) < percent_without ? "" : names[cpu_chance(tiny, 3)];
}

static const char *moved(const Tiny *tiny)
{
    int percent = cpu_chance(tiny, 100);
    return percent < 80 ? "live" : percent < 90 ? "save" : "cold";
}

static char *cpu_models(const Tiny *tiny)
{
    static const char *const rows[] = {"", "old,new\nnew,\nother,\n",
                                       "old,new;other\nnew,other\nother,\n",
                                       "old,\nnew,\nother,old;other\n"};
    return g_strconcat("cpu_model,runs_on\n", rows[cpu_chance(tiny, G_N_ELEMENTS(rows))], NULL);
}

static const char *host_state(const Tiny *tiny)
{
    static const char *const rare[] = {"drain", "closed", "failed"};
    return chance(tiny, 25) ? rare[below(tiny, 3)] : "up";
}

static char *hosts(const Tiny *tiny)
{
    GString *text = g_string_new("host,zone,site,state,tags,machine_cost_per_h,admin_min_per_month,"
                                 "idle_w,peak_w,on,cpu_mcpu,memory_mib,cpu_model\n");
    int n_types = 1 + below(tiny, 2);
    for (int h = 0; h < tiny->n_hosts; h++) {
        int type = below(tiny, n_types);
        g_string_append_printf(
            text, "h%d,%s,%s,%s,%s,%s,%s,%d,%d,%s,%d,%d,%s\n", h,
            chance(tiny, 30)   ? ""
            : chance(tiny, 50) ? "z1"
                               : "z2",
            chance(tiny, 50) ? "s1" : "", host_state(tiny), chance(tiny, 60) ? "ssd" : "",
            type == 0 ? "0.21" : "0.37", type == 0 ? "104" : "55.5", 100, 210 + 90 * type,
            chance(tiny, 30) ? "1" : "", 6000 + 2000 * type, 16384, cpu(tiny, 10));
    }
    return g_string_free(text, FALSE);
}

static char *services(const Tiny *tiny)
{
    bool limited = tiny->kind >= TINY_RULES;
    GString *text = g_string_new("service,tier,min_zones,max_per_host,max_per_zone,near\n");
    for (int s = 0; s < tiny->n_services; s++) {
        g_string_append_printf(text, "s%d,%s,", s,
                               tiny->kind >= TINY_PRICES && chance(tiny, 40) ? "gold" : "");
        g_string_append(text, limited && chance(tiny, 20) ? "2," : ",");
        g_string_append(text, limited && chance(tiny, 20) ? "1," : ",");
        g_string_append(text, limited && chance(tiny, 15) ? "2," : ",");
        if (limited && chance(tiny, 20))
            g_string_append_printf(text, "s%d", below(tiny, tiny->n_services));
        g_string_append_c(text, '\n');
    }
    return g_string_free(text, FALSE);
}

/* state, replica_of and retire */
static void append_ending(const Tiny *tiny, GString *text, int d)
{
    static const char *const states[] = {"paused", "stopped"};
    int template = below(tiny, tiny->n_domains);
    g_string_append_printf(text, ",%s,", chance(tiny, 25) ? states[below(tiny, 2)] : "");
    if (template != d && chance(tiny, 40))
        g_string_append_printf(text, "d%d", template);
    g_string_append(text, chance(tiny, 30) ? ",1" : ",");
}

static char *domains(const Tiny *tiny)
{
    GString *text = g_string_new(NULL);
    g_string_printf(text,
                    "domain,service,host,move,operator_min,move_cost,downtime_cost,"
                    "moved_h_ago,requires,licence,cpu_mcpu,memory_mib,cpu_model%s\n",
                    tiny->kind >= TINY_ENDING ? ",state,replica_of,retire" : "");
    for (int d = 0; d < tiny->n_domains; d++) {
        g_autofree char *service =
            chance(tiny, 85) ? g_strdup_printf("s%d", below(tiny, tiny->n_services)) : g_strdup("");
        g_autofree char *host =
            chance(tiny, 90) ? g_strdup_printf("h%d", below(tiny, tiny->n_hosts)) : g_strdup("");
        g_string_append_printf(text, "d%d,%s,%s,%s,%d,%s,%s,%s,%s,%s,%d,%d,%s", d, service, host,
                               chance(tiny, 8) ? "never" : moved(tiny), below(tiny, 8),
                               chance(tiny, 20) ? "1.25" : "0", chance(tiny, 20) ? "0.333" : "0",
                               chance(tiny, 20) ? "2.5" : "", chance(tiny, 15) ? "ssd" : "",
                               tiny->kind >= TINY_PRICES && chance(tiny, 30) ? "db" : "",
                               300 + below(tiny, 3000), 1024 * (1 + below(tiny, 6)), cpu(tiny, 70));
        if (tiny->kind >= TINY_ENDING)
            append_ending(tiny, text, d);
        g_string_append_c(text, '\n');
    }
    return g_string_free(text, FALSE);
}

static char *demand(const Tiny *tiny, bool two_periods)
{
    GString *text = g_string_new("domain,resource,period,amount\n");
    for (int d = 0; d < tiny->n_domains && two_periods; d++)
        if (chance(tiny, 60))
            g_string_append_printf(text, "d%d,cpu_mcpu,%d,%d\n", d, below(tiny, 2),
                                   100 + below(tiny, 4000));
    return g_string_free(text, FALSE);
}

static void append_members(const Tiny *tiny, GString *text, const char *prefix, int n, int percent)
{
    int forced = below(tiny, n);
    bool first = true;
    for (int i = 0; i < n; i++)
        if (i == forced || chance(tiny, percent)) {
            g_string_append_printf(text, "%s%s%d", first ? "" : ";", prefix, i);
            first = false;
        }
}

static void append_rule(const Tiny *tiny, GString *text, int number)
{
    static const char *const names[] = {"fence",  "ban",    "root",  "spread", "spread_zone",
                                        "gather", "lonely", "split", "max_on"};
    static const char *const strengths[] = {"hard", "soft", "keep"};
    const char *rule = names[below(tiny, tiny->kind == TINY_PLAIN ? 4 : 9)];
    bool is_max_on = g_str_equal(rule, "max_on"), is_split = g_str_equal(rule, "split");
    bool has_hosts = is_max_on || g_str_equal(rule, "fence") || g_str_equal(rule, "ban");
    g_string_append_printf(text, "%s,r%d,", rule, number);
    if (is_split)
        g_string_append_printf(text, "d0|d%d;d%d", 1 + below(tiny, tiny->n_domains - 1),
                               1 + below(tiny, tiny->n_domains - 1));
    else if (!is_max_on)
        append_members(tiny, text, "d", tiny->n_domains, 35);
    g_string_append_c(text, ',');
    if (has_hosts)
        append_members(tiny, text, "h", tiny->n_hosts, 55);
    bool has_limit = is_max_on || g_str_has_prefix(rule, "spread");
    const char *strength = strengths[tiny->kind == TINY_PLAIN ? 0 : below(tiny, 3)];
    g_string_append_printf(text, ",%s,%s,%s\n",
                           !has_limit         ? ""
                           : chance(tiny, 60) ? "1"
                                              : "2",
                           strength, g_str_equal(strength, "soft") ? "0.0213" : "");
}

static char *rules(const Tiny *tiny)
{
    GString *text = g_string_new("rule,name,domains,hosts,limit,strength,price_per_h\n");
    int n = below(tiny, tiny->kind == TINY_PLAIN ? 3 : 4);
    for (int i = 0; i < n; i++)
        append_rule(tiny, text, i);
    return g_string_free(text, FALSE);
}

static char *move_costs(const Tiny *tiny)
{
    GString *text = g_string_new("from,to,operator_min,cost\n");
    if (chance(tiny, 40))
        g_string_append_printf(text, "h0,h1,%d,2.5\n", below(tiny, 9));
    if (chance(tiny, 30))
        g_string_append_printf(text, "h1,h0,%d,\n", below(tiny, 20));
    return g_string_free(text, FALSE);
}

Model *tiny_scenario(TinyKind kind, uint32_t seed)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed * 3 + (uint32_t)kind);
    Tiny tiny = {.rand = rand, .kind = kind};
    tiny.n_hosts = 2 + below(&tiny, 3);
    tiny.n_domains = 2 + below(&tiny, 5);
    tiny.n_services = 1 + below(&tiny, 3);
    bool priced = kind >= TINY_PRICES;
    g_autoptr(GRand) cpus = g_rand_new_with_seed(seed * 7 + (uint32_t)kind);
    tiny.cpus = cpus;
    g_autofree char *policy_csv = policy(&tiny);
    g_autofree char *resources_csv = resources(&tiny);
    g_autofree char *hosts_csv = hosts(&tiny);
    g_autofree char *services_csv = services(&tiny);
    g_autofree char *domains_csv = domains(&tiny);
    g_autofree char *demand_csv = demand(&tiny, strstr(policy_csv, "periods,2") != NULL);
    g_autofree char *rules_csv = rules(&tiny);
    g_autofree char *cpu_models_csv = cpu_models(&tiny);
    g_autofree char *move_costs_csv = move_costs(&tiny);
    const char *tiers_csv = "tier,resource,hard_permille,max_slowdown\ngold,cpu_mcpu,800,3\n";
    const char *licences_csv = chance(&tiny, 50)
                                   ? "licence,cost_per_host_h,cost_per_core_h,max_hosts\n"
                                     "db,0.11,0.0101,\n"
                                   : "licence,cost_per_host_h,cost_per_core_h,max_hosts\n"
                                     "db,0.2,0,2\n";
    const char *balance_csv = chance(&tiny, 30) ? "resource,with,ratio_permille,price_per_h\n"
                                                  "cpu_mcpu,memory_mib,1500,0.0000017\n"
                                                : "resource,with,ratio_permille,price_per_h\n";
    const TestFile files[] = {
        {"policy.csv", policy_csv},
        {"resources.csv", resources_csv},
        {"hosts.csv", hosts_csv},
        {"tiers.csv", tiers_csv},
        {"services.csv", services_csv},
        {"domains.csv", domains_csv},
        {"demand.csv", demand_csv},
        {"rules.csv", rules_csv},
        {"cpu_models.csv", cpu_models_csv},
        {"licences.csv", licences_csv},
        {"move_costs.csv", priced ? move_costs_csv : "from,to,operator_min,cost\n"},
        {"balance.csv", priced ? balance_csv : "resource,with,ratio_permille,price_per_h\n"},
        {NULL, NULL},
    };
    return test_model(files);
}
