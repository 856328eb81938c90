#include "tests/support/rich_scenario.h"

#include <string.h>

#include "common/csv.h"
#include "model/list_cell.h"
#include "tests/support/test_model.h"

#define N_FILES 13
#define N_NAMES 6

static const char *const names[N_NAMES] = {"a,b",     "\"q\"",  "x;y|z:w\\", "'; drop table t; --",
                                           "../höst", " blank "};

/* A file as cells, so that it can be written in many ways. */
typedef struct {
    const char *name;
    GPtrArray *rows; /* of strv; the first is the header */
} File;

struct RichScenario {
    GRand *random;
    File files[N_FILES];
    guint n_files;
};

static guint below(RichScenario *scenario, guint n)
{
    return (guint)g_rand_int_range(scenario->random, 0, (gint32)n);
}

static File *add_file(RichScenario *scenario, const char *name, const char *header)
{
    File *file = &scenario->files[scenario->n_files++];
    file->name = name;
    file->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    g_ptr_array_add(file->rows, g_strsplit(header, ",", -1));
    return file;
}

/* Cells end with NULL; each is taken over. */
static void add_row(File *file, char *first, ...)
{
    g_autoptr(GPtrArray) cells = g_ptr_array_new();
    va_list arguments;
    va_start(arguments, first);
    for (char *cell = first; cell != NULL; cell = va_arg(arguments, char *))
        g_ptr_array_add(cells, cell);
    va_end(arguments);
    g_ptr_array_add(cells, NULL);
    g_ptr_array_add(file->rows, g_ptr_array_steal(cells, NULL));
}

static char *maybe(RichScenario *scenario, char *text)
{
    if (below(scenario, 3) > 0)
        return text;
    g_free(text);
    return g_strdup("");
}

static char *decimal(RichScenario *scenario)
{
    return maybe(scenario, g_strdup_printf("%u.%03u", below(scenario, 50), below(scenario, 1000)));
}

static char *amount(RichScenario *scenario, guint n)
{
    return g_strdup_printf("%u", below(scenario, n));
}

static char *name_of(guint index)
{
    return g_strdup(names[index]);
}

static char *any_name(RichScenario *scenario)
{
    return name_of(below(scenario, N_NAMES));
}

static char *escaped(const char *prefix, const char *name)
{
    GString *text = g_string_new(prefix);
    list_append_escaped(text, name);
    return g_string_free(text, FALSE);
}

static char *some_list(RichScenario *scenario, const char *separators)
{
    GString *list = g_string_new(NULL);
    for (guint i = below(scenario, 4); i > 0; i--) {
        if (list->len > 0)
            g_string_append_c(list, separators[below(scenario, (guint)strlen(separators))]);
        list_append_escaped(list, names[below(scenario, N_NAMES)]);
    }
    return g_string_free(list, FALSE);
}

static char *one_of(RichScenario *scenario, const char *words)
{
    g_auto(GStrv) all = g_strsplit(words, " ", -1);
    return maybe(scenario, g_strdup(all[below(scenario, g_strv_length(all))]));
}

static void add_hosts(RichScenario *scenario)
{
    File *file = add_file(scenario, "hosts.csv",
                          "host,class,zone,site,state,tags,machine_cost_per_h,idle_w,peak_w,admin_"
                          "min_per_month,on,cpu_mcpu,"
                          "memory_mib,memory_mib_soft,cpu_model");
    for (guint i = 0; i < N_NAMES; i++)
        add_row(file, name_of(i), maybe(scenario, any_name(scenario)),
                maybe(scenario, any_name(scenario)), maybe(scenario, any_name(scenario)),
                one_of(scenario, "up drain closed failed"), some_list(scenario, ";"),
                decimal(scenario), decimal(scenario), decimal(scenario), decimal(scenario),
                maybe(scenario, g_strdup("1")), amount(scenario, 9000), amount(scenario, 9000),
                maybe(scenario, amount(scenario, 9000)), maybe(scenario, any_name(scenario)), NULL);
}

