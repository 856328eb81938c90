#include <criterion/criterion.h>
#include <jansson.h>
#include <string.h>

#include "common/error.h"
#include "plan/plan_json.h"
#include "tests/support/ordered_plan.h"
#include "tests/support/test_model.h"

static Model *small_model(void)
{
    return test_model((TestFile[]){
        {"policy.csv", "key,value\nname,small\nwage_per_h,60\n"},
        {"resources.csv", "resource,hard_permille\nmemory_mib,1000\n"},
        {"hosts.csv", "host,memory_mib,machine_cost_per_h,sunk_cost_per_h\nh1,1000,1,0.5\n"
                      "\"h2, 'x'\",1000,0.25,0\n"},
        {"services.csv", "service\nweb\n"},
        {"domains.csv", "domain,service,host,memory_mib,operator_min\nd1,web,h1,500,1.5\n"
                        "ünï,,\"h2, 'x'\",100,0\n"},
        {NULL, NULL}});
}

static Plan *small_plan(const Model *model)
{
    Plan *plan = ordered_plan(model, (const char *[]){"d1", "h2, 'x'", NULL});
    g_free(plan->snapshot_digest);
    plan->snapshot_digest = g_strdup("sha256:of-a-snapshot");
    plan->has_bound = true;
    plan->bound = plan->planned.total - 1500000;
    g_free(plan->current_breaches);
    plan->current_breaches = g_new0(Breach, 1);
    plan->n_current_breaches = 1;
    plan->current_breaches[0] = (Breach){g_strdup("capacity"), g_strdup("full")};
    plan_seal(model, plan);
    return plan;
}

static char *json_of(const Model *model, const Plan *plan)
{
    g_autoptr(GArray) bounds = g_array_new(FALSE, TRUE, sizeof(BoundEvent));
    g_autoptr(GArray) incumbents = g_array_new(FALSE, TRUE, sizeof(IncumbentEvent));
    BoundEvent bound = {.method = (char *)"root-lp", .value = 12 * MICRO, .cpu_s = 0.25};
    IncumbentEvent incumbent = {.cost = 13 * MICRO, .cpu_s = 0.5};
    g_array_append_val(bounds, bound);
    g_array_append_val(incumbents, incumbent);
    PlanSearch search = {0.75, 1.5, 7, bounds, incumbents};
    PlanCheck check = {(char *)"cost", true, (char *)"all of it"};
    PlanVerdict verdict = {true, &check, 1, (char *)"proof tree with 1 leaf"};
    g_autoptr(GError) error = NULL;
    char *text = plan_to_json(model, plan, &search, &verdict, &error);
    cr_assert_not_null(text);
    return text;
}

static const char expected_json[] = "{\n"
                                    "  \"format\": 1,\n"
                                    "  \"plan\": \"IDENTITY\",\n"
                                    "  \"scenario\": \"small\",\n"
                                    "  \"snapshot_digest\": \"sha256:of-a-snapshot\",\n"
                                    "  \"plan_digest\": \"DIGEST\",\n"
                                    "  \"outcome\": \"feasible\",\n"
                                    "  \"unchanged\": false,\n"
                                    "  \"reverse_of\": null,\n"
                                    "  \"start\": null,\n"
                                    "  \"currency\": \"USD\",\n"
                                    "  \"horizon_h\": 720,\n"
                                    "  \"cost\": {\n"
                                    "    \"current\": \"900.00\",\n"
                                    "    \"planned\": \"243.50\",\n"
                                    "    \"bound\": \"242.00\",\n"
                                    "    \"gap\": \"1.50\",\n"
                                    "    \"gap_ratio\": 0.006160164,\n"
                                    "    \"saving\": \"656.50\",\n"
                                    "    \"one_off\": \"63.50\",\n"
                                    "    \"recurring_per_month\": {\n"
                                    "      \"current\": \"912.50\",\n"
                                    "      \"planned\": \"182.50\"\n"
                                    "    },\n"
                                    "    \"sunk_per_month\": \"365.00\",\n"
                                    "    \"payback_h\": 63.5,\n"
                                    "    \"parts\": {\n"
                                    "      \"machine\": {\n"
                                    "        \"current\": \"900.00\",\n"
                                    "        \"planned\": \"180.00\"\n"
                                    "      },\n";

