#include "store/process.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <spawn.h>
#include <string.h>

#include "common/error.h"

/* Not the caller's: PGDATA, PGOPTIONS or a locale would change what the programs do. */
static GStrv small_environment(void)
{
    return g_strsplit("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n"
                      "LC_ALL=C.UTF-8",
                      "\n", 0);
}

static GPtrArray *command_as(const char *const *argv, const char *user)
{
    GPtrArray *command = g_ptr_array_new_with_free_func(g_free);
    if (user != NULL) {
        g_ptr_array_add(command, g_strdup("setpriv"));
        g_ptr_array_add(command, g_strdup_printf("--reuid=%s", user));
        g_ptr_array_add(command, g_strdup_printf("--regid=%s", user));
        g_ptr_array_add(command, g_strdup("--clear-groups"));
        g_ptr_array_add(command, g_strdup("--"));
    }
    for (; *argv != NULL; argv++)
        g_ptr_array_add(command, g_strdup(*argv));
    g_ptr_array_add(command, NULL);
    return command;
}

static char *last_line(const char *text)
{
    g_autofree char *trimmed = g_strchomp(g_strdup(text == NULL ? "" : text));
    const char *line_feed = strrchr(trimmed, '\n');
    return g_strdup(line_feed == NULL ? trimmed : line_feed + 1);
}

bool process_run(const char *const *argv, const char *user, const char *text, GError **error)
{
    g_autoptr(GPtrArray) command = command_as(argv, user);
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                  G_SUBPROCESS_FLAGS_STDERR_MERGE);
    g_auto(GStrv) environment = small_environment();
    g_subprocess_launcher_set_environ(launcher, environment);
    g_subprocess_launcher_set_cwd(launcher, "/");
    g_autoptr(GError) cause = NULL;
    g_autoptr(GSubprocess) process =
        g_subprocess_launcher_spawnv(launcher, (const char *const *)command->pdata, &cause);
    g_autofree char *output = NULL;
    if (process == NULL ||
        !g_subprocess_communicate_utf8(process, text, NULL, &output, NULL, &cause)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "cannot run '%s': %s", argv[0],
                    cause->message);
        return false;
    }
    if (g_subprocess_get_successful(process))
        return true;
    g_autofree char *line = last_line(output);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "'%s' failed: %s", argv[0], line);
    return false;
}

bool process_start(const char *const *argv, const char *user, const char *log, pid_t *ret_pid,
                   GError **error)
{
    g_autoptr(GPtrArray) command = command_as(argv, user);
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    posix_spawn_file_actions_addchdir_np(&actions, "/");
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    g_auto(GStrv) environment = small_environment();
    int status = posix_spawnp(ret_pid, command->pdata[0], &actions, &attributes,
                              (char **)command->pdata, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (status == 0)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "cannot start '%s': %s", argv[0],
                g_strerror(status));
    return false;
}
