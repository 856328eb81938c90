#include "store/collect.h"

#include <inttypes.h>
#include <jansson.h>

#include "common/error.h"

void collect_target_free(CollectTarget *target)
{
    if (target == NULL)
        return;
    g_free(target->name);
    g_free(target->uri);
    g_free(target);
}

GPtrArray *collect_targets(Database *database, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, "collect_targets", NULL, 0, &rows, error))
        return NULL;
    GPtrArray *targets = g_ptr_array_new_with_free_func((GDestroyNotify)collect_target_free);
    for (guint i = 0; i < rows_n(rows); i++) {
        CollectTarget *target = g_new0(CollectTarget, 1);
        target->name = g_strdup(rows_get_named(rows, i, "host"));
        target->uri = g_strdup(rows_get_named(rows, i, "uri"));
        g_ptr_array_add(targets, target);
    }
    return targets;
}

bool collect_begin(Database *database, const char *batch_uuid, bool *ret_fresh, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, "collect_begin", &batch_uuid, 1, &rows, error))
        return false;
    *ret_fresh = g_strcmp0(rows_get(rows, 0, 0), "t") == 0;
    return true;
}

/* NULL where it was not told. Caller frees. */
static char *number_text(bool has, int64_t value)
{
    return has ? g_strdup_printf("%" PRId64, value) : NULL;
}

/* A counter that leaves int64 cannot be one that counts: it is taken as not told. */
static bool counter_is_sound(bool has, uint64_t value)
{
    return has && value <= (uint64_t)INT64_MAX;
}

/* Text of the host itself; a byte that is not UTF-8 or not printable is no reason to lose a round.
 */
static char *clean_text(const char *text)
{
    if (text == NULL || text[0] == '\0')
        return NULL;
    char *clean = g_utf8_make_valid(text, -1);
    for (char *at = clean; *at != '\0'; at++)
        if (g_ascii_iscntrl(*at))
            *at = ' ';
    return clean;
}

bool collect_host(Database *database, const char *batch_uuid, const HostSample *sample,
                  GError **error)
{
    bool has_cpu_time = counter_is_sound(sample->has_cpu_time_ns, sample->cpu_time_ns);
    g_autofree char *sampled_at = number_text(true, sample->sampled_at_us);
    g_autofree char *cpu_model = clean_text(sample->cpu_model);
    g_autofree char *n_cpus = number_text(sample->has_n_cpus, sample->n_cpus);
    g_autofree char *memory = number_text(sample->has_memory_mib, sample->memory_mib);
    g_autofree char *free_memory =
        number_text(sample->has_free_memory_mib, sample->free_memory_mib);
    g_autofree char *cpu_time = number_text(has_cpu_time, (int64_t)sample->cpu_time_ns);
    const char *const parameters[] = {batch_uuid, sample->host, sampled_at,  cpu_model,
                                      n_cpus,     memory,       free_memory, cpu_time};
    const char *const cpu[] = {sample->host, sample->cpu_xml, cpu_model};
    return database_query(database, "collect_host", parameters, G_N_ELEMENTS(parameters), NULL,
                          error) &&
           (sample->cpu_xml == NULL || !g_utf8_validate(sample->cpu_xml, -1, NULL) ||
            database_query(database, "collect_host_cpu", cpu, G_N_ELEMENTS(cpu), NULL, error));
}

static void set_number(json_t *object, const char *key, bool has, int64_t value)
{
    if (has)
        json_object_set_new(object, key, json_integer(value));
}

static void set_counter(json_t *object, const char *key, bool has, uint64_t value)
{
    set_number(object, key, counter_is_sound(has, value), (int64_t)value);
}

/* A name that is not UTF-8 is left out here and noted as unusable by the database. */
static void set_text(json_t *object, const char *key, const char *text)
{
    if (text != NULL && text[0] != '\0' && g_utf8_validate(text, -1, NULL))
        json_object_set_new(object, key, json_string(text));
}

/* Names that are not UTF-8 are left out. */
static json_t *texts_to_json(const GPtrArray *texts)
{
    json_t *array = json_array();
    for (guint i = 0; i < texts->len; i++)
        if (g_utf8_validate(texts->pdata[i], -1, NULL))
            json_array_append_new(array, json_string(texts->pdata[i]));
    return array;
}

bool collect_places(Database *database, const char *host, const GPtrArray *networks,
                    const GPtrArray *pools, GError **error)
{
    json_t *places = json_object();
    if (networks != NULL)
        json_object_set_new(places, "networks", texts_to_json(networks));
    if (pools != NULL)
        json_object_set_new(places, "pools", texts_to_json(pools));
    char *text = json_dumps(places, JSON_COMPACT);
    json_decref(places);
    bool stored =
        database_query(database, "collect_places", (const char *[]){host, text}, 2, NULL, error);
    free(text);
    return stored;
}

