#include "actuator/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#include "common/error.h"
#include "common/fault_point.h"

#define SUFFIX ".result.json"

static bool fail(const char *what, const char *path, GError **error)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "cannot %s '%s': %s", what, path,
                g_strerror(errno));
    return false;
}

static json_t *to_json(const SpoolKey *key, const StepResult *result)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autofree char *at = g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");
    return json_pack("{s:i, s:s, s:s, s:s, s:s, s:I, s:s, s:s, s:s?, s:s}", "format", 1, "plan",
                     key->plan, "digest", key->digest, "execution", key->execution, "epoch",
                     key->epoch, "step", (json_int_t)key->seq, "state",
                     step_state_names[result->state], "detail", result->detail, "figures",
                     result->figures, "at", at);
}

static bool write_all(int fd, const char *text)
{
    for (size_t left = strlen(text); left > 0;) {
        ssize_t n = write(fd, text, left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        text += n;
        left -= (size_t)n;
    }
    return true;
}

/* Synced before it is closed; nothing stays where that fails. */
static bool write_synced(const char *path, const char *text, GError **error)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail("write", path, error);
    bool full = fault_point("spool", "write", "before");
    if (full)
        errno = ENOSPC;
    bool written = !full && write_all(fd, text) && fsync(fd) == 0;
    if (!written)
        fail("write", path, error);
    close(fd);
    if (!written)
        g_unlink(path);
    return written;
}

static bool sync_directory(const char *path, GError **error)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return fail("open", path, error);
    bool synced = fsync(fd) == 0 || fail("sync", path, error);
    close(fd);
    return synced;
}

bool spool_keep(const char *directory, const SpoolKey *key, const StepResult *result,
                char **ret_path, GError **error)
{
    g_autofree char *name =
        g_strdup_printf("%s-%s-%s-%u" SUFFIX, key->plan, key->execution, key->epoch, key->seq);
    g_autofree char *path = g_build_filename(directory, name, NULL);
    g_autofree char *temporary = g_strconcat(path, ".new", NULL);
    json_t *content = to_json(key, result);
    char *text = json_dumps(content, JSON_INDENT(1));
    json_decref(content);
    bool kept = g_mkdir_with_parents(directory, 0700) == 0 || fail("make", directory, error);
    kept = kept && write_synced(temporary, text, error) &&
           (g_rename(temporary, path) == 0 || fail("rename", temporary, error)) &&
           sync_directory(directory, error);
    free(text);
    if (kept)
        *ret_path = g_steal_pointer(&path);
    return kept;
}

static const char *text_of(const json_t *content, const char *key)
{
    return json_string_value(json_object_get(content, key));
}

static bool is_complete(const json_t *content)
{
    static const char *const keys[] = {"plan",  "digest", "execution", "epoch",
                                       "state", "detail", "at"};
    bool complete = json_is_integer(json_object_get(content, "step")) &&
                    json_integer_value(json_object_get(content, "format")) == 1;
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        complete = complete && text_of(content, keys[i]) != NULL;
    return complete;
}

/* *ret_answer: "taken", "known", "late" or "foreign". */
static bool tell_database(const json_t *content, Database *database, char **ret_answer,
                          GError **error)
{
    g_autoptr(Rows) rows = NULL;
    g_autofree char *seq = g_strdup_printf("%" JSON_INTEGER_FORMAT,
                                           json_integer_value(json_object_get(content, "step")));
    const char *const parameters[] = {text_of(content, "plan"),
                                      text_of(content, "digest"),
                                      text_of(content, "execution"),
                                      text_of(content, "epoch"),
                                      seq,
                                      text_of(content, "state"),
                                      text_of(content, "detail"),
                                      text_of(content, "figures"),
                                      text_of(content, "at")};
    if (!database_query(database, "result_take_in", parameters, G_N_ELEMENTS(parameters), &rows,
                        error))
        return false;
    *ret_answer = g_strdup(rows_get(rows, 0, 0));
    return true;
}

static char *make_note(const json_t *content, const char *answer)
{
    static const char *const words[][2] = {
        {"taken", "is taken in now"},
        {"known", "had reached the database after all"},
        {"late", "came too late: somebody has settled the step since"},
        {"foreign", "is not of this database and stays on disk"},
    };
    const char *what = answer;
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(answer, words[i][0]) == 0)
            what = words[i][1];
    return g_strdup_printf(
        "the result '%s' of step %" JSON_INTEGER_FORMAT " of plan '%s', kept on disk, %s",
        text_of(content, "state"), json_integer_value(json_object_get(content, "step")),
        text_of(content, "plan"), what);
}

static bool take_in(const char *path, Database *database, GPtrArray *notes, GError **error)
{
    g_autofree char *answer = NULL;
    json_error_t json_error;
    json_t *content = json_load_file(path, JSON_REJECT_DUPLICATES, &json_error);
    if (content == NULL || !is_complete(content)) {
        g_ptr_array_add(
            notes, g_strdup_printf("'%s' is no kept result and is left alone: %s", path,
                                   content == NULL ? json_error.text : "something is missing"));
        json_decref(content);
        return true;
    }
    bool told = tell_database(content, database, &answer, error);
    if (told)
        g_ptr_array_add(notes, make_note(content, answer));
    if (told && strcmp(answer, "foreign") != 0)
        g_unlink(path);
    json_decref(content);
    return told;
}

static gint compare_texts(gconstpointer left, gconstpointer right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

bool spool_take_in(const char *directory, Database *database, GPtrArray *notes, GError **error)
{
    g_autoptr(GDir) files = g_dir_open(directory, 0, NULL);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    for (const char *name = files == NULL ? NULL : g_dir_read_name(files); name != NULL;
         name = g_dir_read_name(files))
        if (g_str_has_suffix(name, SUFFIX))
            g_ptr_array_add(paths, g_build_filename(directory, name, NULL));
    g_ptr_array_sort(paths, compare_texts);
    for (guint i = 0; i < paths->len; i++)
        if (!take_in(g_ptr_array_index(paths, i), database, notes, error))
            return false;
    return true;
}
