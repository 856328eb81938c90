#include "plan/order_cluster.h"

#define MOST_PENDING 8
#define MOST_STAYING 6
#define MOST_SPARE   6

static bool has(const GArray *numbers, uint32_t number)
{
    for (guint i = 0; i < numbers->len; i++)
        if (g_array_index(numbers, uint32_t, i) == number)
            return true;
    return false;
}

static void add(GArray *numbers, uint32_t number)
{
    if (number != INDEX_NONE && !has(numbers, number))
        g_array_append_val(numbers, number);
}

static void add_pending(OrderCluster *cluster, const OrderRun *run, uint32_t domain)
{
    add(cluster->domains, domain);
    add(cluster->hosts, order_state_host(run->state, domain));
    add(cluster->hosts, run->problem->target[domain]);
}

/* Shares a host with the cluster, leaving it or coming to it. */
static bool is_near(const OrderCluster *cluster, const OrderRun *run, uint32_t domain)
{
    return has(cluster->hosts, order_state_host(run->state, domain)) ||
           has(cluster->hosts, run->problem->target[domain]);
}

static void grow(OrderCluster *cluster, const OrderRun *run)
{
    uint32_t n_domains = run->problem->model->n_domains;
    for (bool grown = true; grown && cluster->domains->len < MOST_PENDING;) {
        grown = false;
        for (uint32_t i = 0; i < n_domains && cluster->domains->len < MOST_PENDING; i++) {
            if (order_run_is_done(run, i) || has(cluster->domains, i) || !is_near(cluster, run, i))
                continue;
            add_pending(cluster, run, i);
            grown = true;
        }
    }
}

/* Domains that are where they belong, on the hosts of the cluster: they may be parked as well. */
static void add_staying(OrderCluster *cluster, const OrderRun *run)
{
    uint32_t n_domains = run->problem->model->n_domains;
    guint n_pending = cluster->domains->len;
    for (uint32_t i = 0; i < n_domains && cluster->domains->len < n_pending + MOST_STAYING; i++)
        if (order_run_is_done(run, i) && is_near(cluster, run, i))
            add(cluster->domains, i);
}

static void add_spare_hosts(OrderCluster *cluster, const OrderRun *run)
{
    guint n_near = cluster->hosts->len;
    uint32_t n_hosts = run->problem->model->n_hosts;
    for (uint32_t host = 0; host < n_hosts && cluster->hosts->len < n_near + MOST_SPARE; host++)
        for (guint i = 0; i < cluster->domains->len; i++) {
            uint32_t domain = g_array_index(cluster->domains, uint32_t, i);
            if (order_state_has_room(run->state, domain, host) &&
                order_problem_may_go(run->problem, domain, host)) {
                add(cluster->hosts, host);
                break;
            }
        }
}

void order_cluster_init(OrderCluster *cluster, const OrderRun *run, uint32_t domain)
{
    cluster->domains = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    cluster->hosts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    add_pending(cluster, run, domain);
    grow(cluster, run);
    add_staying(cluster, run);
    add_spare_hosts(cluster, run);
}

void order_cluster_clear(OrderCluster *cluster)
{
    g_clear_pointer(&cluster->domains, g_array_unref);
    g_clear_pointer(&cluster->hosts, g_array_unref);
}
