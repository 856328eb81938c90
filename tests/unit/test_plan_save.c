#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "common/error.h"
#include "model/scenario.h"
#include "plan/plan_save.h"
#include "tests/support/ordered_plan.h"
#include "tests/support/test_model.h"

static Model *small_model(void)
{
    return test_model((TestFile[]){
        {"resources.csv", "resource,hard_permille\nmemory_mib,1000\n"},
        {"hosts.csv", "host,memory_mib,machine_cost_per_h\nh1,1000,1\n\"../h,2\",1000,1\n"},
        {"domains.csv", "domain,host,memory_mib,operator_min\n\"say \"\"hi\"\"; drop\",h1,500,1.5\n"
                        "d2,\"../h,2\",100,0\n"},
        {NULL, NULL}});
}

static Plan *small_plan(const Model *model)
{
    return ordered_plan(model, (const char *[]){"say \"hi\"; drop", "../h,2", NULL});
}

static char *new_directory(void)
{
    return g_dir_make_tmp("plan-save-XXXXXX", NULL);
}

static void remove_all(const char *directory)
{
    g_autoptr(GDir) entries = g_dir_open(directory, 0, NULL);
    const char *name;
    while (entries != NULL && (name = g_dir_read_name(entries)) != NULL) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            remove_all(path);
        g_unlink(path);
    }
    g_rmdir(directory);
}

static void assert_file(const char *directory, const char *name, const char *expected)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    g_autofree char *text = NULL;
    cr_assert(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
    cr_assert_str_eq(text, expected, "%s", text);
}

static guint count_entries(const char *directory)
{
    g_autoptr(GDir) entries = g_dir_open(directory, 0, NULL);
    guint n = 0;
    while (g_dir_read_name(entries) != NULL)
        n++;
    return n;
}

Test(plan_save, a_folder_holds_everything_that_verify_needs)
{
    g_autoptr(Model) model = small_model();
    g_autoptr(Plan) plan = small_plan(model);
    g_autofree char *parent = new_directory();
    g_autofree char *directory = g_build_filename(parent, "saved", NULL);
    g_autoptr(GError) error = NULL;
    cr_assert(
        plan_save(model, plan, &(PlanTexts){"{}\n", "{\"proof\":1}\n", NULL}, directory, &error),
        "%s", error == NULL ? "" : error->message);
    assert_file(directory, "plan.json", "{}\n");
    assert_file(directory, "certificate.json", "{\"proof\":1}\n");
    assert_file(directory, "placement.csv",
                "domain,host\nd2,\"../h,2\"\n\"say \"\"hi\"\"; drop\",\"../h,2\"\n");
    assert_file(
        directory, "actions.csv",
        "wave,action,domain,from,to,parking,operator_min,expected_s,saving,reason,not_before\n"
        "1,migrate,\"say \"\"hi\"\"; drop\",h1,\"../h,2\",0,3.5,0.500,669.883333,"
        "\"empties host 'h1', which leaves service\",\n"
        "2,power_off,,h1,,0,15,60.000,,is empty when its 1 domain has left,\n");
    g_autofree char *snapshot = g_build_filename(directory, "snapshot", NULL);
    g_autoptr(Model) again = scenario_read(snapshot, NULL);
    g_autofree char *digest = model_digest(model);
    g_autofree char *digest_again = model_digest(again);
    cr_assert_str_eq(digest_again, digest);
    cr_assert_eq(count_entries(parent), 1); /* nothing is left beside it */
    remove_all(parent);
}

Test(plan_save, an_empty_folder_may_be_there_and_a_slash_behind_its_name)
{
    g_autoptr(Model) model = small_model();
    g_autoptr(Plan) plan = small_plan(model);
    g_autofree char *directory = new_directory();
    g_autofree char *with_slash = g_strconcat(directory, "//", NULL);
    cr_assert(plan_save(model, plan, &(PlanTexts){"{}\n", NULL, NULL}, with_slash, NULL));
    g_autofree char *certificate = g_build_filename(directory, "certificate.json", NULL);
    cr_assert_not(g_file_test(certificate, G_FILE_TEST_EXISTS));
    remove_all(directory);
}

Test(plan_save, a_folder_that_holds_something_is_left_alone)
{
    g_autoptr(Model) model = small_model();
    g_autoptr(Plan) plan = small_plan(model);
    g_autofree char *parent = new_directory();
    g_autofree char *directory = g_build_filename(parent, "full", NULL);
    g_autofree char *file = g_build_filename(directory, "mine", NULL);
    g_mkdir(directory, 0700);
    cr_assert(g_file_set_contents(file, "x", 1, NULL));
    g_autoptr(GError) error = NULL;
    cr_assert_not(plan_save(model, plan, &(PlanTexts){"{}\n", NULL, NULL}, directory, &error));
    g_autofree char *expected = g_strdup_printf(
        "'%s' exists already\ngive a folder that does not exist yet, or an empty one", directory);
    cr_assert_str_eq(error->message, expected, "%s", error->message);
    cr_assert_eq(error->code, VMATRIX_ERROR_USAGE);
    cr_assert_eq(count_entries(parent), 1);
    assert_file(directory, "mine", "x");
    remove_all(parent);
}

Test(plan_save, where_nothing_can_be_written_nothing_is_left)
{
    g_autoptr(Model) model = small_model();
    g_autoptr(Plan) plan = small_plan(model);
    g_autofree char *parent = new_directory();
    g_autofree char *directory = g_build_filename(parent, "absent", "saved", NULL);
    g_autoptr(GError) error = NULL;
    cr_assert_not(plan_save(model, plan, &(PlanTexts){"{}\n", NULL, NULL}, directory, &error));
    g_autofree char *expected =
        g_strdup_printf("cannot make a folder beside '%s': No such file or directory", directory);
    cr_assert_str_eq(error->message, expected, "%s", error->message);
    cr_assert_eq(error->code, VMATRIX_ERROR_FAILED);
    cr_assert_eq(count_entries(parent), 0);
    remove_all(parent);
}

Test(plan_save, a_plan_without_placement_has_no_placement_file)
{
    g_autoptr(Model) model = small_model();
    g_autoptr(Plan) plan = g_new0(Plan, 1);
    g_autofree char *directory = new_directory();
    cr_assert(plan_save(model, plan, &(PlanTexts){"{}\n", NULL, NULL}, directory, NULL));
    g_autofree char *placement = g_build_filename(directory, "placement.csv", NULL);
    cr_assert_not(g_file_test(placement, G_FILE_TEST_EXISTS));
    assert_file(
        directory, "actions.csv",
        "wave,action,domain,from,to,parking,operator_min,expected_s,saving,reason,not_before\n");
    remove_all(directory);
}
