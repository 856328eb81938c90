/* What tests link instead of common/fault_point.c.
 *
 * VMATRIX_FAULT="db.step_claim.after:kill@2": the second time that this point is passed the process
 * dies; "fail" instead of "kill" cuts the connection, "sleep=MS" waits. Several, by commas.
 * VMATRIX_FAULT_LOG=FILE: appends the name of each point that is passed.
 */
#include "common/fault_point.h"

#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static GMutex mutex;
static GHashTable *passed; /* name → how often */

static guint count(const char *name)
{
    g_mutex_lock(&mutex);
    if (passed == NULL)
        passed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(passed, name)) + 1;
    g_hash_table_insert(passed, g_strdup(name), GUINT_TO_POINTER(n));
    g_mutex_unlock(&mutex);
    return n;
}

static void note(const char *name)
{
    const char *path = getenv("VMATRIX_FAULT_LOG");
    int fd = path == NULL ? -1 : open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return;
    g_autofree char *line = g_strconcat(name, "\n", NULL);
    if (write(fd, line, strlen(line)) < 0)
        g_printerr("fault log: cannot write\n");
    close(fd);
}

static bool strike(const char *action)
{
    if (g_str_has_prefix(action, "kill"))
        kill(getpid(), SIGKILL);
    if (g_str_has_prefix(action, "sleep="))
        g_usleep((gulong)g_ascii_strtoull(action + strlen("sleep="), NULL, 10) * 1000);
    return g_str_has_prefix(action, "fail");
}

/* fault: "NAME:ACTION" or "NAME:ACTION@N" */
static bool strike_if_due(const char *fault, const char *name, guint n)
{
    const char *colon = strchr(fault, ':');
    const char *at = colon == NULL ? NULL : strchr(colon, '@');
    if (colon == NULL || (size_t)(colon - fault) != strlen(name) ||
        strncmp(fault, name, strlen(name)) != 0)
        return false;
    guint due = at == NULL ? 1 : (guint)g_ascii_strtoull(at + 1, NULL, 10);
    return n == due && strike(colon + 1);
}

bool fault_point(const char *kind, const char *name, const char *moment)
{
    const char *wanted = getenv("VMATRIX_FAULT");
    g_autofree char *whole = g_strjoin(".", kind, name, moment, NULL);
    note(whole);
    guint n = count(whole);
    if (wanted == NULL)
        return false;
    bool fails = false;
    g_auto(GStrv) faults = g_strsplit(wanted, ",", -1);
    for (guint i = 0; faults[i] != NULL; i++)
        fails |= strike_if_due(faults[i], whole, n);
    return fails;
}
