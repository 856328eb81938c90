#include "plan/plan_save.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "common/error.h"
#include "model/scenario.h"

static bool fail(const char *what, const char *path, GError **error)
{
    int reason = errno;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "cannot %s '%s': %s", what, path,
                g_strerror(reason));
    return false;
}

/* A folder of two levels, as plan_save makes it. */
static void remove_folder(const char *directory, int depth)
{
    g_autoptr(GDir) entries = g_dir_open(directory, 0, NULL);
    const char *name = NULL;
    while (entries != NULL && (name = g_dir_read_name(entries)) != NULL) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        if (depth > 0 && g_file_test(path, G_FILE_TEST_IS_DIR))
            remove_folder(path, depth - 1);
        else
            g_unlink(path);
    }
    g_rmdir(directory);
}

static bool write_file(const char *directory, const char *name, const char *text, GError **error)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    g_autoptr(GError) reason = NULL;
    if (g_file_set_contents(path, text, -1, &reason))
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "cannot write '%s': %s", path,
                reason->message);
    return false;
}

static bool write_tables(const Model *model, const Plan *plan, const char *directory,
                         GError **error)
{
    g_autofree char *actions = plan_actions_csv(model, plan);
    if (!write_file(directory, "actions.csv", actions, error))
        return false;
    if (plan->host_of_domain == NULL)
        return true;
    g_autofree char *placement = plan_placement_csv(model, plan);
    return write_file(directory, "placement.csv", placement, error);
}

static bool write_optional(const char *directory, const char *name, const char *text,
                           GError **error)
{
    return text == NULL || write_file(directory, name, text, error);
}

static bool write_all(const Model *model, const Plan *plan, const PlanTexts *texts,
                      const char *directory, GError **error)
{
    g_autofree char *snapshot = g_build_filename(directory, "snapshot", NULL);
    return write_file(directory, "plan.json", texts->plan_json, error) &&
           write_tables(model, plan, directory, error) &&
           write_optional(directory, "certificate.json", texts->certificate_json, error) &&
           write_optional(directory, "reverse.json", texts->reverse_json, error) &&
           scenario_write(model, snapshot, error);
}

static bool is_free(const char *directory, GError **error)
{
    if (!g_file_test(directory, G_FILE_TEST_EXISTS))
        return true;
    g_autoptr(GDir) entries = g_dir_open(directory, 0, NULL);
    if (entries != NULL && g_dir_read_name(entries) == NULL)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "'%s' exists already", directory);
    error_add_hint(error, "give a folder that does not exist yet, or an empty one");
    return false;
}

/* "DIR/" and "DIR" name the same folder; what is written beside it needs the latter. */
static char *without_slashes(const char *directory)
{
    size_t length = strlen(directory);
    while (length > 1 && directory[length - 1] == '/')
        length--;
    return g_strndup(directory, length);
}

bool plan_save(const Model *model, const Plan *plan, const PlanTexts *texts, const char *directory,
               GError **error)
{
    g_autofree char *final = without_slashes(directory);
    if (!is_free(final, error))
        return false;
    g_autofree char *beside = g_strconcat(final, ".XXXXXX", NULL);
    if (g_mkdtemp_full(beside, 0777) == NULL)
        return fail("make a folder beside", final, error);
    bool written = write_all(model, plan, texts, beside, error);
    if (written && g_rename(beside, final) != 0)
        written = fail("write", final, error);
    if (!written)
        remove_folder(beside, 1);
    return written;
}
