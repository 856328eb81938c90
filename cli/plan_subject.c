#include "cli/plan_subject.h"

#include <string.h>

#include "common/error.h"
#include "model/scenario.h"
#include "store/plan_store.h"
#include "store/reverse_store.h"
#include "store/snapshot_store.h"

void plan_subject_clear(PlanSubject *subject)
{
    g_clear_pointer(&subject->document, plan_document_free);
    g_clear_pointer(&subject->model, model_free);
    g_clear_pointer(&subject->plan_json, g_free);
    g_clear_pointer(&subject->reverse_json, g_free);
    g_clear_pointer(&subject->reverse_refused, g_free);
}

static bool load_folder(const char *directory, PlanSubject *subject, GError **error)
{
    g_autofree char *snapshot = g_build_filename(directory, "snapshot", NULL);
    g_autofree char *path = g_build_filename(directory, "plan.json", NULL);
    g_autofree char *reverse = g_build_filename(directory, "reverse.json", NULL);
    g_autoptr(GError) reason = NULL;
    if (!g_file_get_contents(path, &subject->plan_json, NULL, &reason)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT, "cannot read '%s': %s", path,
                    reason->message);
        return false;
    }
    g_file_get_contents(reverse, &subject->reverse_json, NULL, NULL);
    subject->model = scenario_read(snapshot, error);
    if (subject->model == NULL)
        return false;
    subject->document = plan_from_json(subject->model, subject->plan_json, path, error);
    return subject->document != NULL;
}

static bool load_stored(const char *conninfo, const char *name, PlanSubject *subject,
                        GError **error)
{
    g_autoptr(Database) database = database_open(conninfo, error);
    g_autoptr(StoredPlan) stored = database == NULL ? NULL : plan_store_load(database, name, error);
    if (stored == NULL || !reverse_store_load(database, stored->id, &subject->reverse_json,
                                              &subject->reverse_refused, error))
        return false;
    subject->model = snapshot_load(database, stored->snapshot_id, error);
    if (subject->model == NULL)
        return false;
    subject->plan_json = g_steal_pointer(&stored->plan_json);
    g_autofree char *source = g_strdup_printf("plan '%s'", stored->id);
    subject->document = plan_from_json(subject->model, subject->plan_json, source, error);
    return subject->document != NULL;
}

bool plan_subject_load(const char *conninfo, const char *name, PlanSubject *ret_subject,
                       GError **error)
{
    *ret_subject = (PlanSubject){0};
    bool is_folder = strchr(name, '/') != NULL || g_file_test(name, G_FILE_TEST_IS_DIR);
    return is_folder ? load_folder(name, ret_subject, error)
                     : load_stored(conninfo, name, ret_subject, error);
}