static const char expected_action[] =
    "    {\n"
    "      \"wave\": 1,\n"
    "      \"action\": \"migrate\",\n"
    "      \"domain\": \"d1\",\n"
    "      \"from\": \"h1\",\n"
    "      \"to\": \"h2, 'x'\",\n"
    "      \"parking\": false,\n"
    "      \"operator_min\": 3.5,\n"
    "      \"expected_s\": 0.5,\n"
    "      \"not_before\": null,\n"
    "      \"saving\": \"656.50\",\n"
    "      \"reason\": \"empties host 'h1', which leaves service\"\n"
    "    },\n"
    "    {\n"
    "      \"wave\": 2,\n"
    "      \"action\": \"power_off\",\n"
    "      \"domain\": null,\n"
    "      \"from\": \"h1\",\n"
    "      \"to\": null,\n";

static const char expected_end[] = "  \"certificate\": {\n"
                                   "    \"valid\": true,\n"
                                   "    \"checks\": [\n"
                                   "      {\n"
                                   "        \"name\": \"cost\",\n"
                                   "        \"passed\": true,\n"
                                   "        \"detail\": \"all of it\"\n"
                                   "      }\n"
                                   "    ],\n"
                                   "    \"bound_method\": \"proof tree with 1 leaf\"\n"
                                   "  },\n"
                                   "  \"search\": {\n"
                                   "    \"cpu_s\": 0.75,\n"
                                   "    \"wall_s\": 1.5,\n"
                                   "    \"seed\": 7,\n"
                                   "    \"bounds\": [\n"
                                   "      {\n"
                                   "        \"method\": \"root-lp\",\n"
                                   "        \"value\": \"12.00\",\n"
                                   "        \"cpu_s\": 0.25\n"
                                   "      }\n"
                                   "    ],\n"
                                   "    \"incumbents\": [\n"
                                   "      {\n"
                                   "        \"cpu_s\": 0.5,\n"
                                   "        \"cost\": \"13.00\"\n"
                                   "      }\n"
                                   "    ]\n"
                                   "  },\n"
                                   "  \"infeasible\": []\n"
                                   "}\n";

static char *replace(const char *text, const char *from, const char *to)
{
    g_auto(GStrv) parts = g_strsplit(text, from, 2);
    cr_assert_not_null(parts[1], "the text has no %s", from);
    return g_strjoinv(to, parts);
}

Test(plan_json, is_the_contract_letter_by_letter)
{
    g_autoptr(Model) model = small_model();
    g_autoptr(Plan) plan = small_plan(model);
    g_autofree char *text = json_of(model, plan);
    g_autofree char *with_id = replace(expected_json, "IDENTITY", plan->id);
    g_autofree char *start = replace(with_id, "DIGEST", plan->plan_digest);
    cr_assert(g_str_has_prefix(text, start), "%s", text);
    cr_assert_not_null(strstr(text, expected_action), "%s", text);
    cr_assert(g_str_has_suffix(text, expected_end), "%s", text);
    cr_assert_not_null(strstr(text, "\"hosts\": {\n    \"in_service_before\": 2,\n"
                                    "    \"in_service_after\": 1\n  },\n"));
    cr_assert_not_null(strstr(text, "\"people\": {\n    \"operator_min\": 63.5\n  },\n"));
    cr_assert_not_null(strstr(text,
                              "\"current_breaches\": [\n    {\n      \"rule\": \"capacity\",\n"
                              "      \"what\": \"full\"\n    }\n  ],\n"));
}

Test(plan_json, the_id_is_the_beginning_of_the_digest)
{
    g_autoptr(Model) model = small_model();
    g_autoptr(Plan) plan = small_plan(model);
    cr_assert_eq(strlen(plan->id), 12);
    cr_assert(g_str_has_prefix(plan->plan_digest + strlen("sha256:"), plan->id));
    cr_assert_eq(strlen(plan->plan_digest), strlen("sha256:") + 64);
}

