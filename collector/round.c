#include "collector/round.h"

#include <string.h>

/* More at once would only wait for each other. */
#define MAX_AT_ONCE 256

typedef struct {
    const CollectTarget *target;
    int64_t deadline_ms;
    Probe **ret_probe;
} ProbeTask;

static void round_conflict_free(gpointer memory)
{
    RoundConflict *conflict = memory;
    g_free(conflict->uuid);
    g_free(conflict->domain);
    g_free(conflict->first_host);
    g_free(conflict->second_host);
    g_free(conflict);
}

void round_free(Round *round)
{
    if (round == NULL)
        return;
    g_free(round->batch);
    g_ptr_array_unref(round->probes);
    g_ptr_array_unref(round->conflicts);
    g_free(round);
}

static void run_task(gpointer data, G_GNUC_UNUSED gpointer user_data)
{
    const ProbeTask *task = data;
    *task->ret_probe = probe_run(task->target->name, task->target->uri, task->deadline_ms);
}

/* Array of Probe*, one a target, in their order. */
static GPtrArray *probe_all(const GPtrArray *targets, int64_t deadline_ms)
{
    GPtrArray *probes = g_ptr_array_new_with_free_func((GDestroyNotify)probe_free);
    g_ptr_array_set_size(probes, (gint)targets->len);
    g_autofree ProbeTask *tasks = g_new0(ProbeTask, targets->len);
    GThreadPool *pool =
        g_thread_pool_new(run_task, NULL, (gint)CLAMP(targets->len, 1, MAX_AT_ONCE), FALSE, NULL);
    for (guint i = 0; i < targets->len; i++) {
        tasks[i] = (ProbeTask){targets->pdata[i], deadline_ms, (Probe **)&probes->pdata[i]};
        g_thread_pool_push(pool, &tasks[i], NULL);
    }
    g_thread_pool_free(pool, FALSE, TRUE);
    return probes;
}

static void add_conflict(GPtrArray *conflicts, const DomainFacts *facts, const char *first_host,
                         const char *second_host)
{
    RoundConflict *conflict = g_new0(RoundConflict, 1);
    conflict->uuid = g_strdup(facts->uuid);
    conflict->domain = g_strdup(facts->name);
    conflict->first_host = g_strdup(first_host);
    conflict->second_host = g_strdup(second_host);
    g_ptr_array_add(conflicts, conflict);
}

static void note_running(GHashTable *host_of_uuid, const Probe *probe, GPtrArray *conflicts)
{
    for (guint i = 0; i < probe->domains->len; i++) {
        const ProbedDomain *domain = probe->domains->pdata[i];
        if (domain->facts->state != DOMAIN_RUNNING)
            continue;
        const char *other = g_hash_table_lookup(host_of_uuid, domain->facts->uuid);
        if (other != NULL)
            add_conflict(conflicts, domain->facts, other, probe->host);
        g_hash_table_insert(host_of_uuid, domain->facts->uuid, probe->host);
    }
}

/* Array of RoundConflict*: what runs on two hosts. */
static GPtrArray *find_conflicts(const GPtrArray *probes)
{
    GPtrArray *conflicts = g_ptr_array_new_with_free_func(round_conflict_free);
    g_autoptr(GHashTable) host_of_uuid = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < probes->len; i++) {
        const Probe *probe = probes->pdata[i];
        if (probe->failure == NULL)
            note_running(host_of_uuid, probe, conflicts);
    }
    return conflicts;
}

static bool is_in_conflict(const GPtrArray *conflicts, const char *host)
{
    for (guint i = 0; i < conflicts->len; i++) {
        const RoundConflict *conflict = conflicts->pdata[i];
        if (strcmp(conflict->first_host, host) == 0 || strcmp(conflict->second_host, host) == 0)
            return true;
    }
    return false;
}

/* Asks the hosts of a conflict again: hosts are not asked at the very same moment, and a domain
 * that moved in between was told by both. A host silent now keeps its first answer. */
static void ask_again(Round *round, const GPtrArray *targets, int64_t deadline_ms)
{
    g_autoptr(GPtrArray) doubtful = g_ptr_array_new();
    for (guint i = 0; i < targets->len; i++)
        if (is_in_conflict(round->conflicts, ((CollectTarget *)targets->pdata[i])->name))
            g_ptr_array_add(doubtful, targets->pdata[i]);
    g_autoptr(GPtrArray) again = probe_all(doubtful, deadline_ms);
    for (guint i = 0, next = 0; i < targets->len && next < doubtful->len; i++) {
        if (targets->pdata[i] != doubtful->pdata[next])
            continue;
        Probe *fresh = again->pdata[next];
        if (fresh->failure == NULL) {
            probe_free(round->probes->pdata[i]);
            round->probes->pdata[i] = g_steal_pointer(&again->pdata[next]);
        }
        next++;
    }
}

Round *round_run(const GPtrArray *targets, int64_t deadline_ms)
{
    int64_t start_us = g_get_monotonic_time();
    Round *round = g_new0(Round, 1);
    round->batch = g_uuid_string_random();
    round->probes = probe_all(targets, deadline_ms);
    round->conflicts = find_conflicts(round->probes);
    if (round->conflicts->len > 0) {
        ask_again(round, targets, deadline_ms);
        g_ptr_array_unref(round->conflicts);
        round->conflicts = find_conflicts(round->probes);
    }
    for (guint i = 0; i < round->probes->len; i++)
        round->n_answered += ((Probe *)round->probes->pdata[i])->failure == NULL ? 1 : 0;
    round->took_ms = (g_get_monotonic_time() - start_us) / 1000;
    return round;
}
