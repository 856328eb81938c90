#include "certificate/saved.h"

#include <jansson.h>
#include <string.h>

#include "certificate/certificate_json.h"
#include "certificate/claims.h"
#include "certificate/saved_files.h"
#include "common/error.h"
#include "model/scenario.h"
#include "plan/plan_json.h"

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

typedef struct {
    const Model *model;
    const SavedPlan *saved;
    json_t *plan_json; /* saved->plan_json, parsed */
} Judged;

/* Before names are looked up: is this snapshot the one that the plan was made for? */
static bool check_snapshot(Checks *checks, const Judged *judged)
{
    const char *told = json_string_value(json_object_get(judged->plan_json, "snapshot_digest"));
    g_autofree char *digest = model_digest(judged->model);
    checks_begin(checks, "snapshot");
    if (g_strcmp0(told, digest) != 0)
        checks_break(checks, "plan.json was made for snapshot '%s', this one is '%s'",
                     told == NULL ? "" : told, digest);
    return checks_end(checks, "the snapshot is the one that plan.json was made for");
}

/* NULL where plan.json does not hold a plan for this snapshot; that is noted, it is no error. */
static PlanDocument *read_plan(Checks *checks, const Judged *judged)
{
    g_autoptr(GError) problem = NULL;
    PlanDocument *document =
        plan_from_json_value(judged->model, judged->plan_json, "plan.json", &problem);
    checks_begin(checks, "plan.json");
    if (document == NULL)
        checks_break(checks, "%s", problem->message);
    checks_end(checks, "plan.json holds a plan for this snapshot");
    return document;
}

/* What else stands in plan.json, by its writer: the same plan gives the same text. */
static bool check_text(Checks *checks, const Judged *judged, const PlanDocument *document,
                       GError **error)
{
    g_autofree char *difference = NULL;
    if (!plan_json_compare(judged->model, document, judged->saved->plan_json, &difference, error))
        return false;
    checks_begin(checks, "plan.json text");
    if (difference != NULL)
        checks_break(checks, "%s", difference);
    judge_check_claims(checks, judged->model, document);
    checks_end(checks, "nothing in plan.json contradicts the plan");
    return true;
}