Test(plan_json, the_digest_covers_snapshot_placement_service_and_actions)
{
    g_autoptr(Model) model = small_model();
    g_autoptr(Plan) plan = small_plan(model);
    g_autofree char *digest = plan_compute_digest(model, plan);
    cr_assert_str_eq(digest, plan->plan_digest);
    for (int change = 0; change < 4; change++) {
        g_autoptr(Plan) other = small_plan(model);
        if (change == 0)
            other->snapshot_digest[7] = 'x';
        else if (change == 1)
            other->host_of_domain[0] = 0;
        else if (change == 2)
            other->in_service[1] = !other->in_service[1];
        else
            other->actions[0].wave = 2;
        g_autofree char *changed = plan_compute_digest(model, other);
        cr_assert_str_neq(changed, digest, "change %d", change);
    }
}

Test(plan_json, what_is_written_is_read_back_the_same)
{
    g_autoptr(Model) model = small_model();
    g_autoptr(Plan) plan = small_plan(model);
    g_autofree char *text = json_of(model, plan);
    g_autoptr(GError) error = NULL;
    g_autoptr(PlanDocument) document = plan_from_json(model, text, "plan.json", &error);
    cr_assert_not_null(document, "%s", error == NULL ? "" : error->message);
    g_autofree char *again =
        plan_to_json(model, document->plan, &document->search, &document->verdict, NULL);
    cr_assert_str_eq(again, text);
    cr_assert_arr_eq(document->plan->host_of_domain, plan->host_of_domain,
                     model->n_domains * sizeof(uint32_t));
    cr_assert_arr_eq(document->plan->in_service, plan->in_service, model->n_hosts * sizeof(bool));
    g_autofree char *digest = plan_compute_digest(model, document->plan);
    cr_assert_str_eq(digest, plan->plan_digest);
}

Test(plan_json, a_plan_without_placement_has_null_figures_and_is_read_back)
{
    g_autoptr(Model) model = small_model();
    g_autoptr(Plan) plan = g_new0(Plan, 1);
    plan->scenario = g_strdup("small");
    plan->snapshot_digest = g_strdup("sha256:x");
    plan->outcome = OUTCOME_INFEASIBLE;
    plan->infeasible = g_new0(Breach, 1);
    plan->n_infeasible = 1;
    plan->infeasible[0] = (Breach){g_strdup("apart"), g_strdup("3 domains, 2 hosts")};
    plan_seal(model, plan);
    g_autofree char *text = plan_to_json(model, plan, NULL, NULL, NULL);
    static const char *const nulls[] = {
        "\"planned\": null",     "\"bound\": null",
        "\"gap\": null",         "\"saving\": null",
        "\"gap_ratio\": null",   "\"payback_h\": null",
        "\"one_off\": null",     "\"in_service_after\": null",
        "\"certificate\": null", "\"search\": null",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(nulls); i++)
        cr_assert_not_null(strstr(text, nulls[i]), "%s is not in %s", nulls[i], text);
    g_autoptr(PlanDocument) document = plan_from_json(model, text, "plan.json", NULL);
    cr_assert_not_null(document);
    cr_assert_null(document->plan->host_of_domain);
    cr_assert_str_eq(document->plan->infeasible[0].what, "3 domains, 2 hosts");
    g_autofree char *difference = NULL;
    cr_assert(plan_json_compare(model, document, text, &difference, NULL));
    cr_assert_null(difference, "%s", difference);
}

static void assert_refused(const char *from, const char *to, const char *message)
{
    g_autoptr(Model) model = small_model();
    g_autoptr(Plan) plan = small_plan(model);
    g_autofree char *text = json_of(model, plan);
    g_autofree char *altered = replace(text, from, to);
    g_autoptr(GError) error = NULL;
    cr_assert_null(plan_from_json(model, altered, "plan.json", &error), "%s was accepted", to);
    cr_assert_str_eq(error->message, message, "%s", error->message);
    cr_assert_eq(error->domain, VMATRIX_ERROR);
    cr_assert_eq(error->code, VMATRIX_ERROR_BAD_DATA);
}

