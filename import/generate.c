/* Estates made up from a seed. */
#include <inttypes.h>
#include <math.h>

#include "common/error.h"
#include "common/random.h"
#include "import/import.h"
#include "import/tables.h"
#include "model/scenario.h"

#define N_RESOURCES  4
#define USE_PERMILLE 450 /* of all capacity, at the start */
#define HARD         900 /* permille */
#define MOST_TRIES   60  /* random hosts tried for a domain before all of them */
#define RACK         20  /* hosts in a zone */
#define SITE         100 /* hosts in a site */
#define MOST_PERIODS 288
#define MOST_HOSTS   100000
#define MOST_DOMAINS 1000000

typedef struct {
    const char *name;
    const char *cost_per_h;
    int64_t capacity[N_RESOURCES];
    uint32_t share; /* permille of the hosts */
    uint32_t idle_w, peak_w, admin_min;
} HostClass;

/* Capacity: mCPU, MiB, IOPS, Mbit/s. */
static const HostClass classes[] = {
    {"small", "0.42", {32000, 131072, 20000, 10000}, 300, 90, 210, 104},
    {"medium", "0.71", {48000, 262144, 40000, 20000}, 400, 120, 320, 104},
    {"memory", "1.32", {64000, 786432, 60000, 25000}, 200, 170, 450, 110},
    {"old", "0.48", {24000, 98304, 12000, 10000}, 100, 130, 260, 180},
};

typedef struct {
    int64_t demand[N_RESOURCES];
    uint32_t service, host;
    uint32_t shape; /* 0: flat, 1: by day, 2: by night */
    bool is_approved;
} Made;

typedef struct {
    const GenerateOptions *options;
    GPtrArray *tables;
    Random random;
    const HostClass **class_of; /* [n_hosts] */
    int64_t *room;              /* [host * N_RESOURCES + resource] */
    Made *domains;              /* [n_domains] */
    uint32_t *service_on;       /* [host] last service put there: replicas keep apart */
    uint32_t n_services;
} Generate;

static double between(Generate *generate, double low, double high)
{
    return low + (high - low) * random_unit(&generate->random);
}

static void make_hosts(Generate *generate)
{
    uint32_t n = generate->options->n_hosts;
    for (uint32_t host = 0; host < n; host++) {
        uint32_t draw = random_below(&generate->random, 1000), k = 0;
        while (draw >= classes[k].share)
            draw -= classes[k++].share;
        generate->class_of[host] = &classes[k];
        for (uint32_t r = 0; r < N_RESOURCES; r++)
            generate->room[(gsize)host * N_RESOURCES + r] = classes[k].capacity[r] * HARD / 1000;
    }
}

/* Cloud flavours with measured demand well below what was booked; services of 1 to 12 domains. */
static void make_domains(Generate *generate)
{
    uint32_t left = 0;
    for (uint32_t i = 0; i < generate->options->n_domains; i++) {
        Made *made = &generate->domains[i];
        if (left == 0) {
            generate->n_services++;
            left = 1 + random_below(&generate->random, 12);
        }
        left--;
        double cores = 1 << random_below(&generate->random, 4);
        double gib = cores * (2 << random_below(&generate->random, 3));
        made->service = generate->n_services - 1;
        made->demand[0] = (int64_t)(1000 * cores * between(generate, 0.1, 0.8));
        made->demand[1] = (int64_t)(1024 * gib * between(generate, 0.4, 1.0));
        made->demand[2] = (int64_t)(cores * between(generate, 20, 300));
        made->demand[3] = (int64_t)(cores * between(generate, 10, 220));
        made->shape = random_below(&generate->random, 3);
        made->is_approved = random_below(&generate->random, 10) < 3;
    }
}

/* No domain takes more than a third of any host. */
static int64_t largest_demand(uint32_t r)
{
    int64_t least = INT64_MAX;
    for (gsize k = 0; k < G_N_ELEMENTS(classes); k++)
        least = MIN(least, classes[k].capacity[r]);
    return least / 3;
}

