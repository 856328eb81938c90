/* The command line: one table of commands, one file a command.
 *
 * A command parses its own options with GOption, prints data on stdout and
 * everything else on stderr, and returns an exit code of docs/contract.md. For
 * an error it fills *error (whose code becomes the exit code) and may return
 * anything.
 */
#ifndef VMATRIX_CLI_CLI_H
#define VMATRIX_CLI_CLI_H

#include <glib.h>
#include <stdbool.h>

enum {
    EXIT_DONE = 0,
    EXIT_ERROR = 1,
    EXIT_USAGE = 2,
    EXIT_STALE = 3,
    EXIT_NOT_APPROVED = 4,
    EXIT_INFEASIBLE = 5,
    EXIT_HALFWAY = 6,
    EXIT_REJECTED = 7,
    EXIT_BLOCKED = 8,
    EXIT_LIMIT = 9,
    EXIT_HAS_MOVES = 10, /* plan --detailed-exitcode */
};

typedef int (*CommandFunction)(int argc, char **argv, GError **error);

typedef struct {
    const char *name;
    const char *synopsis; /* options and arguments behind the name */
    const char *summary;  /* one line, for --help, the man page and bash completion */
    CommandFunction run;
} Command;

extern const Command commands[]; /* ends with an entry whose name is NULL; cli/commands.c */

typedef enum { OUTPUT_TABLE, OUTPUT_JSON, OUTPUT_CSV } OutputFormat;

/* Parses argv with entries (NULL-ended; may be NULL). Handles --help. What is left stays in
 * *ret_arguments (strv, caller frees). False with VMATRIX_ERROR_USAGE; names the nearest known
 * option. n_min/n_max: how many arguments are right. */
bool cli_parse(int argc, char **argv, const Command *command, const GOptionEntry *entries,
               int n_min, int n_max, char ***ret_arguments, GError **error);

/* "table", "json" or "csv" of --output; NULL is table. */
bool cli_output_format(const char *text, OutputFormat *ret_format, GError **error);

/* The row of the table for a command's own use in cli_parse. */
const Command *cli_find_command(const char *name);

/* text with control characters and invalid UTF-8 escaped, for a terminal. Caller frees. */
char *cli_escape(const char *text);

bool cli_use_color(void); /* stdout is a terminal, no NO_COLOR, TERM is not dumb */

#endif
