/* A saved plan is judged from its files alone; altering any one of them is seen. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <jansson.h>
#include <string.h>

#include "certificate/certificate_json.h"
#include "certificate/saved.h"
#include "common/error.h"
#include "plan/plan_json.h"
#include "plan/plan_save.h"
#include "tests/support/test_model.h"
#include "tests/support/test_plan.h"

static char *folder; /* of the test at hand; one process a test */

static Model *saved_model(void)
{
    return test_model((TestFile[]){
        {"policy.csv", "key,value\nhorizon_h,730\nwage_per_h,60\n"},
        {"hosts.csv", "host,on,machine_cost_per_h,sunk_cost_per_h,admin_min_per_month,idle_w,"
                      "peak_w,cpu_mcpu,memory_mib\nh1,1,0.5,0.1,60,100,200,1000,1000\n"
                      "h2,1,0.6,0.2,60,100,200,1000,1000\n"},
        {"services.csv", "service\nweb\n"},
        {"domains.csv", "domain,service,host,operator_min,cpu_mcpu\na,web,h1,5,100\n"
                        "b,web,h2,5,200\n"},
        {NULL, NULL}});
}

/* serve[h1] or serve[h2] pays for a: with nothing else, the cheaper host's cost is a bound. */
static Proof *some_proof(void)
{
    Proof *proof = proof_new(1);
    g_free(proof->nodes);
    proof->n_nodes = 1;
    proof->nodes = g_new0(ProofNode, 1);
    proof->nodes[0].n_multipliers = 3;
    proof->nodes[0].multipliers = g_new0(Multiplier, 3);
    proof->nodes[0].multipliers[0] = (Multiplier){{ROW_ASSIGN, {0}}, 1000000};
    proof->nodes[0].multipliers[1] = (Multiplier){{ROW_LINK, {0, 0}}, -1000000};
    proof->nodes[0].multipliers[2] = (Multiplier){{ROW_LINK, {0, 1}}, -1000000};
    return proof;
}

static void save(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Model) model = saved_model();
    g_autoptr(Proof) proof = some_proof();
    g_autoptr(Plan) plan = test_plan(model, (TestAction[]){{1, ACTION_MIGRATE, "b", "h2", "h1"},
                                                           {1, ACTION_POWER_OFF, NULL, "h2", NULL},
                                                           {0}});
    plan->actions[0].reason = g_strdup("empties host 'h2'");
    plan->has_bound = true;
    g_autoptr(Verdict) first = certificate_judge(model, plan, proof, &error);
    plan->bound = first->bound;
    g_autoptr(Verdict) verdict = certificate_judge(model, plan, proof, &error);
    PlanVerdict shown = {verdict->valid, NULL, 0, verdict->bound_method};
    PlanSearch search = {.seed = 1};
    g_autofree char *json = plan_to_json(model, plan, &search, &shown, &error);
    g_autofree char *certificate = certificate_to_json(plan, proof, verdict);
    g_autofree char *parent = g_dir_make_tmp("vmatrix-test-XXXXXX", &error);
    folder = g_build_filename(parent, "plan", NULL);
    cr_assert(plan_save(model, plan, &(PlanTexts){json, certificate, NULL}, folder, &error), "%s",
              error == NULL ? "" : error->message);
}

static void remove_all(const char *path)
{
    g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
    const char *name;
    while (directory != NULL && (name = g_dir_read_name(directory)) != NULL) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        remove_all(inner);
    }
    g_remove(path);
}

static void discard(void)
{
    g_autofree char *parent = g_path_get_dirname(folder);
    remove_all(parent);
    g_free(folder);
}

TestSuite(judge_saved, .init = save, .fini = discard);

