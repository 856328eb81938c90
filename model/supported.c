#include "common/error.h"
#include "common/text.h"
#include "model/scenario.h"

/* Each finds the first row that uses a part which planning does not know yet: its name, or NULL. */

static const char *find_rule_with_dates(const Model *model)
{
    for (uint32_t i = 0; i < model->n_rules; i++)
        if (*model->rules[i].valid_from != '\0' || *model->rules[i].valid_to != '\0')
            return model->rules[i].name;
    return NULL;
}

static const char *find_domain_not_running(const Model *model)
{
    for (uint32_t i = 0; i < model->n_domains; i++)
        if (model->domains[i].state != DOMAIN_STATE_RUNNING)
            return model->domains[i].name;
    return NULL;
}

static const char *find_percentile(const Model *model)
{
    for (uint32_t i = 0; i < model->n_tiers; i++)
        for (uint32_t j = 0; j < model->tiers[i].n_limits; j++)
            if (!decimal_is_zero(model->tiers[i].limits[j].percentile))
                return model->tiers[i].name;
    return NULL;
}

static const char *find_min_replicas(const Model *model)
{
    for (uint32_t i = 0; i < model->n_services; i++)
        if (model->services[i].min_replicas != NO_LIMIT)
            return model->services[i].name;
    return NULL;
}

static const char *find_max_replicas(const Model *model)
{
    for (uint32_t i = 0; i < model->n_services; i++)
        if (model->services[i].max_replicas != NO_LIMIT)
            return model->services[i].name;
    return NULL;
}

static const char *find_blackout(const Model *model)
{
    return model->n_blackouts > 0 ? model->blackouts[0].from : NULL;
}

typedef struct {
    const char *file, *column;
    const char *(*find)(const Model *);
} UnsupportedPart;

static const UnsupportedPart unsupported_parts[] = {
    {"rules.csv", "valid_from' or 'valid_to", find_rule_with_dates},
    {"domains.csv", "state", find_domain_not_running},
    {"tiers.csv", "percentile", find_percentile},
    {"services.csv", "min_replicas", find_min_replicas},
    {"services.csv", "max_replicas", find_max_replicas},
    {"blackout.csv", "from", find_blackout},
};

bool model_check_supported(const Model *model, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(unsupported_parts); i++) {
        const UnsupportedPart *part = &unsupported_parts[i];
        const char *name = part->find(model);
        if (name == NULL)
            continue;
        g_autofree char *quoted = text_quote(name);
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                    "%s: column '%s' of %s is not supported yet", part->file, part->column, quoted);
        error_add_hint(error, "leave the cell empty to plan without it");
        return false;
    }
    return true;
}
