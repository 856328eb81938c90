#include <string.h>

#include "common/error.h"
#include "model/list_cell.h"
#include "model/move_costs.h"
#include "model/parse.h"
#include "model/reader.h"

bool read_licences(Reader *reader, GError **error)
{
    Model *model = reader->model;
    g_auto(Sheet) sheet = {NULL, NULL};
    if (!sheet_open(&sheet, reader->tables, FILE_LICENCES, NULL, error))
        return false;
    g_autofree uint32_t *ranks = sheet_rank_by_name(&sheet, "licence", error);
    if (ranks == NULL)
        return false;
    model->n_licences = sheet_n_rows(&sheet);
    model->licences = g_new0(Licence, model->n_licences);
    for (uint32_t i = 0; i < model->n_licences; i++) {
        Licence *licence = &model->licences[ranks[i]];
        Row row = {&sheet, i};
        if (!cell_name(row, "licence", &licence->name, error) ||
            !cell_decimal(row, "cost_per_host_h", &licence->cost_per_host_h, error) ||
            !cell_decimal(row, "cost_per_core_h", &licence->cost_per_core_h, error) ||
            !cell_amount(row, "max_hosts", (AmountRange){0, AMOUNT_MAX, NO_LIMIT},
                         &licence->max_hosts, error))
            return false;
    }
    return true;
}

/* A host, or a zone behind 'zone:'. */
static bool read_end(const Model *model, Row row, const char *column, uint32_t *ret_host,
                     uint32_t *ret_zone, GError **error)
{
    g_autoptr(ListItem) item = cell_single_item(row, column, error);
    if (item == NULL)
        return false;
    Names hosts = NAMES(model->hosts, model->n_hosts);
    Names zones = NAMES(model->zones, model->n_zones);
    bool is_zone = item->prefix == PREFIX_ZONE;
    if (!is_zone && item->prefix != PREFIX_NONE)
        return cell_fail(row, column, error, "a host or zone:NAME is expected here");
    uint32_t index = names_find(is_zone ? zones : hosts, item->name);
    if (index == INDEX_NONE)
        return cell_unknown(row, column, is_zone ? zones : hosts, is_zone ? "zone" : "host",
                            item->name, error);
    *ret_host = is_zone ? INDEX_NONE : index;
    *ret_zone = is_zone ? index : INDEX_NONE;
    return true;
}