static char *read_text(const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    char *text = NULL;
    cr_assert(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
    return text;
}

static void write_text(const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    cr_assert(g_file_set_contents(path, text, -1, NULL));
}

/* "NAME: DETAIL" of the first failed check, "" where accepted, "error: …" for an error. */
static char *first_failure(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Verdict) verdict = certificate_judge_folder(folder, &error);
    if (verdict == NULL)
        return g_strdup_printf("error %d: %s", error->code, error->message);
    for (uint32_t i = 0; i < verdict->n_checks; i++)
        if (!verdict->checks[i].passed) {
            cr_assert_not(verdict->valid);
            return g_strdup_printf("%s: %s", verdict->checks[i].name, verdict->checks[i].detail);
        }
    cr_assert(verdict->valid);
    return g_strdup("");
}

/* Replaces the first from in the file by to, looks, and puts it back. */
static void expect_after(const char *name, const char *from, const char *to, const char *failure)
{
    g_autofree char *text = read_text(name);
    g_auto(GStrv) halves = g_strsplit(text, from, 2);
    cr_assert_eq(g_strv_length(halves), 2, "'%s' is not in %s", from, name);
    g_autofree char *altered = g_strconcat(halves[0], to, halves[1], NULL);
    write_text(name, altered);
    g_autofree char *found = first_failure();
    bool same = *failure == '\0' ? *found == '\0' : g_str_has_prefix(found, failure);
    cr_assert(same, "%s: '%s' → '%s': %s", name, from, to, found);
    write_text(name, text);
}

Test(judge_saved, a_folder_as_it_was_saved_is_accepted)
{
    g_autofree char *failure = first_failure();
    cr_assert_str_empty(failure, "%s", failure);
}

Test(judge_saved, an_altered_placement_is_named)
{
    expect_after("placement.csv", "a,h1", "a,h2",
                 "placement.csv: placement.csv has domain 'a' on host 'h2', the actions lead to "
                 "'h1'");
    expect_after("placement.csv", "b,h1\n", "",
                 "placement.csv: placement.csv does not name domain 'b'");
    expect_after("placement.csv", "b,h1", "a,h1",
                 "placement.csv: placement.csv names domain 'a' twice");
    expect_after("placement.csv", "b,h1", "c,h1",
                 "placement.csv: placement.csv names domain 'c', which is not in the snapshot");
    expect_after("placement.csv", "domain,host", "domain,where",
                 "placement.csv: placement.csv has no column 'host'");
}

Test(judge_saved, altered_actions_are_named)
{
    expect_after("actions.csv", "migrate", "activate",
                 "actions.csv: action 1 is 'activate' in column 'action' of actions.csv, 'migrate' "
                 "in plan.json");
    expect_after("actions.csv", ",445.8044,", ",445.804401,",
                 "actions.csv: action 1 is '445.804401' in column 'saving'");
    expect_after("actions.csv", "b,h2,h1", "b,h2,h2",
                 "actions.csv: action 1 is 'h2' in column 'to'");
    expect_after("actions.csv", "\n1,power_off", "\n2,power_off",
                 "actions.csv: action 2 is '2' in column 'wave'");
    expect_after("actions.csv", ",7,", ",7.000,", "");
}

Test(judge_saved, an_altered_move_in_both_files_is_seen_by_the_digest)
{
    g_autofree char *actions = read_text("actions.csv");
    g_auto(GStrv) parts = g_strsplit(actions, "1,power_off", 2);
    g_autofree char *altered = g_strconcat(parts[0], "2,power_off", parts[1], NULL);
    write_text("actions.csv", altered);
    g_autofree char *json = read_text("plan.json");
    char *power_off = strstr(json, "\"action\": \"power_off\"");
    char *wave = g_strrstr_len(json, power_off - json, "\"wave\": 1");
    cr_assert_not_null(wave);
    wave[strlen("\"wave\": ")] = '2';
    char *schedule = strstr(json, "\"schedule\""); /* what follows from the waves is left out */
    cr_assert_not_null(schedule);
    schedule[strlen("\"schedul")] = 'X';
    write_text("plan.json", json);
    g_autofree char *failure = first_failure();
    cr_assert(g_str_has_prefix(failure, "digests: the plan's digest is"), "%s", failure);
}