Test(plan_json, what_cannot_be_read_is_refused_with_its_key)
{
    assert_refused("\"format\": 1", "\"format\": 2",
                   "plan.json: key 'format': only format 1 is known");
    assert_refused("\"scenario\": \"small\"", "\"scenario\": 1",
                   "plan.json: key 'scenario': must be a string");
    assert_refused("\"scenario\"", "\"scene\"", "plan.json: key 'scenario': missing");
    assert_refused("\"outcome\": \"feasible\"", "\"outcome\": \"fine\"",
                   "plan.json: key 'outcome': 'fine' is not known");
    assert_refused("\"start\": null", "\"start\": \"today\"",
                   "plan.json: key 'start': 'today' is not a time in UTC");
    assert_refused("\"not_before\": null", "\"not_before\": 12",
                   "plan.json: key 'actions[0].not_before': must be a string");
    assert_refused("\"unchanged\": false", "\"unchanged\": 0",
                   "plan.json: key 'unchanged': must be true or false");
    assert_refused("\"domain\": \"d1\"", "\"domain\": \"d9\"",
                   "plan.json: key 'actions[0].domain': the snapshot has no 'd9'");
    assert_refused("\"to\": \"h2, 'x'\"", "\"to\": null",
                   "plan.json: key 'actions[0].to': must name a host");
    assert_refused("\"from\": \"h1\"", "\"from\": null",
                   "plan.json: key 'actions[0].from': must name a host");
    assert_refused("\"domain\": \"d1\"", "\"domain\": null",
                   "plan.json: key 'actions[0].domain': must name a domain");
    assert_refused("\"domain\": null", "\"domain\": \"d1\"",
                   "plan.json: key 'actions[1].domain': must be null for a host");
    assert_refused("\"to\": null", "\"to\": \"h1\"",
                   "plan.json: key 'actions[1].from': must be the only host");
    assert_refused("\"wave\": 1", "\"wave\": 0",
                   "plan.json: key 'actions[0].wave': must be a number from 1");
    assert_refused("\"wave\": 1", "\"wave\": -1",
                   "plan.json: key 'actions[0].wave': must be a whole number that is not negative");
    assert_refused("\"expected_s\": 0.5", "\"expected_s\": 1e308",
                   "plan.json: key 'actions[0].expected_s': too large");
    assert_refused("\"expected_s\": 0.5", "\"expected_s\": \"0.5\"",
                   "plan.json: key 'actions[0].expected_s': must be a number that is not negative");
    assert_refused("\"operator_min\": 3.5", "\"operator_min\": 1e300",
                   "plan.json: key 'actions[0].operator_min': too large");
    assert_refused("\"actions\": [", "\"actions\": {}, \"x\": [",
                   "plan.json: key 'actions': must be an array");
    assert_refused("\"people\": {", "\"people\": 1, \"x\": {",
                   "plan.json: key 'people': must be an object");
    assert_refused("    {\n      \"rule\": \"capacity\"", "    1, {\n      \"rule\": \"capacity\"",
                   "plan.json: key 'current_breaches[0]': must be an object");
}

Test(plan_json, money_that_does_not_parse_is_refused_with_its_key)
{
    g_autoptr(Model) model = small_model();
    g_autoptr(Plan) plan = small_plan(model);
    g_autofree char *text = json_of(model, plan);
    g_autofree char *altered = replace(text, "\"bound\": \"242.00\"", "\"bound\": \"242,00\"");
    g_autoptr(GError) error = NULL;
    cr_assert_null(plan_from_json(model, altered, "plan.json", &error));
    cr_assert(g_str_has_prefix(error->message, "plan.json: key 'cost.bound': "), "%s",
              error->message);
    cr_assert_eq(error->code, VMATRIX_ERROR_BAD_DATA);
}