static void add_services(RichScenario *scenario)
{
    File *tiers = add_file(scenario, "tiers.csv", "tier,resource,hard_permille,max_slowdown");
    File *file =
        add_file(scenario, "services.csv", "service,team,tier,min_zones,max_per_host,near");
    for (guint i = 0; i < N_NAMES; i++) {
        add_row(
            tiers, name_of(i), one_of(scenario, "cpu_mcpu memory_mib"),
            maybe(scenario, amount(scenario, 1000)),
            maybe(scenario, g_strdup_printf("%u.%u", 1 + below(scenario, 9), below(scenario, 100))),
            NULL);
        add_row(file, name_of(i), maybe(scenario, any_name(scenario)),
                maybe(scenario, any_name(scenario)), amount(scenario, 3),
                maybe(scenario, amount(scenario, 5)), some_list(scenario, ";"), NULL);
    }
}

static void add_domains(RichScenario *scenario)
{
    File *file = add_file(scenario, "domains.csv",
                          "domain,service,host,state,move,operator_min,move_cost,dirty_mib_s,"
                          "moved_h_ago,requires,licence,cpu_mcpu,memory_mib,cpu_model");
    File *demand = add_file(scenario, "demand.csv", "domain,resource,period,amount");
    for (guint i = 0; i < N_NAMES; i++) {
        add_row(file, name_of(i), maybe(scenario, any_name(scenario)),
                maybe(scenario, any_name(scenario)), one_of(scenario, "running paused stopped"),
                one_of(scenario, "live save cold never"), decimal(scenario), decimal(scenario),
                amount(scenario, 9), decimal(scenario), some_list(scenario, ";"),
                some_list(scenario, ";"), amount(scenario, 900), amount(scenario, 900),
                maybe(scenario, any_name(scenario)), NULL);
        add_row(demand, name_of(i), g_strdup("cpu_mcpu"), amount(scenario, 4),
                amount(scenario, 900), NULL);
    }
}

static void add_rules(RichScenario *scenario)
{
    static const char *const kinds[N_NAMES] = {"spread", "split",  "fence",
                                               "max_on", "lonely", "gather"};
    File *file = add_file(scenario, "rules.csv",
                          "rule,name,domains,hosts,limit,strength,price_per_h,reason,valid_from");
    for (guint i = 0; i < N_NAMES; i++) {
        bool is_on = i == 3, is_fence = i == 2, has_limit = i == 0 || is_on;
        add_row(file, g_strdup(kinds[i]), name_of(i),
                is_on    ? g_strdup("")
                : i == 4 ? escaped("service:", names[below(scenario, N_NAMES)])
                         : some_list(scenario, i == 1 ? ";|" : ";"),
                is_on || is_fence ? some_list(scenario, ";") : g_strdup(""),
                has_limit ? amount(scenario, 4) : g_strdup(""), one_of(scenario, "hard soft keep"),
                decimal(scenario), any_name(scenario),
                maybe(scenario, g_strdup("2026-02-03T04:05:06Z")), NULL);
    }
}

