#include "common/error.h"
#include "model/list_cell.h"
#include "model/reader.h"

static bool read_links(const Model *model, Domain *domain, Row row, GError **error)
{
    return cell_reference(row, "service", NAMES(model->services, model->n_services), "service",
                          &domain->service, error) &&
           cell_reference(row, "host", NAMES(model->hosts, model->n_hosts), "host", &domain->host,
                          error) &&
           cell_reference(row, "cpu_model", NAMES(model->cpu_models, model->n_cpu_models),
                          "CPU model", &domain->cpu_model, error) &&
           cell_list(row, "requires", NAMES(model->tags, model->n_tags), "tag", &domain->requires,
                     error) &&
           cell_list(row, "licence", NAMES(model->licences, model->n_licences), "licence",
                     &domain->licences, error) &&
           cell_reference(row, "replica_of", NAMES(model->domains, model->n_domains), "domain",
                          &domain->replica_of, error) &&
           cell_flag(row, "retire", &domain->retire, error);
}

/* A copy of itself cannot be made. */
static bool check_replica(const Model *model, const Domain *domain, Row row, GError **error)
{
    if (domain->replica_of == INDEX_NONE || &model->domains[domain->replica_of] != domain)
        return true;
    cell_fail(row, "replica_of", error, "a domain is no copy of itself");
    error_add_hint(error, "name the domain it is a copy of, or leave the cell empty");
    return false;
}

static bool read_moving(Domain *domain, Row row, GError **error)
{
    uint32_t state, move;
    if (!cell_choice(row, "state", domain_state_words, DOMAIN_STATE_RUNNING, &state, error) ||
        !cell_choice(row, "move", move_mode_words, MOVE_MODE_LIVE, &move, error) ||
        !cell_minutes(row, "operator_min", &domain->operator_umin, error) ||
        !cell_decimal(row, "move_cost", &domain->move_cost, error) ||
        !cell_decimal(row, "downtime_cost", &domain->downtime_cost, error) ||
        !cell_amount(row, "dirty_mib_s", (AmountRange){0, AMOUNT_MAX, 0}, &domain->dirty_mib_s,
                     error) ||
        !cell_decimal(row, "moved_h_ago", &domain->moved_h_ago, error))
        return false;
    domain->state = (DomainState)state;
    domain->move = (MoveMode)move;
    domain->has_moved_h_ago = !cell_is_empty(row, "moved_h_ago");
    return true;
}

/* Demand for a resource that no host offers is far more likely a forgotten column. */
static bool check_offered(const Reader *reader, uint32_t resource, int64_t amount, Row row,
                          const char *column, GError **error)
{
    const char *name = reader->model->resources[resource].name;
    if (amount == 0 || sheet_has_column(&reader->hosts, name))
        return true;
    cell_fail(row, column, error, "hosts.csv has no column '%s' for the capacity", name);
    error_add_hint(error, "add the column to hosts.csv, or leave the demand empty");
    return false;
}

static bool read_amounts(const Reader *reader, Domain *domain, Row row, GError **error)
{
    const Model *model = reader->model;
    uint32_t n_periods = model->policy.n_periods;
    domain->demand = g_new0(int64_t, (gsize)model->n_resources * n_periods);
    for (uint32_t resource = 0; resource < model->n_resources; resource++) {
        const char *name = model->resources[resource].name;
        int64_t amount;
        if (!cell_amount(row, name, (AmountRange){0, AMOUNT_MAX, 0}, &amount, error) ||
            !check_offered(reader, resource, amount, row, name, error))
            return false;
        for (uint32_t period = 0; period < n_periods; period++)
            domain->demand[(gsize)resource * n_periods + period] = amount;
    }
    return true;
}

bool read_domains(Reader *reader, GError **error)
{
    Model *model = reader->model;
    for (uint32_t i = 0; i < model->n_domains; i++) {
        Domain *domain = &model->domains[reader->domain_ranks[i]];
        Row row = {&reader->domains, i};
        if (!read_links(model, domain, row, error) || !check_replica(model, domain, row, error) ||
            !read_moving(domain, row, error) || !read_amounts(reader, domain, row, error))
            return false;
    }
    return true;
}

typedef struct {
    uint32_t domain, resource;
    int64_t period, amount;
} DemandRow;

static bool read_demand_row(const Model *model, Row row, DemandRow *ret_demand, GError **error)
{
    if (!cell_reference(row, "domain", NAMES(model->domains, model->n_domains), "domain",
                        &ret_demand->domain, error) ||
        !cell_reference(row, "resource", NAMES(model->resources, model->n_resources), "resource",
                        &ret_demand->resource, error))
        return false;
    if (ret_demand->domain == INDEX_NONE)
        return cell_fail(row, "domain", error, "a value is needed here");
    if (ret_demand->resource == INDEX_NONE)
        return cell_fail(row, "resource", error, "a value is needed here");
    AmountRange periods = {0, (int64_t)model->policy.n_periods - 1, MUST_BE_GIVEN};
    if (!cell_amount(row, "period", periods, &ret_demand->period, error)) {
        if (model->policy.n_periods == 1)
            error_add_hint(error, "policy.csv sets 'periods' (1 where it does not)");
        return false;
    }
    return cell_amount(row, "amount", (AmountRange){0, AMOUNT_MAX, MUST_BE_GIVEN},
                       &ret_demand->amount, error);
}

/* given: one byte for each (domain, resource, period) that had a row. */
static bool apply_demand_row(const Reader *reader, Row row, char *given, GError **error)
{
    const Model *model = reader->model;
    DemandRow demand = {0};
    if (!read_demand_row(model, row, &demand, error) ||
        !check_offered(reader, demand.resource, demand.amount, row, "amount", error))
        return false;
    gsize at = (gsize)demand.resource * model->policy.n_periods + (gsize)demand.period;
    gsize size = (gsize)model->n_resources * model->policy.n_periods;
    if (given[demand.domain * size + at]++ != 0)
        return cell_fail(row, "period", error, "a second row for this domain, resource and period");
    model->domains[demand.domain].demand[at] = demand.amount;
    return true;
}

bool read_demand(Reader *reader, GError **error)
{
    const Model *model = reader->model;
    g_auto(Sheet) sheet = {NULL, NULL};
    if (!sheet_open(&sheet, reader->tables, FILE_DEMAND, NULL, error))
        return false;
    gsize size = (gsize)model->n_resources * model->policy.n_periods;
    g_autofree char *given = g_malloc0(sheet.table == NULL ? 1 : model->n_domains * size + 1);
    for (uint32_t i = 0; i < sheet_n_rows(&sheet); i++)
        if (!apply_demand_row(reader, (Row){&sheet, i}, given, error))
            return false;
    return true;
}
