#include "solver/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/error.h"
#include "common/limit_clock.h"

#define POLL_MS        50
#define GRACE_S        3.0 /* from being asked to end, or from the wall limit, to being killed */
#define NOBODY_LISTENS 71
#define SHARED         100 /* processes at most that one core is shared with where CPU time counts */

#if defined(__SANITIZE_ADDRESS__)
#define LIMITS_MEMORY 0 /* the sanitizer reserves terabytes of address space */
#else
#define LIMITS_MEMORY 1
#endif

typedef struct {
    uint32_t type;
    uint64_t size;
} MessageHeader;

/* The child's own signal flag. */
static volatile int stop_flag;

static void on_term(int signal_number)
{
    (void)signal_number;
    stop_flag = 1;
}

static void write_all(int fd, const void *data, gsize size)
{
    const uint8_t *at = data;
    while (size > 0) {
        ssize_t n = write(fd, at, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            _exit(NOBODY_LISTENS);
        at += n;
        size -= (gsize)n;
    }
}

void child_send(int pipe_fd, uint32_t type, const void *data, gsize size)
{
    MessageHeader header;
    memset(&header, 0, sizeof header);
    header.type = type;
    header.size = size;
    write_all(pipe_fd, &header, sizeof header);
    write_all(pipe_fd, data, size);
}

static rlim_t own_address_space(void)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents("/proc/self/statm", &text, NULL, NULL))
        return 0;
    return (rlim_t)g_ascii_strtoull(text, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void set_limit(int resource, rlim_t value)
{
    struct rlimit limit = {value, value};
    setrlimit(resource, &limit);
}

static sigset_t only_term(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    return set;
}

static void fence(const ChildLimits *limits, pid_t parent)
{
    struct sigaction on_end = {.sa_handler = on_term};
    sigset_t term = only_term();
    sigaction(SIGTERM, &on_end, NULL);
    pthread_sigmask(SIG_UNBLOCK, &term, NULL);
    signal(SIGINT, SIG_IGN); /* the caller decides what Ctrl-C means */
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(NOBODY_LISTENS);
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_CPU, (rlim_t)(limits->time_limit_s + GRACE_S) + 5);
    if (LIMITS_MEMORY)
        set_limit(RLIMIT_AS, own_address_space() + (rlim_t)limits->memory_limit_mib * 1024 * 1024);
}

typedef struct {
    pid_t pid;
    int fd;
    const ChildLimits *limits;
    GByteArray *buffer;
    gint64 start_us, asked_us; /* asked_us 0: not yet */
    bool closed;
} Watch;

/* Asks the child to end when the caller wants to stop, kills it when it does not or is late. */
static void watch_limits(Watch *watch)
{
    gint64 now_us = g_get_monotonic_time();
    const volatile int *stop = watch->limits->stop;
    if (watch->asked_us == 0 && stop != NULL && *stop != 0) {
        watch->asked_us = now_us;
        kill(watch->pid, SIGTERM);
    }
    double wall_limit_s = watch->limits->time_limit_s * (limit_clock_counts_cpu() ? SHARED : 1);
    double late_s = (double)(now_us - watch->start_us) / 1e6 - wall_limit_s;
    double asked_s = watch->asked_us == 0 ? 0 : (double)(now_us - watch->asked_us) / 1e6;
    if (late_s > GRACE_S || asked_s > GRACE_S)
        kill(watch->pid, SIGKILL);
}

static void read_some(Watch *watch)
{
    struct pollfd poll_fd = {.fd = watch->fd, .events = POLLIN};
    uint8_t bytes[65536];
    if (poll(&poll_fd, 1, POLL_MS) <= 0)
        return;
    ssize_t n = read(watch->fd, bytes, sizeof bytes);
    if (n > 0)
        g_byte_array_append(watch->buffer, bytes, (guint)n);
    else if (n == 0 || errno != EINTR)
        watch->closed = true;
}

static void deliver(Watch *watch, ChildReceiver receiver, void *context)
{
    MessageHeader header;
    while (watch->buffer->len >= sizeof header) {
        memcpy(&header, watch->buffer->data, sizeof header);
        if (watch->buffer->len - sizeof header < header.size)
            return;
        receiver(context, header.type, watch->buffer->data + sizeof header, header.size);
        g_byte_array_remove_range(watch->buffer, 0, (guint)(sizeof header + header.size));
    }
}

static void reap(pid_t pid, ChildEnd *ret_end)
{
    struct rusage usage = {0};
    int status = 0;
    while (wait4(pid, &status, 0, &usage) < 0 && errno == EINTR)
        continue;
    ret_end->ended = WIFEXITED(status);
    ret_end->exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    ret_end->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    ret_end->cpu_s = (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6 +
                     (double)usage.ru_stime.tv_sec + (double)usage.ru_stime.tv_usec / 1e6;
}

static void watch_child(pid_t pid, int fd, const ChildLimits *limits, ChildReceiver receiver,
                        void *context, ChildEnd *ret_end)
{
    Watch watch = {.pid = pid, .fd = fd, .limits = limits, .start_us = g_get_monotonic_time()};
    watch.buffer = g_byte_array_new();
    while (!watch.closed) {
        watch_limits(&watch);
        read_some(&watch);
        deliver(&watch, receiver, context);
    }
    g_byte_array_unref(watch.buffer);
    reap(pid, ret_end);
    cpu_clock_watch(0);
}

bool child_run(ChildFunction function, void *context, const ChildLimits *limits,
               ChildReceiver receiver, void *receiver_context, ChildEnd *ret_end, GError **error)
{
    int fds[2];
    pid_t parent = getpid();
    sigset_t term = only_term(), before;
    if (pipe2(fds, O_CLOEXEC) != 0) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                    "cannot make a pipe to the solver process: %s", g_strerror(errno));
        return false;
    }
    /* Blocked until the child has its handler: being asked to end must not kill it. */
    pthread_sigmask(SIG_BLOCK, &term, &before);
    pid_t pid = fork();
    if (pid == 0) {
        close(fds[0]);
        cpu_clock_watch(0);
        fence(limits, parent);
        function(context, fds[1], &stop_flag);
        _exit(0);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(fds[1]);
    cpu_clock_watch(MAX(pid, 0));
    if (pid < 0) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                    "cannot start the solver process: %s", g_strerror(errno));
        close(fds[0]);
        return false;
    }
    watch_child(pid, fds[0], limits, receiver, receiver_context, ret_end);
    close(fds[0]);
    return true;
}
