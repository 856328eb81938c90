/* The written program has the same optimum in glpsol and cbc as in vmatrix. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/error.h"
#include "model/formulate.h"
#include "solver/solve.h"
#include "tests/support/test_model.h"
#include "tests/support/tiny_scenario.h"

typedef struct {
    bool feasible;
    double value;
} Answer;

static char *run(const char *const *argv)
{
    g_autoptr(GError) error = NULL;
    char *output = NULL;
    g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                 NULL, &output, NULL, NULL, &error);
    cr_assert_null(error);
    return output;
}

static Answer ask_glpsol(const char *program, const char *report)
{
    const char *argv[] = {"glpsol", "--lp", program, "-o", report, NULL};
    g_autofree char *output = run(argv);
    g_autofree char *text = NULL;
    Answer answer = {0};
    cr_assert_null(strstr(output, "error"), "%s", output);
    if (strstr(output, "HAS NO") != NULL)
        return answer;
    cr_assert(g_file_get_contents(report, &text, NULL, NULL), "%s", output);
    answer.feasible = strstr(text, "INTEGER OPTIMAL") != NULL;
    const char *value = strstr(text, "cost = ");
    cr_assert(value != NULL && sscanf(value, "cost = %lf", &answer.value) == 1, "%s", text);
    return answer;
}

static Answer ask_cbc(const char *program)
{
    const char *argv[] = {"cbc", program, "ratioGap", "0", "allowableGap", "0", "solve", NULL};
    g_autofree char *output = run(argv);
    Answer answer = {0};
    if (strstr(output, "Result - Optimal solution found") == NULL) {
        cr_assert_not_null(strstr(output, "nfeasible"), "%s", output);
        return answer;
    }
    const char *value = strstr(output, "Objective value:");
    cr_assert(value != NULL && sscanf(value, "Objective value: %lf", &answer.value) == 1, "%s",
              output);
    answer.feasible = true;
    return answer;
}

static char **names(const char *prefix, uint32_t n)
{
    char **strings = g_new0(char *, n + 1);
    for (uint32_t i = 0; i < n; i++)
        strings[i] = g_strdup_printf("%s %u\nEnd\\ <= 3", prefix, i);
    return strings;
}

static void write_program(const Problem *problem, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) items = names("it's; drop", problem->n_items);
    g_auto(GStrv) bins = names("ünï", problem->n_bins);
    cr_assert(problem_write_mip(problem, (const char *const *)items, (const char *const *)bins,
                                path, &error));
}

/* What the programs find differs from a plan's cost by the rounding of terms that are not whole. */
static void expect_same(const char *solver, Answer answer, const Solution *solution, uint32_t seed)
{
    bool feasible = solution->outcome == OUTCOME_OPTIMAL;
    cr_assert_eq(answer.feasible, feasible, "seed %u: %s says feasible=%d, we %d", seed, solver,
                 answer.feasible, feasible);
    if (feasible)
        cr_assert_float_eq(answer.value, (double)solution->cost / 1e6, 1e-5,
                           "seed %u: %s finds %.7f, we %.7f", seed, solver, answer.value,
                           (double)solution->cost / 1e6);
}

static void compare(TinyKind kind, uint32_t seed, const char *directory)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *program = g_build_filename(directory, "program.lp", NULL);
    g_autofree char *report = g_build_filename(directory, "report.txt", NULL);
    g_autoptr(Model) model = tiny_scenario(kind, seed);
    g_autoptr(Problem) problem = formulate(model, &error);
    cr_assert_null(error);
    SolveOptions options = {.time_limit_s = 60};
    g_autoptr(Solution) solution = solve(problem, &options, &error);
    cr_assert_null(error);
    write_program(problem, program);
    expect_same("glpsol", ask_glpsol(program, report), solution, seed);
    expect_same("cbc", ask_cbc(program), solution, seed);
    g_remove(program);
    g_remove(report);
}

static void compare_many(TinyKind kind)
{
    g_autofree char *directory = g_dir_make_tmp("vmatrix-mip-XXXXXX", NULL);
    for (uint32_t seed = 1; seed <= 15; seed++)
        compare(kind, seed, directory);
    g_rmdir(directory);
}

Test(write_mip, glpsol_and_cbc_find_the_optimum_of_plain_scenarios)
{
    compare_many(TINY_PLAIN);
}

Test(write_mip, glpsol_and_cbc_find_the_optimum_with_all_rules)
{
    compare_many(TINY_RULES);
}

Test(write_mip, glpsol_and_cbc_find_the_optimum_with_all_prices)
{
    compare_many(TINY_PRICES);
}

Test(write_mip, a_folder_that_is_not_there_is_an_error_that_names_the_file)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Model) model = tiny_scenario(TINY_PLAIN, 1);
    g_autoptr(Problem) problem = formulate(model, &error);
    g_auto(GStrv) items = names("v", problem->n_items);
    g_auto(GStrv) bins = names("h", problem->n_bins);
    cr_assert_not(problem_write_mip(problem, (const char *const *)items, (const char *const *)bins,
                                    "/nowhere/at/all.lp", &error));
    cr_assert(g_error_matches(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED));
    cr_assert_not_null(strstr(error->message, "cannot write '/nowhere/at/all.lp'"));
}
