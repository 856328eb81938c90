#include "common/file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>

#include "common/error.h"

static bool fail(const char *path, int reason, GError **error)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "cannot write '%s': %s", path,
                g_strerror(reason));
    return false;
}

static bool write_through(const char *path, const char *text, gsize length, GError **error)
{
    FILE *file = g_fopen(path, "w");
    if (file == NULL)
        return fail(path, errno, error);
    bool written = fwrite(text, 1, length, file) == length;
    int reason = errno;
    if (fclose(file) == 0 && written)
        return true;
    return fail(path, written ? errno : reason, error);
}

bool file_write(const char *path, const char *text, gsize length, GError **error)
{
    GStatBuf status;
    if (g_lstat(path, &status) == 0 && !S_ISREG(status.st_mode))
        return write_through(path, text, length, error);
    g_autoptr(GError) problem = NULL;
    if (g_file_set_contents(path, text, (gssize)length, &problem))
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "cannot write '%s': %s", path,
                problem->message);
    return false;
}
