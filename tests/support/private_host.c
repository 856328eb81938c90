#include "tests/support/private_host.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_TRIES 600
#define TRY_US      50000

static bool has_program(const char *name)
{
    g_autofree char *path = g_find_program_in_path(name);
    return path != NULL;
}

static const char *why_not(void)
{
    if (geteuid() != 0)
        return "not root";
    if (!has_program("libvirtd") && !g_file_test("/usr/sbin/libvirtd", G_FILE_TEST_EXISTS))
        return "libvirtd is not installed";
    if (!has_program("qemu-system-x86_64"))
        return "qemu-system-x86_64 is not installed";
    if (system("unshare --mount --pid --fork --mount-proc true 2>/dev/null") != 0)
        return "no namespaces of its own are allowed here";
    return NULL;
}

static pid_t first_child(pid_t parent)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/task/%d/children", parent, parent);
    g_autofree char *text = NULL;
    return g_file_get_contents(path, &text, NULL, NULL) ? atoi(text) : 0;
}

/* A test that fails does not come to its end: the host must not outlive it. */
static void die_with_parent(G_GNUC_UNUSED gpointer data)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static GPid spawn(char *directory)
{
    const char *source = g_getenv("VMATRIX_SOURCE");
    g_autofree char *script =
        g_build_filename(source == NULL ? "." : source, "tests/support/private-libvirtd", NULL);
    g_autofree char *cache = g_build_filename(g_get_tmp_dir(), "vmatrix-test-libvirt-cache", NULL);
    char *argv[] = {script, directory, cache, NULL};
    GPid pid = 0;
    g_autoptr(GError) error = NULL;
    if (!g_spawn_async(NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, die_with_parent, NULL, &pid,
                       &error))
        g_error("%s", error->message);
    return pid;
}

PrivateHost *private_host_start(char **ret_why)
{
    *ret_why = g_strdup(why_not());
    if (*ret_why != NULL)
        return NULL;
    PrivateHost *host = g_new0(PrivateHost, 1);
    host->directory = g_dir_make_tmp("vmatrix-host-XXXXXX", NULL);
    host->guard = spawn(host->directory);
    g_autofree char *socket = g_build_filename(host->directory, "libvirt-sock", NULL);
    for (int i = 0; i < START_TRIES && !g_file_test(socket, G_FILE_TEST_EXISTS); i++)
        g_usleep(TRY_US);
    host->daemon = first_child(first_child(host->guard));
    if (g_file_test(socket, G_FILE_TEST_EXISTS) && host->daemon != 0)
        return host;
    g_autofree char *log_path = g_build_filename(host->directory, "log", NULL);
    g_autofree char *log = NULL;
    g_file_get_contents(log_path, &log, NULL, NULL);
    *ret_why = g_strdup_printf("libvirtd did not start: %s", log);
    private_host_stop(host);
    return NULL;
}

static void remove_all(const char *directory)
{
    GDir *entries = g_dir_open(directory, 0, NULL);
    const char *name;
    while (entries != NULL && (name = g_dir_read_name(entries)) != NULL) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            remove_all(path);
        else
            g_unlink(path);
    }
    g_clear_pointer(&entries, g_dir_close);
    g_rmdir(directory);
}

void private_host_stop(PrivateHost *host)
{
    if (host == NULL)
        return;
    kill(host->guard, SIGKILL);
    waitpid(host->guard, NULL, 0);
    remove_all(host->directory);
    g_free(host->directory);
    g_free(host);
}

char *private_host_uri(const PrivateHost *host, const char *driver, const char *path)
{
    return g_strdup_printf("%s+unix://%s?socket=%s/libvirt-sock", driver, path, host->directory);
}
