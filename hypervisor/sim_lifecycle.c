#include <string.h>

#include "common/error.h"
#include "hypervisor/domain_xml.h"
#include "hypervisor/sim_advance.h"
#include "hypervisor/sim_driver.h"

static bool fail(GError **error, const char *domain, const char *why)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "domain '%s': %s", domain, why);
    return false;
}

static bool is_persistent(const json_t *domain)
{
    return json_is_true(json_object_get(domain, "persistent"));
}

/* A domain that is not defined is gone when it stops. */
static void stop(SimWorld *world, json_t *domain)
{
    if (is_persistent(domain))
        sim_set_text(domain, "state", "shutoff");
    else
        sim_world_remove_domain(world, domain);
}

static bool act_start(SimWorld *world, json_t *domain, const char *name, GError **error)
{
    if (!sim_is(domain, "state", "shutoff"))
        return fail(error, name, "it is already active");
    if (json_is_true(json_object_get(domain, "does_not_start")))
        return fail(error, name, "it does not start");
    sim_set_text(domain, "state", "running");
    sim_reset_counters(world, domain);
    return true;
}

/* "deaf": the guest does not heed. */
static bool act_shut_down(SimWorld *world, json_t *domain, const char *name, GError **error)
{
    if (!sim_is(domain, "state", "running"))
        return fail(error, name, "it is not running");
    if (!json_is_true(json_object_get(domain, "deaf")) && !sim_is(domain, "deaf", "yes"))
        stop(world, domain);
    return true;
}

static bool act_save(SimWorld *world, json_t *domain, const char *name, GError **error)
{
    if (!is_persistent(domain))
        return fail(error, name, "a transient domain cannot be saved");
    if (!sim_is(domain, "state", "running"))
        return fail(error, name, "it is not running");
    stop(world, domain);
    return true;
}

static bool act_undefine(SimWorld *world, json_t *domain, const char *name, GError **error)
{
    if (!is_persistent(domain))
        return fail(error, name, "it is not defined");
    if (sim_is(domain, "state", "shutoff"))
        sim_world_remove_domain(world, domain);
    else
        json_object_del(domain, "persistent");
    return true;
}

bool sim_act(void *memory, const char *name, DomainAct act, GError **error)
{
    static bool (*const acts[])(SimWorld *, json_t *, const char *, GError **) = {
        [DOMAIN_ACT_START] = act_start,
        [DOMAIN_ACT_SHUT_DOWN] = act_shut_down,
        [DOMAIN_ACT_SAVE] = act_save,
        [DOMAIN_ACT_UNDEFINE] = act_undefine,
    };
    const SimConnection *connection = memory;
    g_autoptr(SimWorld) world = sim_enter_to_change(connection, error);
    if (world == NULL)
        return false;
    json_t *domain = sim_world_domain(world, connection->host, name, NULL);
    if (domain == NULL)
        return fail(error, name, "not found on the host");
    return acts[act](world, domain, name, error) && sim_world_save(world, error);
}

bool sim_define(void *memory, const char *text, GError **error)
{
    const SimConnection *connection = memory;
    g_autoptr(DomainXml) xml = domain_xml_parse(text, strlen(text), error);
    g_autoptr(SimWorld) world = xml == NULL ? NULL : sim_enter_to_change(connection, error);
    if (world == NULL)
        return false;
    json_t *domain = sim_world_domain(world, connection->host, xml->name, xml->uuid);
    if (domain == NULL) {
        domain = json_pack("{s:s, s:s?, s:s, s:s, s:I, s:i}", "name", xml->name, "uuid", xml->uuid,
                           "host", connection->host, "state", "shutoff", "memory_mib",
                           (json_int_t)xml->memory_mib, "vcpus", (int)xml->n_vcpus);
        json_array_append_new(sim_world_list(world, "domains"), domain);
    }
    json_object_set_new(domain, "persistent", json_true());
    const json_t *host = sim_world_host(world, connection->host);
    if (json_is_true(json_object_get(host, "starts_nothing")))
        json_object_set_new(domain, "does_not_start", json_true());
    return sim_world_save(world, error);
}

char *sim_definition(void *memory, const char *name, GError **error)
{
    const SimConnection *connection = memory;
    if (connection->read_only) {
        fail(error, name, "the connection is read-only");
        return NULL;
    }
    return sim_driver.domain_xml(memory, name, error);
}
