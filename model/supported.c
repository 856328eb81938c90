#include "common/error.h"
#include "common/text.h"
#include "model/rules.h"
#include "model/scenario.h"

/* Each finds the first row that uses a part which planning does not know yet: its name, or NULL. */

/* Where it stands it stays and counts; to place it would start it. */
static const char *find_domain_not_running(const Model *model)
{
    for (uint32_t i = 0; i < model->n_domains; i++)
        if (model->domains[i].state != DOMAIN_STATE_RUNNING && !domain_is_placed(model, i))
            return model->domains[i].name;
    return NULL;
}

static int64_t count_domains(const Model *model, uint32_t service)
{
    int64_t n = 0;
    for (uint32_t i = 0; i < model->n_domains; i++)
        n += model->domains[i].service == service;
    return n;
}

/* A plan neither replicates nor retires: the number of domains must be right already. */
static const char *find_min_replicas(const Model *model)
{
    for (uint32_t i = 0; i < model->n_services; i++)
        if (model->services[i].min_replicas > count_domains(model, i))
            return model->services[i].name;
    return NULL;
}

static const char *find_max_replicas(const Model *model)
{
    for (uint32_t i = 0; i < model->n_services; i++)
        if (model->services[i].max_replicas != NO_LIMIT &&
            model->services[i].max_replicas < count_domains(model, i))
            return model->services[i].name;
    return NULL;
}

typedef struct {
    const char *file, *column;
    const char *(*find)(const Model *);
} UnsupportedPart;

static const UnsupportedPart unsupported_parts[] = {
    {"domains.csv", "state", find_domain_not_running},
    {"services.csv", "min_replicas", find_min_replicas},
    {"services.csv", "max_replicas", find_max_replicas},
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
