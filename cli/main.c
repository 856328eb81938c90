#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/generate.h"
#include "common/error.h"

static void print_usage(FILE *stream)
{
    fprintf(stream, "usage: vmatrix COMMAND [OPTIONS]\n\n");
    for (const Command *command = commands; command->name != NULL; command++)
        fprintf(stream, "  %-12s %s\n", command->name, command->summary);
    fprintf(stream, "\n'vmatrix COMMAND --help' shows a command's options.\n");
}

static int report_error(const GError *error)
{
    g_autofree char *message = NULL;
    g_autofree char *hint = NULL;
    error_split_hint(error, &message, &hint);
    g_autofree char *shown = cli_escape(message);
    fprintf(stderr, "vmatrix: %s\n", shown);
    if (hint != NULL) {
        g_autofree char *shown_hint = cli_escape(hint);
        fprintf(stderr, "hint: %s\n", shown_hint);
    }
    return error->domain == VMATRIX_ERROR ? error->code : EXIT_ERROR;
}

/* What did not reach stdout, onto a full disk perhaps, must not look like success. */
static int close_output(int status)
{
    if (fflush(stdout) == 0 && ferror(stdout) == 0)
        return status;
    fprintf(stderr, "vmatrix: cannot write the output: %s\n", g_strerror(errno));
    return EXIT_ERROR;
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C");
    if (argc < 2) {
        print_usage(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_usage(stdout);
        return EXIT_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("vmatrix %s\n", VMATRIX_VERSION);
        return EXIT_DONE;
    }
    if (strcmp(argv[1], "--man") == 0 || strcmp(argv[1], "--completion") == 0) {
        if (argv[1][2] == 'm')
            generate_man_page();
        else
            generate_completion();
        return EXIT_DONE;
    }
    const Command *command = cli_find_command(argv[1]);
    if (command == NULL) {
        fprintf(stderr, "vmatrix: unknown command '%s'\n", argv[1]);
        fprintf(stderr, "hint: 'vmatrix --help' lists the commands\n");
        return EXIT_USAGE;
    }
    g_autoptr(GError) error = NULL;
    int status = command->run(argc - 1, argv + 1, &error);
    return error != NULL ? report_error(error) : close_output(status);
}