static json_t *domain_to_json(const DomainSample *sample)
{
    json_t *object = json_object();
    g_autoptr(GDateTime) second = g_date_time_new_from_unix_utc(sample->sampled_at_us / 1000000);
    g_autofree char *time = g_date_time_format(second, "%Y-%m-%dT%H:%M:%S");
    g_autofree char *moment =
        g_strdup_printf("%s.%06" PRId64 "Z", time, sample->sampled_at_us % 1000000);
    set_text(object, "uuid", sample->uuid);
    set_text(object, "domain", sample->name);
    set_text(object, "state", sample->state);
    set_text(object, "sampled_at", moment);
    set_text(object, "start_token", sample->start_token);
    set_text(object, "service", sample->service);
    set_text(object, "team", sample->team);
    set_text(object, "cost_center", sample->cost_center);
    set_text(object, "cpu_kind", sample->cpu_kind);
    set_text(object, "cpu_xml", sample->cpu_xml);
    set_text(object, "cpu_model", sample->cpu_model);
    if (sample->requires != NULL)
        json_object_set_new(object, "requires", texts_to_json(sample->requires));
    set_text(object, "stays_because", sample->stays_because);
    if (sample->may_move_cold)
        json_object_set_new(object, "may_move_cold", json_true());
    set_number(object, "n_vcpus", sample->has_n_vcpus, sample->n_vcpus);
    set_number(object, "memory_mib", sample->has_memory_mib, sample->memory_mib);
    set_number(object, "balloon_mib", sample->has_balloon_mib, sample->balloon_mib);
    set_number(object, "rss_mib", sample->has_rss_mib, sample->rss_mib);
    set_counter(object, "cpu_time_ns", sample->has_cpu_time_ns, sample->cpu_time_ns);
    set_counter(object, "block_requests", sample->has_block, sample->block_requests);
    set_counter(object, "block_bytes", sample->has_block, sample->block_bytes);
    set_counter(object, "network_rx_bytes", sample->has_network, sample->network_rx_bytes);
    set_counter(object, "network_tx_bytes", sample->has_network, sample->network_tx_bytes);
    return object;
}

bool collect_domains(Database *database, const char *batch_uuid, const char *host,
                     const DomainSample *samples, guint n, GError **error)
{
    json_t *array = json_array();
    for (guint i = 0; i < n; i++)
        json_array_append_new(array, domain_to_json(&samples[i]));
    char *text = json_dumps(array, JSON_COMPACT);
    json_decref(array);
    bool stored = database_query(database, "collect_domains",
                                 (const char *[]){batch_uuid, host, text}, 3, NULL, error);
    free(text);
    return stored;
}

bool collect_unreachable(Database *database, const char *batch_uuid, const char *host,
                         const char *reason, GError **error)
{
    g_autofree char *clean = clean_text(reason);
    return database_query(
        database, "collect_unreachable",
        (const char *[]){batch_uuid, host, clean == NULL ? "no reason told" : clean}, 3, NULL,
        error);
}

static void cpu_pair_free(CpuPair *pair)
{
    g_free(pair->host);
    g_free(pair->uri);
    g_free(pair->cpu_id);
    g_free(pair->cpu_xml);
    g_free(pair);
}

GPtrArray *collect_cpu_pairs(Database *database, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, "collect_cpu_pairs", NULL, 0, &rows, error))
        return NULL;
    GPtrArray *pairs = g_ptr_array_new_with_free_func((GDestroyNotify)cpu_pair_free);
    for (guint i = 0; i < rows_n(rows); i++) {
        CpuPair *pair = g_new0(CpuPair, 1);
        pair->host = g_strdup(rows_get_named(rows, i, "host"));
        pair->uri = g_strdup(rows_get_named(rows, i, "uri"));
        pair->cpu_id = g_strdup(rows_get_named(rows, i, "cpu_id"));
        pair->cpu_xml = g_strdup(rows_get_named(rows, i, "cpu_xml"));
        g_ptr_array_add(pairs, pair);
    }
    return pairs;
}

bool collect_comparison(Database *database, const CpuPair *pair, bool runs, GError **error)
{
    return database_query(database, "collect_comparison",
                          (const char *[]){pair->host, pair->cpu_id, runs ? "t" : "f"}, 3, NULL,
                          error);
}

bool collect_end(Database *database, const char *batch_uuid, GError **error)
{
    return database_query(database, "collect_end", &batch_uuid, 1, NULL, error);
}