/* The same lie in both files. */
static void expect_after_both(const char *from_json, const char *to_json, const char *from_csv,
                              const char *to_csv, const char *failure)
{
    g_autofree char *actions = read_text("actions.csv");
    g_auto(GStrv) halves = g_strsplit(actions, from_csv, 2);
    cr_assert_eq(g_strv_length(halves), 2, "'%s' is not in actions.csv", from_csv);
    g_autofree char *altered = g_strconcat(halves[0], to_csv, halves[1], NULL);
    write_text("actions.csv", altered);
    expect_after("plan.json", from_json, to_json, failure);
    write_text("actions.csv", actions);
}

Test(judge_saved, a_saving_that_is_told_alike_in_both_files_is_recomputed)
{
    expect_after_both("\"saving\": \"445.8044\",\n      \"reason\"",
                      "\"saving\": \"545.8044\",\n      \"reason\"", ",445.8044,", ",545.8044,",
                      "savings: wave 1: the saving of 'b' is said to be 545.8044, it is "
                      "445.8044");
    expect_after_both("\"saving\": \"445.8044\",\n      \"reason\"",
                      "\"saving\": null,\n      \"reason\"", ",445.8044,", ",,",
                      "savings: wave 1: the saving of 'b' is said to be none, it is 445.8044");
}

Test(judge_saved, seconds_that_are_told_alike_in_both_files_are_recomputed)
{
    expect_after_both("\"expected_s\": 0.0", "\"expected_s\": 5.0", ",0.000,", ",5.000,",
                      "durations: wave 1: 'b' is said to take 5.000 s, it is expected to take "
                      "0.000 s");
}

Test(judge_saved, an_altered_snapshot_is_named)
{
    expect_after("snapshot/domains.csv", "100", "101",
                 "snapshot: plan.json was made for snapshot 'sha256:");
    expect_after("snapshot/hosts.csv", "0.5", "0.4", "snapshot: ");
    expect_after("snapshot/domains.csv", "\nb,", "\nc,", "snapshot: ");
    expect_after("snapshot/policy.csv", "730", "731", "snapshot: ");
}

Test(judge_saved, an_altered_certificate_is_named)
{
    expect_after("certificate.json", "\"1000000\"", "\"999999\"", "bound: the bound is said to be");
    expect_after("certificate.json", "\"-1000000\"", "\"1000000\"",
                 "bound: the proof is not accepted: leaf 0 gives row link[0,0,0,0] a multiplier of "
                 "the wrong sign");
    expect_after("certificate.json", "\"valid\":true", "\"valid\":false",
                 "certificate.json: certificate.json says itself that the plan is not valid");
    expect_after("certificate.json", "\"bound_micro\":\"", "\"bound_micro\":\"1",
                 "certificate.json: certificate.json and plan.json have different bounds");
    expect_after("certificate.json", "\"plan_digest\":\"sha256:", "\"plan_digest\":\"sha256:0",
                 "certificate.json: certificate.json belongs to another plan");
    expect_after("certificate.json", "\"kind\":\"leaf\"", "\"kind\":\"twig\"",
                 "certificate.json: certificate.json: node 0 is not written as docs/certificate.md "
                 "says");
    g_autofree char *path = g_build_filename(folder, "certificate.json", NULL);
    g_remove(path);
    g_autofree char *failure = first_failure();
    cr_assert_str_eq(failure, "certificate.json: certificate.json is missing, but plan.json "
                              "claims a bound");
}

Test(judge_saved, what_cannot_be_read_is_an_error)
{
    expect_after("plan.json", "{", "{{", "error 65: ");
    expect_after("snapshot/hosts.csv", "h1", "h1\"", "error 65: ");
    expect_after("placement.csv", "a,h1", "a,h1,x", "error 65: ");
    expect_after("actions.csv", "migrate", "migr\"ate", "error 65: ");
    static const char *const needed[] = {"actions.csv", "plan.json"};
    for (size_t i = 0; i < G_N_ELEMENTS(needed); i++) {
        g_autofree char *path = g_build_filename(folder, needed[i], NULL);
        g_remove(path);
        g_autofree char *failure = first_failure();
        cr_assert(g_str_has_prefix(failure, "error 66: cannot read '"), "%s", failure);
    }
}

