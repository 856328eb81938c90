#include "actuator/errand.h"

#include <stdlib.h>
#include <string.h>

#include "actuator/procedure.h"
#include "actuator/replicate.h"
#include "common/error.h"
#include "model/scenario.h"
#include "store/snapshot_store.h"

static void clear_addresses(Errand *errand)
{
    for (uint32_t i = 0; errand->addresses != NULL && i < errand->model->n_hosts; i++) {
        g_free(errand->addresses[i].uri);
        g_free(errand->addresses[i].peer_uri);
        g_free(errand->addresses[i].migrate_uri);
        g_free(errand->addresses[i].state);
        g_free(errand->addresses[i].power_on);
        g_free(errand->addresses[i].power_off);
    }
    g_clear_pointer(&errand->addresses, g_free);
}

void errand_free(Errand *errand)
{
    if (errand == NULL)
        return;
    clear_addresses(errand);
    for (uint32_t i = 0; errand->identities != NULL && i < errand->model->n_domains; i++) {
        g_free(errand->identities[i].name);
        g_free(errand->identities[i].uuid);
    }
    g_free(errand->identities);
    g_clear_pointer(&errand->by_uuid, g_hash_table_unref);
    g_free(errand->demand_now);
    g_free(errand->steps);
    plan_document_free(errand->document);
    stored_plan_free(errand->plan);
    model_free(errand->model);
    g_free(errand);
}

const char *errand_domain(const Errand *errand, const Step *step)
{
    return step->domain == INDEX_NONE ? "" : errand->model->domains[step->domain].name;
}

const DomainIdentity *errand_identity(const Errand *errand, const Step *step)
{
    return &errand->identities[step->domain];
}

uint32_t errand_find_domain(const Errand *errand, const char *uuid)
{
    guint found = GPOINTER_TO_UINT(g_hash_table_lookup(errand->by_uuid, uuid));
    return found == 0 ? INDEX_NONE : found - 1;
}

const char *errand_host(const Errand *errand, uint32_t host)
{
    return host == INDEX_NONE ? "" : errand->model->hosts[host].name;
}

char *errand_describe(const Errand *errand, const Step *step)
{
    const char *from = errand_host(errand, step->from);
    const char *to = errand_host(errand, step->to);
    if (step->domain == INDEX_NONE)
        return g_strdup_printf("%s '%s'", action_kind_names[step->kind],
                               step->kind == ACTION_POWER_OFF ? from : to);
    GString *text = g_string_new(action_kind_names[step->kind]);
    g_string_append_printf(text, " '%s'", errand_domain(errand, step));
    if (step->from != INDEX_NONE)
        g_string_append_printf(text, " from '%s'", from);
    if (step->to != INDEX_NONE)
        g_string_append_printf(text, " to '%s'", to);
    return g_string_free(text, FALSE);
}

/* What was approved is a digest; what is carried out must give exactly that digest. */
static bool check_digests(const Errand *errand, GError **error)
{
    g_autofree char *snapshot_digest = model_digest(errand->model);
    g_autofree char *plan_digest = plan_compute_digest(errand->model, errand->document->plan);
    bool snapshot_same = strcmp(snapshot_digest, errand->plan->snapshot_digest) == 0;
    if (snapshot_same && strcmp(plan_digest, errand->plan->plan_digest) == 0)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NOT_APPROVED,
                "plan '%s' is not what was approved: its %s was altered", errand->plan->id,
                snapshot_same ? "content" : "snapshot");
    error_add_hint(error, "make a new plan; 'vmatrix verify %s' shows what is wrong with this one",
                   errand->plan->id);
    return false;
}

static bool check_built(const Errand *errand, const Step *step, GError **error)
{
    const char *missing = NULL;
    if (step_procedure(errand, step) == NULL)
        missing = step->kind == ACTION_MIGRATE ? "its moves are not supported yet"
                                               : "such actions are not supported yet";
    else if (step->domain != INDEX_NONE && errand_identity(errand, step)->uuid == NULL)
        missing = "its snapshot is a scenario, not an estate with hypervisors";
    if (missing == NULL)
        return true;
    g_autofree char *what = errand_describe(errand, step);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "cannot %s: %s", what, missing);
    error_add_hint(error, "nothing was begun");
    return false;
}

static bool make_steps(Errand *errand, GError **error)
{
    const Plan *plan = errand->document->plan;
    errand->n_steps = plan->n_actions;
    errand->steps = g_new0(Step, plan->n_actions);
    for (uint32_t i = 0; i < plan->n_actions; i++) {
        const Action *action = &plan->actions[i];
        errand->steps[i] = (Step){
            .seq = i + 1,
            .wave = action->wave,
            .kind = action->kind,
            .domain = action->domain,
            .from = action->from,
            .to = action->to,
            .expected_s = action->expected_s,
        };
        if (!check_built(errand, &errand->steps[i], error))
            return false;
    }
    return true;
}

static bool query_of_snapshot(const Errand *errand, Database *database, const char *query,
                              Rows **ret_rows, GError **error)
{
    g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, errand->plan->snapshot_id);
    return database_query(database, query, (const char *[]){id}, 1, ret_rows, error);
}

static bool read_addresses(Errand *errand, Database *database, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    errand->addresses = g_new0(HostAddress, errand->model->n_hosts);
    if (!query_of_snapshot(errand, database, "actuator_hosts", &rows, error))
        return false;
    for (guint i = 0; i < rows_n(rows); i++) {
        uint32_t host = model_find_host(errand->model, rows_get_named(rows, i, "host"));
        if (host == INDEX_NONE)
            continue;
        HostAddress *address = &errand->addresses[host];
        address->uri = g_strdup(rows_get_named(rows, i, "uri"));
        address->peer_uri = g_strdup(rows_get_named(rows, i, "peer_uri"));
        address->migrate_uri = g_strdup(rows_get_named(rows, i, "migrate_uri"));
        address->state = g_strdup(rows_get_named(rows, i, "state"));
        address->power_on = g_strdup(rows_get_named(rows, i, "power_on"));
        address->power_off = g_strdup(rows_get_named(rows, i, "power_off"));
        const char *confirm_s = rows_get_named(rows, i, "confirm_s");
        address->confirm_s = confirm_s == NULL ? 0 : (uint32_t)strtoul(confirm_s, NULL, 10);
    }
    return true;
}

