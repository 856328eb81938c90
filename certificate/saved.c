#include "certificate/saved.h"

#include <jansson.h>
#include <string.h>

#include "certificate/certificate_json.h"
#include "certificate/saved_files.h"
#include "common/error.h"
#include "model/scenario.h"
#include "plan/plan_json.h"

typedef struct {
    const char *directory;
    Model *model;
    char *plan_text;
    json_t *plan_json;
    char *placement; /* NULL where the folder has none */
    char *actions;
    char *certificate_text; /* NULL where the folder has none */
} Folder;

static void folder_clear(Folder *folder)
{
    model_free(folder->model);
    json_decref(folder->plan_json);
    g_free(folder->plan_text);
    g_free(folder->placement);
    g_free(folder->actions);
    g_free(folder->certificate_text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Folder, folder_clear)

/* *ret_text stays NULL where the file is not there and may be so. */
static bool read_file(const char *directory, const char *name, bool may_be_absent, char **ret_text,
                      GError **error)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    g_autoptr(GError) problem = NULL;
    gsize length;
    if (!g_file_get_contents(path, ret_text, &length, &problem)) {
        bool absent = g_error_matches(problem, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
                      g_error_matches(problem, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
        if (absent && may_be_absent)
            return true;
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT, "cannot read '%s': %s", path,
                    problem->message);
        return false;
    }
    if (strlen(*ret_text) == length)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "%s: holds a NUL byte", path);
    return false;
}

static bool read_folder(Folder *folder, GError **error)
{
    g_autofree char *snapshot = g_build_filename(folder->directory, "snapshot", NULL);
    json_error_t problem;
    if (!read_file(folder->directory, "plan.json", false, &folder->plan_text, error) ||
        !read_file(folder->directory, "actions.csv", false, &folder->actions, error) ||
        !read_file(folder->directory, "placement.csv", true, &folder->placement, error) ||
        !read_file(folder->directory, "certificate.json", true, &folder->certificate_text, error))
        return false;
    folder->plan_json = json_loads(folder->plan_text, JSON_REJECT_DUPLICATES, &problem);
    if (folder->plan_json == NULL) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                    "%s/plan.json:%d:%d: not JSON: %s", folder->directory, problem.line,
                    problem.column, problem.text);
        return false;
    }
    folder->model = scenario_read(snapshot, error);
    return folder->model != NULL;
}

/* Before names are looked up: is this snapshot the one that the plan was made for? */
static bool check_snapshot(Checks *checks, const Folder *folder)
{
    const char *told = json_string_value(json_object_get(folder->plan_json, "snapshot_digest"));
    g_autofree char *digest = model_digest(folder->model);
    checks_begin(checks, "snapshot");
    if (g_strcmp0(told, digest) != 0)
        checks_break(checks, "plan.json was made for snapshot '%s', snapshot/ has '%s'",
                     told == NULL ? "" : told, digest);
    return checks_end(checks, "snapshot/ is the one that plan.json was made for");
}

/* NULL where plan.json does not hold a plan for this snapshot; that is noted, it is no error. */
static PlanDocument *read_plan(Checks *checks, const Folder *folder)
{
    g_autoptr(GError) problem = NULL;
    PlanDocument *document =
        plan_from_json(folder->model, folder->plan_text, "plan.json", &problem);
    checks_begin(checks, "plan.json");
    if (document == NULL)
        checks_break(checks, "%s", problem->message);
    checks_end(checks, "plan.json holds a plan for this snapshot");
    return document;
}

/* What else stands in plan.json, by its writer: the same plan gives the same text. */
static bool check_text(Checks *checks, const Folder *folder, const PlanDocument *document,
                       GError **error)
{
    g_autofree char *difference = NULL;
    if (!plan_json_compare(folder->model, document, folder->plan_text, &difference, error))
        return false;
    checks_begin(checks, "plan.json text");
    if (difference != NULL)
        checks_break(checks, "%s", difference);
    if (document->has_verdict && !document->verdict.valid)
        checks_break(checks, "plan.json says itself that the plan is not valid");
    checks_end(checks, "nothing in plan.json contradicts the plan");
    return true;
}

static Certificate *read_certificate(Checks *checks, const Folder *folder, const Plan *plan)
{
    checks_begin(checks, "certificate.json");
    g_autoptr(GError) problem = NULL;
    g_autoptr(Certificate) certificate = NULL;
    if (folder->certificate_text != NULL) {
        certificate =
            certificate_from_json(folder->certificate_text, strlen(folder->certificate_text),
                                  "certificate.json", &problem);
        if (certificate == NULL)
            checks_break(checks, "%s", problem->message);
        else if (g_strcmp0(certificate->plan_digest, plan->plan_digest) != 0 ||
                 g_strcmp0(certificate->snapshot_digest, plan->snapshot_digest) != 0)
            checks_break(checks, "certificate.json belongs to another plan");
        else if (!certificate->verdict->valid)
            checks_break(checks, "certificate.json says itself that the plan is not valid");
        else if (plan->has_bound && certificate->verdict->bound != plan->bound)
            checks_break(checks, "certificate.json and plan.json have different bounds");
    } else if (plan->has_bound) {
        checks_break(checks, "certificate.json is missing, but plan.json claims a bound");
    }
    checks_end(checks, certificate == NULL ? "there is no certificate.json and no bound to prove"
                                           : "certificate.json belongs to this plan");
    return g_steal_pointer(&certificate);
}

static void append_verdict(Checks *checks, Verdict *inner)
{
    g_array_append_vals(checks->done, inner->checks, inner->n_checks);
    inner->n_checks = 0; /* the list owns their texts now */
}

static bool judge_files(Checks *checks, const Folder *folder, Verdict *verdict, GError **error)
{
    g_autoptr(PlanDocument) document =
        check_snapshot(checks, folder) ? read_plan(checks, folder) : NULL;
    if (document == NULL) {
        verdict->bound_method = g_strdup("none");
        return true;
    }
    const Plan *plan = document->plan;
    if (!judge_check_placement_file(checks, folder->model, plan, folder->placement, "placement.csv",
                                    error) ||
        !judge_check_actions_file(checks, folder->model, plan, folder->actions, "actions.csv",
                                  error))
        return false;
    judge_check_figures(checks, folder->model, plan, folder->plan_json);
    if (!check_text(checks, folder, document, error))
        return false;
    g_autoptr(Certificate) certificate = read_certificate(checks, folder, plan);
    g_autoptr(Verdict) inner = certificate_judge(
        folder->model, plan, certificate == NULL ? NULL : certificate->proof, error);
    if (inner == NULL)
        return false;
    append_verdict(checks, inner);
    verdict->bound = inner->bound;
    verdict->bound_method = g_steal_pointer(&inner->bound_method);
    return true;
}

Verdict *certificate_judge_folder(const char *directory, GError **error)
{
    g_auto(Folder) folder = {.directory = directory};
    if (!read_folder(&folder, error))
        return NULL;
    g_autoptr(Verdict) verdict = g_new0(Verdict, 1);
    Checks checks;
    checks_init(&checks);
    bool judged = judge_files(&checks, &folder, verdict, error);
    checks_finish(&checks, verdict);
    return judged ? g_steal_pointer(&verdict) : NULL;
}