Test(judge_saved, a_missing_placement_is_named)
{
    g_autofree char *path = g_build_filename(folder, "placement.csv", NULL);
    g_remove(path);
    g_autofree char *failure = first_failure();
    cr_assert_str_eq(failure, "placement.csv: placement.csv is missing");
}

/* Changes one value to another of its type: a digit, a truth value, a null. */
static json_t *altered_value(const json_t *value)
{
    if (json_is_string(value)) {
        g_autofree char *text = g_strdup(json_string_value(value));
        size_t length = strlen(text);
        if (length == 0)
            return json_string("x");
        text[length - 1] = text[length - 1] == '1' ? '2' : '1';
        return json_string(text);
    }
    if (json_is_integer(value))
        return json_integer(json_integer_value(value) + 1);
    if (json_is_real(value))
        return json_real(json_real_value(value) + 0.01);
    return json_is_boolean(value) ? json_boolean(!json_is_true(value)) : json_string("1.00");
}

/* What stands for people alone and binds nobody, or is the writer's own story of the search. */
static bool is_story(const char *path)
{
    static const char *const stories[] = {".search", ".certificate", ".infeasible"};
    for (size_t i = 0; i < G_N_ELEMENTS(stories); i++)
        if (g_str_has_prefix(path, stories[i]))
            return true;
    return false;
}

static void expect_rejected(const json_t *root, const char *path)
{
    char *text = json_dumps(root, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
    write_text("plan.json", text);
    free(text);
    g_autofree char *failure = first_failure();
    cr_assert_str_not_empty(failure, "%s was altered and nobody saw it", path);
}

static int alter_each(json_t *root, json_t *at, const char *path);

static int alter(json_t *root, json_t *value, const char *path, json_t *object, const char *key,
                 json_t *array, size_t index)
{
    if (is_story(path))
        return 0;
    if (json_is_object(value) || json_is_array(value))
        return alter_each(root, value, path);
    json_t *kept = json_incref(value);
    if (object != NULL)
        json_object_set_new(object, key, altered_value(value));
    else
        json_array_set_new(array, index, altered_value(value));
    expect_rejected(root, path);
    if (object != NULL)
        json_object_set_new(object, key, kept);
    else
        json_array_set_new(array, index, kept);
    return 1;
}

static int alter_each(json_t *root, json_t *at, const char *path)
{
    int n = 0;
    void *step;
    const char *key;
    json_t *value;
    json_object_foreach_safe(at, step, key, value)
    {
        g_autofree char *inner = g_strdup_printf("%s.%s", path, key);
        n += alter(root, value, inner, at, key, NULL, 0);
    }
    for (size_t i = 0; i < json_array_size(at); i++) {
        g_autofree char *inner = g_strdup_printf("%s[%zu]", path, i);
        n += alter(root, json_array_get(at, i), inner, NULL, NULL, at, i);
    }
    return n;
}

Test(judge_saved, altering_any_one_value_of_plan_json_is_seen)
{
    g_autofree char *text = read_text("plan.json");
    json_t *root = json_loads(text, 0, NULL);
    int n = alter_each(root, root, "");
    cr_assert_geq(n, 55, "only %d values altered", n); /* 11 parts twice, 12 figures, 2 actions … */
    json_decref(root);
}

Test(judge_saved, figures_that_follow_from_the_costs_are_recomputed)
{
    g_autofree char *text = read_text("plan.json");
    static const char *const keys[] = {"\"saving\": \"",  "\"gap\": \"",
                                       "\"one_off\": \"", "\"sunk_per_month\": \"",
                                       "\"gap_ratio\": ", "\"payback_h\": "};
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *altered = g_strconcat(keys[i], "1", NULL);
        expect_after("plan.json", keys[i], altered, "figures: cost.");
    }
}