static int compare_indices(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

/* The row must not say again what another one says; pairs: set of MoveCost read so far. */
static bool check_doubled_pair(GHashTable *pairs, MoveCost *cost, Row row, GError **error)
{
    return g_hash_table_add(pairs, cost) ||
           cell_fail(row, "to", error, "a second row for this pair");
}

bool read_move_costs(Reader *reader, GError **error)
{
    Model *model = reader->model;
    g_auto(Sheet) sheet = {NULL, NULL};
    if (!sheet_open(&sheet, reader->tables, FILE_MOVE_COSTS, NULL, error))
        return false;
    model->move_costs = g_new0(MoveCost, sheet_n_rows(&sheet));
    g_autoptr(GHashTable) pairs = g_hash_table_new(move_cost_hash, move_cost_equal);
    for (uint32_t i = 0; i < sheet_n_rows(&sheet); i++) {
        MoveCost *cost = &model->move_costs[i];
        Row row = {&sheet, i};
        if (!read_end(model, row, "from", &cost->from_host, &cost->from_zone, error) ||
            !read_end(model, row, "to", &cost->to_host, &cost->to_zone, error) ||
            !check_doubled_pair(pairs, cost, row, error) ||
            !cell_minutes(row, "operator_min", &cost->operator_umin, error) ||
            !cell_decimal(row, "cost", &cost->cost, error))
            return false;
        model->n_move_costs = i + 1;
    }
    if (model->n_move_costs > 0)
        qsort(model->move_costs, model->n_move_costs, sizeof(MoveCost), move_cost_compare);
    return true;
}

static bool read_balance_resource(const Model *model, Row row, const char *column,
                                  uint32_t *ret_index, GError **error)
{
    if (!cell_reference(row, column, NAMES(model->resources, model->n_resources), "resource",
                        ret_index, error))
        return false;
    return *ret_index != INDEX_NONE || cell_fail(row, column, error, "a value is needed here");
}

static int compare_balances(const void *left, const void *right)
{
    const Balance *a = left;
    const Balance *b = right;
    int order = compare_indices(a->resource, b->resource);
    order = order != 0 ? order : compare_indices(a->with, b->with);
    if (order != 0 || a->ratio_permille != b->ratio_permille)
        return order != 0 ? order : a->ratio_permille < b->ratio_permille ? -1 : 1;
    if (a->price_per_h.mantissa != b->price_per_h.mantissa)
        return a->price_per_h.mantissa < b->price_per_h.mantissa ? -1 : 1;
    return compare_indices(a->price_per_h.scale, b->price_per_h.scale);
}

bool read_balances(Reader *reader, GError **error)
{
    Model *model = reader->model;
    g_auto(Sheet) sheet = {NULL, NULL};
    if (!sheet_open(&sheet, reader->tables, FILE_BALANCE, NULL, error))
        return false;
    model->n_balances = sheet_n_rows(&sheet);
    model->balances = g_new0(Balance, model->n_balances);
    for (uint32_t i = 0; i < model->n_balances; i++) {
        Balance *balance = &model->balances[i];
        Row row = {&sheet, i};
        if (!read_balance_resource(model, row, "resource", &balance->resource, error) ||
            !read_balance_resource(model, row, "with", &balance->with, error) ||
            !cell_amount(row, "ratio_permille", (AmountRange){0, AMOUNT_MAX, MUST_BE_GIVEN},
                         &balance->ratio_permille, error) ||
            !cell_decimal(row, "price_per_h", &balance->price_per_h, error))
            return false;
    }
    if (model->n_balances > 0)
        qsort(model->balances, model->n_balances, sizeof(Balance), compare_balances);
    return true;
}

static bool read_scope(const Model *model, Blackout *blackout, Row row, GError **error)
{
    blackout->index = INDEX_NONE;
    blackout->scope = BLACKOUT_ALL;
    if (strcmp(cell_text(row, "scope"), "*") == 0)
        return true;
    g_autoptr(ListItem) item = cell_single_item(row, "scope", error);
    if (item == NULL)
        return false;
    Names hosts = NAMES(model->hosts, model->n_hosts);
    Names services = NAMES(model->services, model->n_services);
    if (item->prefix != PREFIX_HOST && item->prefix != PREFIX_SERVICE)
        return cell_fail(row, "scope", error, "'*', service:NAME or host:NAME is expected here");
    bool is_host = item->prefix == PREFIX_HOST;
    blackout->scope = is_host ? BLACKOUT_HOST : BLACKOUT_SERVICE;
    blackout->index = names_find(is_host ? hosts : services, item->name);
    if (blackout->index == INDEX_NONE)
        return cell_unknown(row, "scope", is_host ? hosts : services, is_host ? "host" : "service",
                            item->name, error);
    return true;
}

static bool read_span(Blackout *blackout, Row row, GError **error)
{
    if (!parse_time(cell_text(row, "from"), &blackout->from, error))
        return cell_prefix(row, "from", error);
    if (!parse_time(cell_text(row, "to"), &blackout->to, error))
        return cell_prefix(row, "to", error);
    if (strcmp(blackout->from, blackout->to) >= 0)
        return cell_fail(row, "to", error, "the end is not after the begin");
    return true;
}

static int compare_blackouts(const void *left, const void *right)
{
    const Blackout *a = left;
    const Blackout *b = right;
    int order = compare_indices(a->scope, b->scope);
    order = order != 0 ? order : compare_indices(a->index, b->index);
    order = order != 0 ? order : strcmp(a->from, b->from);
    return order != 0 ? order : strcmp(a->to, b->to);
}

bool read_blackouts(Reader *reader, GError **error)
{
    Model *model = reader->model;
    g_auto(Sheet) sheet = {NULL, NULL};
    if (!sheet_open(&sheet, reader->tables, FILE_BLACKOUT, NULL, error))
        return false;
    model->n_blackouts = sheet_n_rows(&sheet);
    model->blackouts = g_new0(Blackout, model->n_blackouts);
    for (uint32_t i = 0; i < model->n_blackouts; i++)
        if (!read_scope(model, &model->blackouts[i], (Row){&sheet, i}, error) ||
            !read_span(&model->blackouts[i], (Row){&sheet, i}, error))
            return false;
    if (model->n_blackouts > 0)
        qsort(model->blackouts, model->n_blackouts, sizeof(Blackout), compare_blackouts);
    return true;
}
