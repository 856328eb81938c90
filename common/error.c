#include "common/error.h"

#include <string.h>

G_DEFINE_QUARK(vmatrix - error - quark, vmatrix_error)

void error_add_hint(GError **error, const char *format, ...)
{
    if (error == NULL || *error == NULL)
        return;
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *hint = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    char *joined = g_strdup_printf("%s\n%s", (*error)->message, hint);
    g_free((*error)->message);
    (*error)->message = joined;
}

void error_split_hint(const GError *error, char **ret_message, char **ret_hint)
{
    const char *line_feed = strchr(error->message, '\n');
    if (line_feed == NULL) {
        *ret_message = g_strdup(error->message);
        *ret_hint = NULL;
        return;
    }
    *ret_message = g_strndup(error->message, (gsize)(line_feed - error->message));
    *ret_hint = g_strdup(line_feed + 1);
}
