/* vmatrix show: a plan of the database or a saved one, as table, JSON or CSV. */
#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/plan_output.h"
#include "cli/plan_subject.h"
#include "common/error.h"
#include "planner/reverse.h"

/* The way back from the whole of the plan, from the state where it leads. */
static bool show_reverse(const PlanSubject *subject, OutputFormat format, GError **error)
{
    const Plan *plan = subject->document->plan;
    if (subject->reverse_json == NULL) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT, "plan '%s' has no way back: %s",
                    plan->id,
                    subject->reverse_refused != NULL
                        ? subject->reverse_refused
                        : "it has no actions, or none that leads back was found when it was made");
        return false;
    }
    g_autoptr(Model) after = reverse_state_after(subject->model, plan, NULL);
    g_autoptr(PlanDocument) reverse =
        plan_from_json(after, subject->reverse_json, "reverse plan", error);
    return reverse != NULL &&
           plan_output_print(after, reverse->plan, subject->reverse_json, format, error);
}

static bool show(const PlanSubject *subject, bool reverse, OutputFormat format, GError **error)
{
    if (reverse)
        return show_reverse(subject, format, error);
    return plan_output_print(subject->model, subject->document->plan, subject->plan_json, format,
                             error);
}

int command_show(int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *output = NULL;
    gboolean reverse = FALSE;
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"reverse", 0, 0, G_OPTION_ARG_NONE, &reverse,
         "the certified plan that leads back from where this one leads", NULL},
        {"output", 0, 0, G_OPTION_ARG_STRING, &output, "table, json or csv", "FORMAT"},
        {0},
    };
    g_auto(GStrv) arguments = NULL;
    OutputFormat format = OUTPUT_TABLE;
    if (!cli_parse(argc, argv, cli_find_command("show"), entries, 1, 1, &arguments, error) ||
        !cli_output_format(output, &format, error))
        return EXIT_USAGE;
    g_auto(PlanSubject) subject = {0};
    if (!plan_subject_load(conninfo, arguments[0], &subject, error) ||
        !show(&subject, reverse, format, error))
        return EXIT_ERROR;
    return EXIT_DONE;
}
