#include "model/list_cell.h"
#include "model/reader.h"

/* A CPU model is known where a host offers it, a domain sees it or it has a row of its own. */
static bool take_names(Reader *reader, const Sheet *sheet, GError **error)
{
    Model *model = reader->model;
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!read_column_names(&reader->hosts, "cpu_model", false, names, error) ||
        !read_column_names(&reader->domains, "cpu_model", false, names, error) ||
        !read_column_names(sheet, "cpu_model", false, names, error))
        return false;
    g_auto(GStrv) sorted = names_sorted(names, &model->n_cpu_models);
    model->cpu_models = g_new0(CpuModel, model->n_cpu_models);
    for (uint32_t i = 0; i < model->n_cpu_models; i++)
        model->cpu_models[i].name = g_strdup(sorted[i]);
    return true;
}

/* A model always runs on itself: saying so adds nothing. */
static void drop_itself(IndexSet *runs_on, uint32_t itself)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < runs_on->n; i++)
        if (runs_on->index[i] != itself)
            runs_on->index[n++] = runs_on->index[i];
    runs_on->n = n;
}

bool read_cpu_models(Reader *reader, GError **error)
{
    Model *model = reader->model;
    g_auto(Sheet) sheet = {NULL, NULL};
    if (!sheet_open(&sheet, reader->tables, FILE_CPU_MODELS, NULL, error))
        return false;
    g_autofree uint32_t *ranks = sheet_rank_by_name(&sheet, "cpu_model", error);
    if (ranks == NULL || !take_names(reader, &sheet, error))
        return false;
    Names names = NAMES(model->cpu_models, model->n_cpu_models);
    model->compares_cpus = sheet_n_rows(&sheet) > 0;
    for (uint32_t i = 0; i < sheet_n_rows(&sheet); i++) {
        Row row = {&sheet, i};
        uint32_t index = names_find(names, cell_text(row, "cpu_model"));
        model->cpu_models[index].compared = true;
        if (!cell_list(row, "runs_on", names, "CPU model", &model->cpu_models[index].runs_on,
                       error))
            return false;
        drop_itself(&model->cpu_models[index].runs_on, index);
    }
    return true;
}
