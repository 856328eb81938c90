#include "tests/support/vmatrix_run.h"

#include <stdlib.h>
#include <sys/wait.h>

int vmatrix_run(char **ret_output, char **ret_errors, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *options = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *line = g_strdup_printf("%s %s", getenv("VMATRIX"), options);
    g_auto(GStrv) argv = g_strsplit(line, " ", -1);
    g_autofree char *output = NULL;
    g_autofree char *errors = NULL;
    int status = 0;
    g_autoptr(GError) error = NULL;
    if (!g_spawn_sync(NULL, argv, NULL, 0, NULL, NULL, &output, &errors, &status, &error))
        g_error("%s", error->message);
    if (!WIFEXITED(status)) /* its code would be 0 */
        g_error("the program under test crashed: %s: %s", g_strsignal(WTERMSIG(status)), errors);
    if (ret_output != NULL)
        *ret_output = g_steal_pointer(&output);
    if (ret_errors != NULL)
        *ret_errors = g_steal_pointer(&errors);
    return WEXITSTATUS(status);
}
