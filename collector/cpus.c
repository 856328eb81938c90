#include "collector/cpus.h"

#include "hypervisor/hypervisor.h"
#include "store/collect.h"

#define MAX_AT_ONCE 64

/* The questions to one host, and its answers. */
typedef struct {
    GPtrArray *pairs; /* CpuPair *, borrowed */
    GArray *answers;  /* of the first ones: 1 runs, 0 does not, -1 not told */
    int64_t deadline_ms;
} Visit;

static void visit_free(Visit *visit)
{
    g_ptr_array_unref(visit->pairs);
    g_array_unref(visit->answers);
    g_free(visit);
}

static void run_visit(gpointer data, G_GNUC_UNUSED gpointer user_data)
{
    Visit *visit = data;
    const CpuPair *first = visit->pairs->pdata[0];
    int64_t end_us = g_get_monotonic_time() + visit->deadline_ms * 1000;
    g_autoptr(Hypervisor) host = hypervisor_open(first->uri, true, visit->deadline_ms, NULL);
    for (guint i = 0; host != NULL && i < visit->pairs->len; i++) {
        const CpuPair *pair = visit->pairs->pdata[i];
        bool runs = false;
        hypervisor_set_deadline(host, MAX((end_us - g_get_monotonic_time()) / 1000, 1));
        int answer = hypervisor_compare_cpu(host, pair->cpu_xml, &runs, NULL) ? runs : -1;
        g_array_append_val(visit->answers, answer);
    }
}

/* pairs: sorted by host. */
static GPtrArray *plan_visits(const GPtrArray *pairs, int64_t deadline_ms)
{
    GPtrArray *visits = g_ptr_array_new_with_free_func((GDestroyNotify)visit_free);
    const char *host = NULL;
    for (guint i = 0; i < pairs->len; i++) {
        CpuPair *pair = pairs->pdata[i];
        if (g_strcmp0(host, pair->host) != 0) {
            Visit *visit = g_new0(Visit, 1);
            visit->pairs = g_ptr_array_new();
            visit->answers = g_array_new(FALSE, FALSE, sizeof(int));
            visit->deadline_ms = deadline_ms;
            g_ptr_array_add(visits, visit);
            host = pair->host;
        }
        g_ptr_array_add(((Visit *)visits->pdata[visits->len - 1])->pairs, pair);
    }
    return visits;
}

static void make_visits(GPtrArray *visits)
{
    GThreadPool *pool =
        g_thread_pool_new(run_visit, NULL, (gint)CLAMP(visits->len, 1, MAX_AT_ONCE), FALSE, NULL);
    for (guint i = 0; i < visits->len; i++)
        g_thread_pool_push(pool, visits->pdata[i], NULL);
    g_thread_pool_free(pool, FALSE, TRUE);
}

static bool store_answers(const Visit *visit, Database *database, GError **error)
{
    for (guint i = 0; i < visit->answers->len; i++) {
        int answer = g_array_index(visit->answers, int, i);
        if (answer >= 0 &&
            !collect_comparison(database, visit->pairs->pdata[i], answer == 1, error))
            return false;
    }
    return true;
}

bool cpus_compare(Database *database, int64_t deadline_ms, GError **error)
{
    g_autoptr(GPtrArray) pairs = collect_cpu_pairs(database, error);
    if (pairs == NULL)
        return false;
    g_autoptr(GPtrArray) visits = plan_visits(pairs, deadline_ms);
    make_visits(visits);
    for (guint i = 0; i < visits->len; i++)
        if (!store_answers(visits->pdata[i], database, error))
            return false;
    return true;
}