static void know_by_uuid(Errand *errand, uint32_t domain)
{
    if (errand->identities[domain].uuid != NULL)
        g_hash_table_insert(errand->by_uuid, errand->identities[domain].uuid,
                            GUINT_TO_POINTER(domain + 1));
}

/* Copies that are to be made have no identity yet; where their template has one they get theirs. */
static void name_copies(Errand *errand)
{
    for (uint32_t i = 0; i < errand->model->n_domains; i++) {
        const Domain *copy = &errand->model->domains[i];
        DomainIdentity *identity = &errand->identities[i];
        if (copy->replica_of == INDEX_NONE || copy->host != INDEX_NONE || identity->uuid != NULL ||
            errand->identities[copy->replica_of].uuid == NULL)
            continue;
        g_free(identity->name);
        identity->name = g_strdup(copy->name);
        identity->uuid = replica_uuid(errand->plan->plan_digest, copy->name);
        know_by_uuid(errand, i);
    }
}

static bool read_identities(Errand *errand, Database *database, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    errand->identities = g_new0(DomainIdentity, errand->model->n_domains);
    errand->by_uuid = g_hash_table_new(g_str_hash, g_str_equal);
    if (!query_of_snapshot(errand, database, "actuator_domains", &rows, error))
        return false;
    for (guint i = 0; i < rows_n(rows); i++) {
        uint32_t domain = model_find_domain(errand->model, rows_get_named(rows, i, "domain"));
        if (domain == INDEX_NONE)
            continue;
        errand->identities[domain].name = g_strdup(rows_get_named(rows, i, "observed_name"));
        errand->identities[domain].uuid = g_strdup(rows_get_named(rows, i, "uuid"));
        know_by_uuid(errand, domain);
    }
    name_copies(errand);
    return true;
}

static bool read_demand(Errand *errand, Database *database, GError **error)
{
    const Model *model = errand->model;
    gsize n = (gsize)model->n_domains * model->n_resources;
    g_autoptr(Rows) rows = NULL;
    errand->demand_now = g_new(int64_t, n);
    for (gsize i = 0; i < n; i++)
        errand->demand_now[i] = NO_LIMIT;
    if (!query_of_snapshot(errand, database, "actuator_demand", &rows, error))
        return false;
    for (guint i = 0; i < rows_n(rows); i++) {
        uint32_t domain = model_find_domain(model, rows_get_named(rows, i, "domain"));
        uint32_t resource = model_find_resource(model, rows_get_named(rows, i, "resource"));
        if (domain != INDEX_NONE && resource != INDEX_NONE)
            errand->demand_now[(gsize)domain * model->n_resources + resource] =
                g_ascii_strtoll(rows_get_named(rows, i, "amount"), NULL, 10);
    }
    return true;
}

bool errand_refresh(Errand *errand, Database *database, GError **error)
{
    clear_addresses(errand);
    g_clear_pointer(&errand->demand_now, g_free);
    return read_addresses(errand, database, error) && read_demand(errand, database, error);
}

Errand *errand_load(Database *database, const char *plan, GError **error)
{
    g_autoptr(Errand) errand = g_new0(Errand, 1);
    errand->plan = plan_store_load(database, plan, error);
    if (errand->plan == NULL)
        return NULL;
    errand->model = snapshot_load(database, errand->plan->snapshot_id, error);
    if (errand->model == NULL)
        return NULL;
    g_autofree char *source = g_strdup_printf("plan '%s'", errand->plan->id);
    errand->document = plan_from_json(errand->model, errand->plan->plan_json, source, error);
    if (errand->document == NULL || !check_digests(errand, error) ||
        !read_addresses(errand, database, error) || !read_identities(errand, database, error) ||
        !read_demand(errand, database, error) || !make_steps(errand, error))
        return NULL;
    return g_steal_pointer(&errand);
}

static bool read_state(Errand *errand, const Rows *rows, guint row, GError **error)
{
    guint64 seq = g_ascii_strtoull(rows_get_named(rows, row, "seq"), NULL, 10);
    StepState state;
    if (seq >= 1 && seq <= errand->n_steps &&
        step_state_parse(rows_get_named(rows, row, "state"), &state)) {
        errand->steps[seq - 1].state = state;
        errand->steps[seq - 1].attempt =
            (uint32_t)strtoul(rows_get_named(rows, row, "attempt"), NULL, 10);
        errand->steps[seq - 1].called = strcmp(rows_get_named(rows, row, "called"), "t") == 0;
        return true;
    }
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                "plan '%s' has no step %s in state '%s'", errand->plan->id,
                rows_get_named(rows, row, "seq"), rows_get_named(rows, row, "state"));
    return false;
}

bool errand_read_states(Errand *errand, Database *database, bool *ret_half_way, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    const char *plan = errand->plan->id;
    if (!database_query(database, "execution_steps", &plan, 1, &rows, error))
        return false;
    for (uint32_t i = 0; i < errand->n_steps; i++)
        errand->steps[i].state = STEP_PLANNED;
    for (guint i = 0; i < rows_n(rows); i++)
        if (!read_state(errand, rows, i, error))
            return false;
    *ret_half_way = rows_n(rows) > 0;
    return true;
}
