#include <string.h>

#include "common/error.h"
#include "common/text.h"
#include "model/list_cell.h"
#include "model/reader.h"

static bool read_limits(Service *service, Row row, GError **error)
{
    AmountRange no_limit = {0, AMOUNT_MAX, NO_LIMIT};
    int64_t min_zones;
    if (!cell_amount(row, "min_zones", (AmountRange){0, 1000000, 0}, &min_zones, error) ||
        !cell_amount(row, "max_per_host", no_limit, &service->max_per_host, error) ||
        !cell_amount(row, "max_per_zone", no_limit, &service->max_per_zone, error) ||
        !cell_amount(row, "min_replicas", no_limit, &service->min_replicas, error) ||
        !cell_amount(row, "max_replicas", no_limit, &service->max_replicas, error))
        return false;
    service->min_zones = (uint32_t)min_zones;
    if (service->max_replicas != NO_LIMIT && service->min_replicas > service->max_replicas)
        return cell_fail(row, "max_replicas", error, "the most replicas are fewer than the least");
    return true;
}

bool read_services(Reader *reader, GError **error)
{
    Model *model = reader->model;
    for (uint32_t i = 0; i < model->n_services; i++) {
        Service *service = &model->services[reader->service_ranks[i]];
        Row row = {&reader->services, i};
        if (!cell_optional_text(row, "team", LONGEST_NAME, &service->team, error) ||
            !cell_optional_text(row, "cost_center", LONGEST_NAME, &service->cost_center, error) ||
            !cell_reference(row, "tier", NAMES(model->tiers, model->n_tiers), "tier",
                            &service->tier, error) ||
            !cell_list(row, "near", NAMES(model->services, model->n_services), "service",
                       &service->near, error) ||
            !read_limits(service, row, error))
            return false;
    }
    return true;
}

static bool take_tier_names(Model *model, const Sheet *sheet, GError **error)
{
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (uint32_t i = 0; i < sheet_n_rows(sheet); i++) {
        char *name = NULL;
        if (!cell_name((Row){sheet, i}, "tier", &name, error))
            return false;
        g_hash_table_add(names, name);
    }
    g_auto(GStrv) sorted = names_sorted(names, &model->n_tiers);
    model->tiers = g_new0(Tier, model->n_tiers);
    for (uint32_t i = 0; i < model->n_tiers; i++)
        model->tiers[i].name = g_strdup(sorted[i]);
    return true;
}

/* A slowdown below 1 cannot be kept by any host. */
static bool check_slowdown(const TierLimit *limit, Row row, GError **error)
{
    int64_t one = 1;
    for (uint32_t i = 0; i < limit->max_slowdown.scale; i++)
        one *= 10;
    if (cell_is_empty(row, "max_slowdown") || limit->max_slowdown.mantissa >= one)
        return true;
    return cell_fail(row, "max_slowdown", error, "a slowdown is at least 1");
}

static bool check_percentile(const TierLimit *limit, Row row, GError **error)
{
    g_autofree char *text = decimal_to_text(limit->percentile);
    int64_t whole = g_ascii_strtoll(text, NULL, 10);
    if (whole < 100 || strcmp(text, "100") == 0)
        return true;
    return cell_fail(row, "percentile", error, "a percentile is at most 100");
}

static bool add_tier_limit(const Model *model, Row row, GError **error)
{
    uint32_t tier = names_find(NAMES(model->tiers, model->n_tiers), cell_text(row, "tier"));
    TierLimit limit = {0};
    if (!cell_reference(row, "resource", NAMES(model->resources, model->n_resources), "resource",
                        &limit.resource, error) ||
        !cell_amount(row, "hard_permille", (AmountRange){0, LARGEST_PERMILLE, NO_LIMIT},
                     &limit.hard_permille, error) ||
        !cell_decimal(row, "max_slowdown", &limit.max_slowdown, error) ||
        !cell_decimal(row, "percentile", &limit.percentile, error) ||
        !check_slowdown(&limit, row, error) || !check_percentile(&limit, row, error))
        return false;
    if (limit.resource == INDEX_NONE)
        return true; /* the row only names the tier */
    Tier *owner = &model->tiers[tier];
    for (uint32_t i = 0; i < owner->n_limits; i++)
        if (owner->limits[i].resource == limit.resource)
            return cell_fail(row, "resource", error, "a second row for tier '%s' and '%s'",
                             owner->name, model->resources[limit.resource].name);
    owner->limits = g_renew(TierLimit, owner->limits, owner->n_limits + 1);
    owner->limits[owner->n_limits++] = limit;
    return true;
}

static int compare_limits(const void *left, const void *right)
{
    const TierLimit *a = left;
    const TierLimit *b = right;
    return (a->resource > b->resource) - (a->resource < b->resource);
}

bool read_tiers(Reader *reader, GError **error)
{
    Model *model = reader->model;
    g_auto(Sheet) sheet = {NULL, NULL};
    if (!sheet_open(&sheet, reader->tables, FILE_TIERS, NULL, error) ||
        !take_tier_names(model, &sheet, error))
        return false;
    for (uint32_t i = 0; i < sheet_n_rows(&sheet); i++)
        if (!add_tier_limit(model, (Row){&sheet, i}, error))
            return false;
    for (uint32_t i = 0; i < model->n_tiers; i++)
        if (model->tiers[i].n_limits > 0)
            qsort(model->tiers[i].limits, model->tiers[i].n_limits, sizeof(TierLimit),
                  compare_limits);
    return true;
}