/* Brings the scarcest resource to the wanted use. */
static void scale_demand(Generate *generate)
{
    const GenerateOptions *options = generate->options;
    double most = 0;
    for (uint32_t r = 0; r < N_RESOURCES; r++) {
        double use = 0, room = 0;
        for (uint32_t i = 0; i < options->n_domains; i++)
            use += (double)generate->domains[i].demand[r];
        for (uint32_t host = 0; host < options->n_hosts; host++)
            room += (double)generate->class_of[host]->capacity[r];
        most = MAX(most, use / room);
    }
    double factor = USE_PERMILLE / 1000.0 / most;
    for (uint32_t i = 0; i < options->n_domains; i++)
        for (uint32_t r = 0; r < N_RESOURCES; r++)
            generate->domains[i].demand[r] = CLAMP(
                (int64_t)((double)generate->domains[i].demand[r] * factor), 1, largest_demand(r));
}

static bool try_host(Generate *generate, Made *made, uint32_t host)
{
    int64_t *room = generate->room + (gsize)host * N_RESOURCES;
    for (uint32_t r = 0; r < N_RESOURCES; r++)
        if (room[r] < made->demand[r])
            return false;
    if (generate->service_on[host] == made->service)
        return false;
    for (uint32_t r = 0; r < N_RESOURCES; r++)
        room[r] -= made->demand[r];
    generate->service_on[host] = made->service;
    made->host = host;
    return true;
}

/* Anywhere with room, as estates grow; domains of a service are placed one after another, so that
 * the last service put on a host is all that must be known to keep its replicas apart. */
static bool place_domains(Generate *generate, GError **error)
{
    uint32_t n_hosts = generate->options->n_hosts;
    for (uint32_t i = 0; i < generate->options->n_domains; i++) {
        Made *made = &generate->domains[i];
        bool found = false;
        for (uint32_t k = 0; k < MOST_TRIES && !found; k++)
            found = try_host(generate, made, random_below(&generate->random, n_hosts));
        for (uint32_t host = 0; host < n_hosts && !found; host++)
            found = try_host(generate, made, host);
        if (found)
            continue;
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                    "scenario generate: no host has room for domain %u", i);
        error_add_hint(error, "ask for more hosts, or for more domains that are smaller");
        return false;
    }
    return true;
}

static void write_estate(const Generate *generate)
{
    const GenerateOptions *options = generate->options;
    TextTable *policy = import_table(generate->tables, "policy.csv", "generate");
    import_append(policy, "key,value");
    import_append(policy, "format,1");
    import_append(policy, "name,made up from seed %" PRIu64, options->seed);
    import_append(policy, "periods,%u", options->n_periods);
    TextTable *hosts = import_table(generate->tables, "hosts.csv", "generate");
    import_append(hosts,
                  "host,class,zone,site,machine_cost_per_h,admin_min_per_month,idle_w,peak_w,"
                  "cpu_mcpu,memory_mib,disk_iops,network_mbit_s");
    int digits = import_digits(options->n_hosts);
    for (uint32_t host = 0; host < options->n_hosts; host++) {
        const HostClass *class = generate->class_of[host];
        import_append(hosts,
                      "host%0*u,%s,rack%04u,site%03u,%s,%u,%u,%u,%" PRId64 ",%" PRId64 ",%" PRId64
                      ",%" PRId64,
                      digits, host, class->name, host / RACK, host / SITE, class->cost_per_h,
                      class->admin_min, class->idle_w, class->peak_w, class->capacity[0],
                      class->capacity[1], class->capacity[2], class->capacity[3]);
    }
    TextTable *services = import_table(generate->tables, "services.csv", "generate");
    import_append(services, "service,team,cost_center,max_per_host");
    for (uint32_t s = 0; s < generate->n_services; s++)
        import_append(services, "service%0*u,team%02u,center%u,1",
                      import_digits(generate->n_services), s, s % 40, s % 7);
}