Test(plan_json, text_that_is_not_json_is_refused_with_its_place)
{
    g_autoptr(Model) model = small_model();
    static const char *const texts[][2] = {
        {"{\"format\": 1,\n oops}", "plan.json:2:5: not JSON: "},
        {"[]", "plan.json: not a JSON object"},
        {"{\"format\": 1, \"format\": 1}", "plan.json:1:22: not JSON: duplicate object key"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;
        cr_assert_null(plan_from_json(model, texts[i][0], "plan.json", &error));
        cr_assert(g_str_has_prefix(error->message, texts[i][1]), "%s", error->message);
    }
}

static void assert_difference(const char *from, const char *to, const char *expected)
{
    g_autoptr(Model) model = small_model();
    g_autoptr(Plan) plan = small_plan(model);
    g_autofree char *text = json_of(model, plan);
    g_autofree char *altered = replace(text, from, to);
    g_autoptr(PlanDocument) document = plan_from_json(model, altered, "plan.json", NULL);
    cr_assert_not_null(document);
    g_autofree char *difference = NULL;
    cr_assert(plan_json_compare(model, document, altered, &difference, NULL));
    cr_assert_not_null(difference, "%s was not noticed", to);
    cr_assert_str_eq(difference, expected, "%s", difference);
}

Test(plan_json, a_figure_that_does_not_follow_from_the_others_is_noticed)
{
    assert_difference("\"gap\": \"1.50\"", "\"gap\": \"0.50\"",
                      "cost.gap is \"0.50\", but the plan gives \"1.50\"");
    assert_difference("\"saving\": \"656.50\"", "\"saving\": \"756.50\"",
                      "cost.saving is \"756.50\", but the plan gives \"656.50\"");
    assert_difference("\"payback_h\": 63.5", "\"payback_h\": 1.5",
                      "cost.payback_h is 1.5, but the plan gives 63.5");
    assert_difference("\"in_service_after\": 1", "\"in_service_after\": 0",
                      "hosts.in_service_after is 0, but the plan gives 1");
    assert_difference("\"currency\": \"USD\"", "\"currency\": \"EUR\"",
                      "currency is \"EUR\", but the plan gives \"USD\"");
    assert_difference("\"sunk_per_month\": \"365.00\"", "\"sunk\": \"365.00\"",
                      "cost.sunk_per_month is missing, but the plan gives \"365.00\"");
}

Test(plan_json, times_are_written_and_read_back)
{
    g_autoptr(Model) model = small_model();
    g_autoptr(Plan) plan = small_plan(model);
    plan->has_start = plan->actions[1].has_not_before = true;
    plan->start_s = 86400;
    plan->actions[1].not_before_s = 90000;
    plan_seal(model, plan);
    g_autofree char *text = json_of(model, plan);
    cr_assert_not_null(strstr(text, "\"start\": \"1970-01-02T00:00:00Z\""));
    cr_assert_not_null(strstr(text, "\"not_before\": \"1970-01-02T01:00:00Z\""));
    g_autoptr(PlanDocument) document = plan_from_json(model, text, "plan.json", NULL);
    cr_assert(document->plan->has_start);
    cr_assert_eq(document->plan->start_s, 86400);
    cr_assert_not(document->plan->actions[0].has_not_before);
    cr_assert_eq(document->plan->actions[1].not_before_s, 90000);
    g_autofree char *again = json_of(model, document->plan);
    cr_assert_str_eq(again, text);
}

Test(plan_json, a_plan_of_a_version_that_knew_no_times_is_read)
{
    g_autoptr(Model) model = small_model();
    g_autoptr(Plan) plan = small_plan(model);
    g_autofree char *text = json_of(model, plan);
    g_autofree char *without_start = replace(text, "  \"start\": null,\n", "");
    g_autofree char *old = replace(without_start, "      \"not_before\": null,\n", "");
    g_autoptr(PlanDocument) document = plan_from_json(model, old, "plan.json", NULL);
    g_autofree char *difference = NULL;
    cr_assert_not_null(document);
    cr_assert(plan_json_compare(model, document, old, &difference, NULL));
    cr_assert_null(difference, "%s", difference);
}