static Certificate *read_certificate(Checks *checks, const Judged *judged, const Plan *plan)
{
    checks_begin(checks, "certificate.json");
    g_autoptr(GError) problem = NULL;
    g_autoptr(Certificate) certificate = NULL;
    if (judged->saved->certificate_json != NULL) {
        certificate = certificate_from_json(judged->saved->certificate_json,
                                            strlen(judged->saved->certificate_json),
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

static bool check_tables(Checks *checks, const Judged *judged, const Plan *plan, GError **error)
{
    const SavedPlan *saved = judged->saved;
    return judge_check_placement_file(checks, judged->model, plan, saved->placement_csv,
                                      "placement.csv", error) &&
           judge_check_actions_file(checks, judged->model, plan, saved->actions_csv, "actions.csv",
                                    error);
}

/* Where the plan leads: what its reverse starts from. */
static Model *planned_state(const Model *model, const Plan *plan)
{
    Model *after = model_copy(model);
    for (uint32_t domain = 0; domain < after->n_domains; domain++)
        after->domains[domain].host = plan->host_of_domain[domain];
    for (uint32_t host = 0; host < after->n_hosts; host++)
        after->hosts[host].on = plan->in_service[host];
    return after;
}

/* Whether the reverse leads each domain that moved back to where the snapshot has it. */
static void check_leads_back(Checks *checks, const Model *model, const Plan *plan,
                             const Plan *reverse)
{
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        uint32_t home = model->domains[domain].host;
        bool ran = home != INDEX_NONE && model->hosts[home].state != HOST_STATE_FAILED;
        uint32_t wanted = ran ? home : plan->host_of_domain[domain];
        if (reverse->host_of_domain == NULL || reverse->host_of_domain[domain] != wanted)
            checks_break(checks, "it does not lead domain '%s' back", model->domains[domain].name);
    }
}

static json_t *parse_plan(const char *text, GError **error)
{
    json_error_t problem;
    json_t *plan = json_loads(text, JSON_REJECT_DUPLICATES, &problem);
    if (plan == NULL)
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "plan.json:%d:%d: not JSON: %s",
                    problem.line, problem.column, problem.text);
    return plan;
}

static Verdict *judge_parsed(const Judged *judged, GError **error);

/* The reverse plan is judged like a plan of its own, from the planned state. */
static bool check_reverse(Checks *checks, const Judged *judged, const Plan *plan, GError **error)
{
    const char *text = judged->saved->reverse_json;
    if (text == NULL)
        return true;
    checks_begin(checks, "reverse");
    if (plan->host_of_domain == NULL) {
        checks_break(checks, "there is a way back from a plan that leads nowhere");
        checks_end(checks, "none");
        return true;
    }
    g_autoptr(Model) after = planned_state(judged->model, plan);
    SavedPlan saved = {.plan_json = text};
    json_auto_t *parsed = parse_plan(text, error);
    g_autoptr(Verdict) verdict =
        parsed == NULL ? NULL : judge_parsed(&(Judged){after, &saved, parsed}, error);
    if (verdict == NULL) {
        g_prefix_error(error, "reverse.json: ");
        return false;
    }
    for (uint32_t i = 0; i < verdict->n_checks; i++)
        if (!verdict->checks[i].passed)
            checks_break(checks, "%s: %s", verdict->checks[i].name, verdict->checks[i].detail);
    g_autoptr(PlanDocument) document = plan_from_json_value(after, parsed, "reverse.json", NULL);
    if (document != NULL)
        check_leads_back(checks, judged->model, plan, document->plan);
    checks_end(checks, "the reverse plan leads back and keeps every rule");
    return true;
}

static bool judge_files(Checks *checks, const Judged *judged, Verdict *verdict, GError **error)
{
    g_autoptr(PlanDocument) document =
        check_snapshot(checks, judged) ? read_plan(checks, judged) : NULL;
    if (document == NULL) {
        verdict->bound_method = g_strdup("none");
        return true;
    }
    const Plan *plan = document->plan;
    if (judged->saved->actions_csv != NULL && !check_tables(checks, judged, plan, error))
        return false;
    judge_check_figures(checks, judged->model, plan, judged->plan_json);
    if (!check_text(checks, judged, document, error))
        return false;
    g_autoptr(Certificate) certificate = read_certificate(checks, judged, plan);
    g_autoptr(Verdict) inner = certificate_judge(
        judged->model, plan, certificate == NULL ? NULL : certificate->proof, error);
    if (inner == NULL)
        return false;
    append_verdict(checks, inner);
    if (!check_reverse(checks, judged, plan, error))
        return false;
    verdict->bound = inner->bound;
    verdict->bound_method = g_steal_pointer(&inner->bound_method);
    return true;
}

static Verdict *judge_parsed(const Judged *judged, GError **error)
{
    g_autoptr(Verdict) verdict = g_new0(Verdict, 1);
    Checks checks;
    checks_init(&checks);
    bool good = judge_files(&checks, judged, verdict, error);
    checks_finish(&checks, verdict);
    return good ? g_steal_pointer(&verdict) : NULL;
}

Verdict *certificate_judge_saved(const Model *model, const SavedPlan *saved, GError **error)
{
    json_auto_t *plan = parse_plan(saved->plan_json, error);
    return plan == NULL ? NULL : judge_parsed(&(Judged){model, saved, plan}, error);
}

Verdict *certificate_judge_folder(const char *directory, GError **error)
{
    g_autofree char *plan = NULL, *placement = NULL, *actions = NULL, *certificate = NULL,
                    *reverse = NULL;
    if (!read_file(directory, "plan.json", false, &plan, error) ||
        !read_file(directory, "actions.csv", false, &actions, error) ||
        !read_file(directory, "placement.csv", true, &placement, error) ||
        !read_file(directory, "certificate.json", true, &certificate, error) ||
        !read_file(directory, "reverse.json", true, &reverse, error))
        return NULL;
    g_autofree char *snapshot = g_build_filename(directory, "snapshot", NULL);
    g_autoptr(Model) model = scenario_read(snapshot, error);
    if (model == NULL)
        return NULL;
    SavedPlan saved = {plan, placement, actions, certificate, reverse};
    Verdict *verdict = certificate_judge_saved(model, &saved, error);
    if (verdict == NULL)
        g_prefix_error(error, "%s/", directory);
    return verdict;
}
