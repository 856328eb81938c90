#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "common/error.h"
#include "model/scenario.h"

static bool write_files(GHashTable *files, const char *directory, GError **error)
{
    GHashTableIter iterator;
    g_hash_table_iter_init(&iterator, files);
    void *name, *text;
    while (g_hash_table_iter_next(&iterator, &name, &text)) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        if (!g_file_set_contents(path, text, -1, error))
            return false;
    }
    return true;
}

static void remove_folder(GHashTable *files, const char *directory)
{
    GHashTableIter iterator;
    g_hash_table_iter_init(&iterator, files);
    void *name;
    while (g_hash_table_iter_next(&iterator, &name, NULL)) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        g_unlink(path);
    }
    g_rmdir(directory);
}

static bool fail(const char *directory, const char *reason, GError **error)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                "cannot write the scenario folder '%s': %s", directory, reason);
    return false;
}

bool scenario_write(const Model *model, const char *directory, GError **error)
{
    g_autofree char *plain = g_strdup(directory);
    for (gsize length = strlen(plain); length > 1 && plain[length - 1] == '/'; length--)
        plain[length - 1] = '\0';
    g_autofree char *beside = g_strdup_printf("%s.new-XXXXXX", plain);
    if (g_mkdtemp_full(beside, 0777) == NULL)
        return fail(directory, g_strerror(errno), error);
    g_autoptr(GHashTable) files = model_to_canonical(model);
    g_autoptr(GError) cause = NULL;
    if (!write_files(files, beside, &cause)) {
        remove_folder(files, beside);
        return fail(directory, cause->message, error);
    }
    if (rename(beside, plain) != 0) { /* replaces an empty folder, refuses any other */
        int reason = errno;
        remove_folder(files, beside);
        fail(directory, g_strerror(reason), error);
        if (reason == ENOTEMPTY || reason == EEXIST)
            error_add_hint(error, "name a folder that does not exist yet");
        return false;
    }
    return true;
}
