#include <string.h>

#include "common/csv.h"
#include "common/error.h"
#include "model/scenario.h"
#include "plan/plan_save.h"

void plan_folder_free(PlanFolder *folder)
{
    if (folder == NULL)
        return;
    plan_document_free(folder->document);
    model_free(folder->model);
    g_free(folder->plan_json);
    g_free(folder->certificate_json);
    g_free(folder->difference);
    g_free(folder);
}

/* *ret_text is NULL where an optional file is not there. */
static bool read_file(const char *directory, const char *name, bool optional, char **ret_text,
                      GError **error)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    g_autofree char *text = NULL;
    gsize length = 0;
    g_autoptr(GError) reason = NULL;
    if (!g_file_get_contents(path, &text, &length, &reason)) {
        bool absent = g_error_matches(reason, G_FILE_ERROR, G_FILE_ERROR_NOENT);
        if (absent && optional)
            return true;
        g_set_error(error, VMATRIX_ERROR, absent ? VMATRIX_ERROR_NO_INPUT : VMATRIX_ERROR_FAILED,
                    "cannot read '%s': %s", path, reason->message);
        return false;
    }
    if (strlen(text) != length) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "%s: holds a NUL byte", path);
        return false;
    }
    *ret_text = g_steal_pointer(&text);
    return true;
}

static bool refuse_cell(const TextTable *table, const TextCell *cell, GError **error)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                "%s:%u:%u: the snapshot has no '%s', or it stands here twice",
                text_table_source(table), cell->line, cell->column, cell->text);
    return false;
}

static bool read_row(const TextTable *table, uint32_t row, const Model *model, uint32_t *placement,
                     GError **error)
{
    const TextCell *domain_cell = text_table_cell(table, row, 0);
    const TextCell *host_cell = text_table_cell(table, row, 1);
    uint32_t domain = model_find_domain(model, domain_cell->text);
    uint32_t host = model_find_host(model, host_cell->text);
    if (domain == INDEX_NONE || placement[domain] != INDEX_NONE)
        return refuse_cell(table, domain_cell, error);
    if (host == INDEX_NONE && *host_cell->text != '\0')
        return refuse_cell(table, host_cell, error);
    placement[domain] = host;
    return true;
}

static bool has_right_header(const TextTable *table)
{
    return text_table_n_columns(table) == 2 &&
           strcmp(text_table_header(table, 0)->text, "domain") == 0 &&
           strcmp(text_table_header(table, 1)->text, "host") == 0;
}

static bool read_placement(const char *text, const char *source, const Model *model,
                           uint32_t *placement, GError **error)
{
    g_autoptr(TextTable) table = csv_read_text(text, strlen(text), "placement.csv", source, error);
    if (table == NULL)
        return false;
    if (!has_right_header(table)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                    "%s:1: the header must be 'domain,host'", source);
        return false;
    }
    for (uint32_t row = 0; row < text_table_n_rows(table); row++)
        if (!read_row(table, row, model, placement, error))
            return false;
    return true;
}

static char *compare_placements(const Model *model, const uint32_t *written, const Plan *plan)
{
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (plan->host_of_domain == NULL || written[domain] != plan->host_of_domain[domain])
            return g_strdup_printf("placement.csv has another host for '%s' than the actions of "
                                   "plan.json lead to",
                                   model->domains[domain].name);
    return NULL;
}

static bool load_placement(PlanFolder *folder, const char *directory, GError **error)
{
    const Model *model = folder->model;
    Plan *plan = folder->document->plan;
    g_autofree char *text = NULL;
    if (!read_file(directory, "placement.csv", plan->host_of_domain == NULL, &text, error))
        return false;
    if (text == NULL)
        return true;
    g_autofree char *source = g_build_filename(directory, "placement.csv", NULL);
    g_autofree uint32_t *written = g_new(uint32_t, model->n_domains);
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        written[domain] = INDEX_NONE;
    if (!read_placement(text, source, model, written, error))
        return false;
    folder->difference = compare_placements(model, written, plan);
    if (plan->host_of_domain != NULL)
        memcpy(plan->host_of_domain, written, model->n_domains * sizeof(uint32_t));
    return true;
}

static bool load_actions(PlanFolder *folder, const char *directory, GError **error)
{
    g_autofree char *text = NULL;
    if (!read_file(directory, "actions.csv", false, &text, error))
        return false;
    g_autofree char *right = plan_actions_csv(folder->model, folder->document->plan);
    if (folder->difference == NULL && strcmp(text, right) != 0)
        folder->difference = g_strdup("actions.csv is not what plan.json says");
    return true;
}

static bool compare_figures(PlanFolder *folder, GError **error)
{
    return folder->difference != NULL ||
           plan_json_compare(folder->model, folder->document, folder->plan_json,
                             &folder->difference, error);
}

static bool load(PlanFolder *folder, const char *directory, GError **error)
{
    g_autofree char *snapshot = g_build_filename(directory, "snapshot", NULL);
    g_autofree char *source = g_build_filename(directory, "plan.json", NULL);
    if (!read_file(directory, "plan.json", false, &folder->plan_json, error) ||
        !read_file(directory, "certificate.json", true, &folder->certificate_json, error))
        return false;
    folder->model = scenario_read(snapshot, error);
    if (folder->model == NULL)
        return false;
    folder->document = plan_from_json(folder->model, folder->plan_json, source, error);
    return folder->document != NULL && load_placement(folder, directory, error) &&
           load_actions(folder, directory, error) && compare_figures(folder, error);
}

PlanFolder *plan_load(const char *directory, GError **error)
{
    g_autoptr(PlanFolder) folder = g_new0(PlanFolder, 1);
    return load(folder, directory, error) ? g_steal_pointer(&folder) : NULL;
}
