#include "actuator/command.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/error.h"

#define LOOK_US       20000
#define MOST_OF_WORDS 500

/* False where it was still running at the deadline, and is killed. */
static bool wait_for(GPid pid, int64_t deadline_ms, int *ret_status)
{
    int64_t until_us = g_get_monotonic_time() + deadline_ms * 1000;
    for (;;) {
        pid_t ended = waitpid(pid, ret_status, WNOHANG);
        if (ended == pid)
            return true;
        if (g_get_monotonic_time() > until_us)
            break;
        g_usleep(LOOK_US);
    }
    kill(pid, SIGKILL);
    waitpid(pid, ret_status, 0);
    return false;
}

/* What it said last, on one line. Caller frees. */
static char *last_words(int fd)
{
    char buffer[MOST_OF_WORDS + 1];
    off_t size = lseek(fd, 0, SEEK_END);
    ssize_t n = pread(fd, buffer, MOST_OF_WORDS, MAX(size - MOST_OF_WORDS, 0));
    buffer[MAX(n, 0)] = '\0';
    g_strstrip(buffer);
    for (char *at = buffer; *at != '\0'; at++)
        if (*at == '\n')
            *at = ' ';
    return g_strdup(*buffer == '\0' ? "it said nothing" : buffer);
}

static bool run_words(char **words, int output_fd, int64_t deadline_ms, GError **error)
{
    g_autoptr(GError) cause = NULL;
    GPid pid;
    int status;
    if (!g_spawn_async_with_fds(NULL, words, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD,
                                NULL, NULL, &pid, -1, output_fd, output_fd, &cause)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "command '%s' does not start: %s",
                    words[0], cause->message);
        return false;
    }
    bool in_time = wait_for(pid, deadline_ms, &status);
    if (in_time && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    g_autofree char *said = last_words(output_fd);
    if (!in_time)
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                    "command '%s' did not end within %" G_GINT64_FORMAT " s: %s", words[0],
                    deadline_ms / 1000, said);
    else
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "command '%s' failed (%s %d): %s",
                    words[0], WIFEXITED(status) ? "exit" : "signal",
                    WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status), said);
    return false;
}

bool command_run(const char *line, int64_t deadline_ms, GError **error)
{
    g_auto(GStrv) words = NULL;
    g_autoptr(GError) cause = NULL;
    g_autofree char *path = NULL;
    int output_fd = -1;
    if (g_shell_parse_argv(line, NULL, &words, &cause))
        output_fd = g_file_open_tmp("vmatrix-command-XXXXXX", &path, &cause);
    if (output_fd < 0) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "command '%s' cannot be run: %s",
                    line, cause->message);
        return false;
    }
    g_unlink(path);
    bool succeeded = run_words(words, output_fd, deadline_ms, error);
    close(output_fd);
    return succeeded;
}