static void write_domains(const Generate *generate)
{
    const GenerateOptions *options = generate->options;
    TextTable *domains = import_table(generate->tables, "domains.csv", "generate");
    import_append(domains, "domain,service,host,operator_min,dirty_mib_s,cpu_mcpu,memory_mib,"
                           "disk_iops,network_mbit_s");
    for (uint32_t i = 0; i < options->n_domains; i++) {
        const Made *made = &generate->domains[i];
        import_append(
            domains,
            "domain%0*u,service%0*u,host%0*u,%u,%u,%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64,
            import_digits(options->n_domains), i, import_digits(generate->n_services),
            made->service, import_digits(options->n_hosts), made->host, made->is_approved ? 35 : 5,
            1 + i % 40, made->demand[0], made->demand[1], made->demand[2], made->demand[3]);
    }
}

/* Demand of CPU and network by day or by night, never above what the start has room for. */
static void write_demand(Generate *generate)
{
    static const char *const names[] = {"cpu_mcpu", "network_mbit_s"};
    static const uint32_t resources[] = {0, 3};
    const GenerateOptions *options = generate->options;
    if (options->n_periods == 1)
        return;
    TextTable *demand = import_table(generate->tables, "demand.csv", "generate");
    import_append(demand, "domain,resource,period,amount");
    for (uint32_t i = 0; i < options->n_domains; i++)
        for (uint32_t k = 0; k < G_N_ELEMENTS(names); k++)
            for (uint32_t p = 0; p < options->n_periods; p++) {
                const Made *made = &generate->domains[i];
                double hour = 24.0 * p / options->n_periods - (made->shape == 1 ? 7 : 19);
                double wave = MAX(0, sin(hour / 24 * 2 * G_PI));
                double share = made->shape == 0 ? 0.9 : 0.3 + 0.7 * wave;
                share *= between(generate, 0.9, 1.0);
                import_append(demand, "domain%0*u,%s,%u,%" PRId64,
                              import_digits(options->n_domains), i, names[k], p,
                              MAX(1, (int64_t)((double)made->demand[resources[k]] * share)));
            }
}

static bool check(const GenerateOptions *options, GError **error)
{
    if (options->n_hosts >= 1 && options->n_hosts <= MOST_HOSTS && options->n_domains >= 1 &&
        options->n_domains <= MOST_DOMAINS && options->n_periods >= 1 &&
        options->n_periods <= MOST_PERIODS)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                "scenario generate: from 1 to %d hosts, 1 to %d domains and 1 to %d periods",
                MOST_HOSTS, MOST_DOMAINS, MOST_PERIODS);
    return false;
}

Model *import_generate(const GenerateOptions *options, GError **error)
{
    if (!check(options, error))
        return NULL;
    g_autoptr(GPtrArray) tables = import_tables_new();
    g_autofree const HostClass **class_of = g_new0(const HostClass *, options->n_hosts);
    g_autofree int64_t *room = g_new0(int64_t, (gsize)options->n_hosts * N_RESOURCES);
    g_autofree Made *domains = g_new0(Made, options->n_domains);
    g_autofree uint32_t *service_on = g_new(uint32_t, options->n_hosts);
    for (uint32_t host = 0; host < options->n_hosts; host++)
        service_on[host] = UINT32_MAX;
    Generate generate = {.options = options, .tables = tables, .class_of = class_of};
    generate.random = random_new(options->seed);
    generate.room = room;
    generate.domains = domains;
    generate.service_on = service_on;
    make_hosts(&generate);
    make_domains(&generate);
    scale_demand(&generate);
    if (!place_domains(&generate, error))
        return NULL;
    write_estate(&generate);
    write_domains(&generate);
    write_demand(&generate);
    return model_from_tables(tables, error);
}
