/* Simulated worlds for tests: make one, change it behind the program's back, look at it.
 *
 * Every function locks the world for itself and brings it up to now first; a
 * failure ends the test program. Keys of hosts and domains are those of the
 * world's file, see hypervisor/sim_world.h and below:
 *
 * host:   lacks (names of networks and volumes), networks, pools, local_pools (lists),
 * starts_nothing, state ("up", "down", "unreachable", "hang"), cpus, memory_mib, free_memory_mib,
 * cpu_model, cpu_xml, runs_cpu, hostname, missing domain: state ("running", "paused", "shutoff",
 * "crashed"), memory_mib, vcpus, cpu_mcpu (use), block_requests_per_s, block_bytes_per_s,
 * network_rx_bytes_per_s, network_tx_bytes_per_s, cpu_time_ns, start_token, migration_ms (20),
 * downtime_ms (80), persistent, xml, service, team, cost_center, missing
 */
#ifndef VMATRIX_TESTS_SUPPORT_SIM_WORLD_H
#define VMATRIX_TESTS_SUPPORT_SIM_WORLD_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    char *directory; /* temporary, its own */
    char *path;
} TestWorld;

/* With a manual clock time stands still but for test_world_step. */
TestWorld *test_world_new(bool manual_clock);
void test_world_free(TestWorld *world); /* removes its directory */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TestWorld, test_world_free)

char *test_world_uri(const TestWorld *world, const char *host); /* caller frees */
char *test_world_uuid(const char *domain); /* the uuid that a domain of that name gets */

void test_world_add_host(const TestWorld *world, const char *host);
/* Running, 256 MiB, 1 vcpu, 100 mcpu in use. */
void test_world_add_domain(const TestWorld *world, const char *host, const char *domain);
void test_world_set_host(const TestWorld *world, const char *host, const char *key,
                         const char *text);
/* One more network or volume ("POOL/VOLUME") that the host does not have. */
void test_world_set_host_lacks(const TestWorld *world, const char *host, const char *name);
/* Sets a list (networks, pools, local_pools); names parted by blanks, "" for none. */
void test_world_set_host_list(const TestWorld *world, const char *host, const char *key,
                              const char *names);
/* Sets a key that is true or missing. */
void test_world_set_host_truth(const TestWorld *world, const char *host, const char *key);
void test_world_set_host_number(const TestWorld *world, const char *host, const char *key,
                                int64_t number);
void test_world_set_domain(const TestWorld *world, const char *host, const char *domain,
                           const char *key, const char *text);
void test_world_set_domain_number(const TestWorld *world, const char *host, const char *domain,
                                  const char *key, int64_t number);
void test_world_set_persistent(const TestWorld *world, const char *host, const char *domain);
/* The domain no longer tells "cpu", "balloon", "rss", "block", "network" or "start_token". */
void test_world_forget(const TestWorld *world, const char *host, const char *domain,
                       const char *what);
/* Somebody stops and starts it: counters from 0, new start token. */
void test_world_restart(const TestWorld *world, const char *host, const char *domain);
/* Somebody moves it by hand, at once. */
void test_world_move(const TestWorld *world, const char *domain, const char *from, const char *to);
void test_world_remove(const TestWorld *world, const char *host, const char *domain);
/* Somebody pauses, removes or resizes a domain, or moves it to host, by hand: "pause", "remove",
 * "resize", "move". False, and nothing done, where it does not run, is being migrated, or is there
 * already. */
bool test_world_meddle(const TestWorld *world, const char *domain, const char *how,
                       const char *host);
/* The next migration of that domain ("*": any) meets it; points: hypervisor/sim_advance.h. */
void test_world_fault(const TestWorld *world, const char *domain, const char *point);
/* Takes back the faults that have not struck. */
void test_world_forget_faults(const TestWorld *world);
/* A person has put the domain back to where its last migration took it from: that one is "undone"
 * from now on. False where the last one has not ended well or began elsewhere. */
bool test_world_undo_migration(const TestWorld *world, const char *domain, const char *from);
/* Forgets the migrations that were ever begun. */
void test_world_forget_migrations(const TestWorld *world);
/* Lets time pass in a world with a manual clock. */
void test_world_step(const TestWorld *world, int64_t ms);
void test_world_power_off(const TestWorld *world, const char *host);

/* Where a domain is: "h1:running h2:paused", in order of host; "" for nowhere. Caller frees. */
char *test_world_where(const TestWorld *world, const char *domain);
/* Migrations of a domain ("*": of all) that were ever begun. */
guint test_world_n_migrations(const TestWorld *world, const char *domain);
/* The most migrations that ran at the same time. */
guint test_world_most_at_once(const TestWorld *world);

#endif
