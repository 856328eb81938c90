/* The simulated world: one JSON file that processes share under a lock.
 *
 * A world is opened (locked, read, brought up to now), looked at or changed, and
 * closed; saving replaces the file atomically, so that a process killed at any
 * point leaves either the old or the new world. Migrations are entries with a
 * start and a duration: whoever opens the world after their end completes them,
 * which makes them peer-to-peer, going on without the client.
 *
 * {"format":1, "clock":"real|manual", "now_ms":0,
 *  "hosts":{"h1":{"state":"up|down|unreachable|hang","cpus":4,"memory_mib":8192,…}},
 *  "domains":[{"name":…,"uuid":…,"host":…,"state":"running|paused|shutoff|crashed",…}],
 *  "migrations":[…], "faults":[{"domain":"*","point":…,"times":1}]}
 * Keys that are left out have defaults; tests/support/sim_world.h makes worlds.
 */
#ifndef VMATRIX_HYPERVISOR_SIM_WORLD_H
#define VMATRIX_HYPERVISOR_SIM_WORLD_H

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    char *path;
    int lock_fd;
    json_t *root;
} SimWorld;

/* Locks and reads; waits for the lock. */
SimWorld *sim_world_open(const char *path, GError **error);
/* Gives up what was changed since the last save. */
void sim_world_close(SimWorld *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SimWorld, sim_world_close)
bool sim_world_save(SimWorld *world, GError **error);
/* Writes a first, empty world. */
bool sim_world_create(const char *path, bool manual_clock, GError **error);

/* Milliseconds: of the machine since boot, or what "now_ms" says where the clock is manual. */
int64_t sim_world_now_ms(const SimWorld *world);

/* Borrowed; NULL where there is none. uuid NULL: by name. */
json_t *sim_world_host(const SimWorld *world, const char *host);
json_t *sim_world_domain(const SimWorld *world, const char *host, const char *name,
                         const char *uuid);
json_t *sim_world_list(const SimWorld *world, const char *key); /* made where it is missing */
void sim_world_remove_domain(SimWorld *world, json_t *domain);
/* The running migration of that domain away from that host. */
json_t *sim_world_migration(const SimWorld *world, const char *from, const char *uuid);

const char *sim_text(const json_t *object, const char *key, const char *fallback);
int64_t sim_number(const json_t *object, const char *key, int64_t fallback);
bool sim_is(const json_t *object, const char *key, const char *text);
void sim_set_text(json_t *object, const char *key, const char *text);
void sim_set_number(json_t *object, const char *key, int64_t number);

#endif