static void add_small_tables(RichScenario *scenario)
{
    File *policy = add_file(scenario, "policy.csv", "key,value");
    add_row(policy, g_strdup("periods"), g_strdup("4"), NULL);
    add_row(policy, g_strdup("name"), any_name(scenario), NULL);
    add_row(policy, g_strdup("wage_per_h"), decimal(scenario), NULL);
    add_row(policy, g_strdup("max_moves"), maybe(scenario, amount(scenario, 9)), NULL);
    File *resources = add_file(scenario, "resources.csv",
                               "resource,soft_permille,hard_permille,overload_price,transient");
    add_row(resources, g_strdup("memory_mib"), amount(scenario, 999), g_strdup("900"),
            decimal(scenario), amount(scenario, 2), NULL);
    add_row(resources, g_strdup("cpu_mcpu"), maybe(scenario, amount(scenario, 999)), g_strdup(""),
            decimal(scenario), g_strdup(""), NULL);
    File *licences =
        add_file(scenario, "licences.csv", "licence,cost_per_host_h,cost_per_core_h,max_hosts");
    File *moves = add_file(scenario, "move_costs.csv", "from,to,operator_min,cost");
    File *balance = add_file(scenario, "balance.csv", "resource,with,ratio_permille,price_per_h");
    File *blackout = add_file(scenario, "blackout.csv", "scope,from,to");
    File *cpus = add_file(scenario, "cpu_models.csv", "cpu_model,runs_on");
    for (guint i = 0; i < N_NAMES; i++) {
        add_row(licences, name_of(i), decimal(scenario), decimal(scenario),
                maybe(scenario, amount(scenario, 9)), NULL);
        add_row(cpus, name_of(i), some_list(scenario, ";"), NULL);
        add_row(moves, escaped("", names[i]), escaped("", names[below(scenario, N_NAMES)]),
                decimal(scenario), decimal(scenario), NULL);
        add_row(balance, g_strdup("memory_mib"), g_strdup("cpu_mcpu"), amount(scenario, 3000),
                decimal(scenario), NULL);
        add_row(blackout, escaped(below(scenario, 2) ? "host:" : "service:", names[i]),
                g_strdup("2026-01-01T00:00:00Z"), g_strdup("2026-01-02T00:00:00.000Z"), NULL);
    }
    add_row(blackout, g_strdup("*"), g_strdup("2026-01-01T00:00:00Z"),
            g_strdup("2026-01-02T00:00:00Z"), NULL);
}

static void shuffle(RichScenario *scenario, guint *order, guint n)
{
    for (guint i = 0; i < n; i++)
        order[i] = i;
    for (guint i = n; i > 1; i--) {
        guint other = below(scenario, i);
        guint kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
}

/* The file with its rows and columns in a random order. */
static char *write_shuffled(RichScenario *scenario, const File *file)
{
    guint n_columns = g_strv_length(file->rows->pdata[0]);
    guint columns[16];
    guint rows[16];
    shuffle(scenario, columns, n_columns);
    shuffle(scenario, rows, file->rows->len - 1);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < file->rows->len; i++) {
        char **row = file->rows->pdata[i == 0 ? 0 : 1 + rows[i - 1]];
        for (guint j = 0; j < n_columns; j++)
            csv_append_cell(text, row[columns[j]], j == 0);
        g_string_append(text, i % 2 == 0 ? "\n" : "\r\n");
    }
    return g_string_free(text, FALSE);
}

Model *rich_scenario_read(RichScenario *scenario)
{
    TestFile files[G_N_ELEMENTS(scenario->files) + 1] = {{NULL, NULL}};
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < scenario->n_files; i++) {
        char *text = write_shuffled(scenario, &scenario->files[i]);
        g_ptr_array_add(texts, text);
        files[i][0] = scenario->files[i].name;
        files[i][1] = text;
    }
    return test_model((const TestFile *)files);
}

RichScenario *rich_scenario_new(guint32 seed)
{
    RichScenario *scenario = g_new0(RichScenario, 1);
    scenario->random = g_rand_new_with_seed(seed);
    add_small_tables(scenario);
    add_hosts(scenario);
    add_services(scenario);
    add_domains(scenario);
    add_rules(scenario);
    return scenario;
}

void rich_scenario_free(RichScenario *scenario)
{
    if (scenario == NULL)
        return;
    for (guint i = 0; i < scenario->n_files; i++)
        g_ptr_array_unref(scenario->files[i].rows);
    g_rand_free(scenario->random);
    g_free(scenario);
}

uint32_t *rich_scenario_placement(RichScenario *scenario, const Model *model)
{
    uint32_t *placement = g_new(uint32_t, model->n_domains + 1);
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        guint host = below(scenario, model->n_hosts + 1);
        placement[domain] = host < model->n_hosts ? host : INDEX_NONE;
    }
    return placement;
}

bool *rich_scenario_in_service(RichScenario *scenario, const Model *model)
{
    bool *in_service = g_new(bool, model->n_hosts + 1);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        in_service[host] = below(scenario, 2) == 1;
    return in_service;
}
