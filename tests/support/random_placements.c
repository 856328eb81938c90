#include "tests/support/random_placements.h"

#include <string.h>

#include "tests/support/test_model.h"

enum { HOST_HOLDS = 1000, MOST_TRIES = 400 };

typedef struct {
    const PlacementKind *kind;
    GArray *memory, *cpu; /* int, of each domain */
    int *use[2];          /* of each host: memory, cpu */
    bool **holds;         /* [host][service] */
} Draw;

static void draw_domains(Draw *draw, GRand *rand)
{
    int wanted = (int)(draw->kind->n_hosts * HOST_HOLDS * draw->kind->load_percent / 100);
    int sum[2] = {0};
    for (;;) {
        int memory =
            g_rand_int_range(rand, (int)draw->kind->smallest, (int)draw->kind->largest + 1);
        int cpu = g_rand_int_range(rand, (int)draw->kind->smallest, (int)draw->kind->largest + 1);
        if (sum[0] + memory > wanted || sum[1] + cpu > wanted)
            return;
        sum[0] += memory;
        sum[1] += cpu;
        g_array_append_val(draw->memory, memory);
        g_array_append_val(draw->cpu, cpu);
    }
}

static guint service_of(const Draw *draw, guint domain)
{
    return draw->kind->services_of == 0 ? 0 : domain / draw->kind->services_of;
}

static bool fits(const Draw *draw, guint domain, uint32_t host)
{
    if (draw->kind->services_of > 0 && draw->holds[host][service_of(draw, domain)])
        return false;
    return draw->use[0][host] + g_array_index(draw->memory, int, domain) <= HOST_HOLDS &&
           draw->use[1][host] + g_array_index(draw->cpu, int, domain) <= HOST_HOLDS;
}

static void forget(Draw *draw)
{
    for (uint32_t host = 0; host < draw->kind->n_hosts; host++) {
        draw->use[0][host] = draw->use[1][host] = 0;
        memset(draw->holds[host], 0, draw->memory->len * sizeof(bool));
    }
}

static bool try_place(Draw *draw, GRand *rand, uint32_t *placement)
{
    forget(draw);
    for (guint domain = 0; domain < draw->memory->len; domain++) {
        uint32_t host = 0;
        int tries = 0;
        do
            host = (uint32_t)g_rand_int_range(rand, 0, (int)draw->kind->n_hosts);
        while (!fits(draw, domain, host) && ++tries < MOST_TRIES);
        if (tries == MOST_TRIES)
            return false;
        placement[domain] = host;
        draw->use[0][host] += g_array_index(draw->memory, int, domain);
        draw->use[1][host] += g_array_index(draw->cpu, int, domain);
        draw->holds[host][service_of(draw, domain)] = true;
    }
    return true;
}

static Model *model_of(const Draw *draw, const uint32_t *start)
{
    g_autoptr(GString) hosts = g_string_new("host,on,memory_mib,cpu_mcpu\n");
    g_autoptr(GString) services = g_string_new("service\n");
    g_autoptr(GString) rules = g_string_new("rule,name,domains\n");
    g_autoptr(GString) domains = g_string_new("domain,service,host,operator_min,memory_mib,"
                                              "cpu_mcpu\n");
    uint32_t size = draw->kind->services_of;
    for (uint32_t host = 0; host < draw->kind->n_hosts; host++)
        g_string_append_printf(hosts, "h%04u,1,%d,%d\n", host, HOST_HOLDS, HOST_HOLDS);
    for (guint i = 0; i < draw->memory->len; i++) {
        g_autofree char *service = size == 0 ? g_strdup("") : g_strdup_printf("s%05u", i / size);
        if (size > 0 && i % size == 0) {
            g_string_append_printf(services, "%s\n", service);
            g_string_append_printf(rules, "spread,%s,service:%s\n", service, service);
        }
        g_string_append_printf(domains, "d%05u,%s,h%04u,%u,%d,%d\n", i, service, start[i], i % 7,
                               g_array_index(draw->memory, int, i),
                               g_array_index(draw->cpu, int, i));
    }
    return test_model((const TestFile[]){
        {"policy.csv", "key,value\nmax_parallel,32\nmax_parallel_per_host,4\n"},
        {"resources.csv", "resource,hard_permille\nmemory_mib,1000\ncpu_mcpu,1000\n"},
        {"hosts.csv", hosts->str},
        {"services.csv", services->str},
        {"rules.csv", rules->str},
        {"domains.csv", domains->str},
        {NULL, NULL}});
}

Model *random_placements(const PlacementKind *kind, uint32_t seed, uint32_t **ret_target)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    g_autoptr(GArray) memory = g_array_new(FALSE, FALSE, sizeof(int));
    g_autoptr(GArray) cpu = g_array_new(FALSE, FALSE, sizeof(int));
    Draw draw = {kind, memory, cpu, {g_new(int, kind->n_hosts), g_new(int, kind->n_hosts)}, NULL};
    draw_domains(&draw, rand);
    draw.holds = g_new(bool *, kind->n_hosts);
    for (uint32_t host = 0; host < kind->n_hosts; host++)
        draw.holds[host] = g_new0(bool, memory->len + 1);
    g_autofree uint32_t *start = g_new(uint32_t, memory->len + 1);
    *ret_target = g_new(uint32_t, memory->len + 1);
    while (!try_place(&draw, rand, start))
        continue;
    while (!try_place(&draw, rand, *ret_target))
        continue;
    Model *model = model_of(&draw, start);
    for (uint32_t host = 0; host < kind->n_hosts; host++)
        g_free(draw.holds[host]);
    g_free(draw.holds);
    g_free(draw.use[0]);
    g_free(draw.use[1]);
    return model;
}
