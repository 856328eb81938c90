#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/error.h"

const Command *cli_find_command(const char *name)
{
    for (const Command *command = commands; command->name != NULL; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

bool cli_parse(int argc, char **argv, const Command *command, const GOptionEntry *entries,
               int n_min, int n_max, char ***ret_arguments, GError **error)
{
    g_autofree char *usage = g_strdup_printf("- %s\n\nusage: vmatrix %s %s", command->summary,
                                             command->name, command->synopsis);
    g_autoptr(GOptionContext) context = g_option_context_new(usage);
    if (entries != NULL)
        g_option_context_add_main_entries(context, entries, NULL);
    g_auto(GStrv) arguments = g_new0(char *, (gsize)argc + 1);
    for (int i = 0; i < argc; i++)
        arguments[i] = g_strdup(argv[i]);
    g_autoptr(GError) parse_error = NULL;
    if (!g_option_context_parse_strv(context, &arguments, &parse_error)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "%s: %s", command->name,
                    parse_error->message);
        error_add_hint(error, "'vmatrix %s --help' shows its options", command->name);
        return false;
    }
    int n = (int)g_strv_length(arguments) - 1;
    if (n < n_min || n > n_max) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "%s: %s", command->name,
                    n < n_min ? "an argument is missing" : "too many arguments");
        error_add_hint(error, "usage: vmatrix %s %s", command->name, command->synopsis);
        return false;
    }
    *ret_arguments = g_strdupv(arguments + 1);
    return true;
}

bool cli_output_format(const char *text, OutputFormat *ret_format, GError **error)
{
    static const char *const names[] = {"table", "json", "csv"};
    for (int i = 0; i < 3; i++)
        if (g_strcmp0(text == NULL ? "table" : text, names[i]) == 0) {
            *ret_format = (OutputFormat)i;
            return true;
        }
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                "unknown output format '%s' (table, json or csv)", text);
    return false;
}

char *cli_escape(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *escaped = g_string_new(NULL);
    for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        if (character == '\n' || !g_unichar_iscntrl(character))
            g_string_append_unichar(escaped, character);
        else
            g_string_append_printf(escaped, "\\x%02x", character);
    }
    return g_string_free(escaped, FALSE);
}

bool cli_use_color(void)
{
    const char *term = getenv("TERM");
    return isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL && term != NULL &&
           strcmp(term, "dumb") != 0;
}
