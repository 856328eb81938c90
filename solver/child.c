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
    GByteArray *buffer;
    gint64 asked_us; /* 0: not yet asked to end */
    bool closed;
} Watch;

typedef struct {
    Watch *children;
    guint n_children;
    const ChildLimits *limits;
    gint64 start_us;
    ChildReceiver receiver;
    void *receiver_context;
} Nursery;

static bool should_end(const Nursery *nursery)
{
    const ChildLimits *limits = nursery->limits;
    return nursery->children[0].closed || (limits->stop != NULL && *limits->stop != 0) ||
           (limits->enough != NULL && *limits->enough);
}

/* Asks the child to end when that is wanted, kills it when it does not or is late. */
static void watch_limits(const Nursery *nursery, Watch *child)
{
    gint64 now_us = g_get_monotonic_time();
    if (child->asked_us == 0 && should_end(nursery)) {
        child->asked_us = now_us;
        kill(child->pid, SIGTERM);
    }
    double wall_limit_s = nursery->limits->time_limit_s * (limit_clock_counts_cpu() ? SHARED : 1);
    double late_s = (double)(now_us - nursery->start_us) / 1e6 - wall_limit_s;
    double asked_s = child->asked_us == 0 ? 0 : (double)(now_us - child->asked_us) / 1e6;
    if (late_s > GRACE_S || asked_s > GRACE_S)
        kill(child->pid, SIGKILL);
}

static void read_some(Watch *child)
{
    uint8_t bytes[65536];
    ssize_t n = read(child->fd, bytes, sizeof bytes);
    if (n > 0)
        g_byte_array_append(child->buffer, bytes, (guint)n);
    else if (n == 0 || errno != EINTR)
        child->closed = true;
}

static void read_ready(Nursery *nursery)
{
    g_autofree struct pollfd *polled = g_new0(struct pollfd, nursery->n_children);
    for (guint i = 0; i < nursery->n_children; i++)
        polled[i] = (struct pollfd){
            .fd = nursery->children[i].closed ? -1 : nursery->children[i].fd, .events = POLLIN};
    if (poll(polled, nursery->n_children, POLL_MS) <= 0)
        return;
    for (guint i = 0; i < nursery->n_children; i++)
        if (polled[i].revents != 0)
            read_some(&nursery->children[i]);
}

static void deliver(const Nursery *nursery, Watch *child)
{
    MessageHeader header;
    while (child->buffer->len >= sizeof header) {
        memcpy(&header, child->buffer->data, sizeof header);
        if (child->buffer->len - sizeof header < header.size)
            return;
        nursery->receiver(nursery->receiver_context, header.type,
                          child->buffer->data + sizeof header, header.size);
        g_byte_array_remove_range(child->buffer, 0, (guint)(sizeof header + header.size));
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

static bool all_closed(const Nursery *nursery)
{
    for (guint i = 0; i < nursery->n_children; i++)
        if (!nursery->children[i].closed)
            return false;
    return true;
}

static void watch_children(Nursery *nursery)
{
    while (!all_closed(nursery)) {
        for (guint i = 0; i < nursery->n_children; i++)
            watch_limits(nursery, &nursery->children[i]);
        read_ready(nursery);
        for (guint i = 0; i < nursery->n_children; i++)
            deliver(nursery, &nursery->children[i]);
    }
}

static bool start_child(const Nursery *nursery, const ChildTask *task, Watch *ret_child,
                        GError **error)
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
        for (guint i = 0; i < nursery->n_children; i++)
            close(nursery->children[i].fd);
        cpu_clock_watch_none();
        fence(nursery->limits, parent);
        task->function(task->context, fds[1], &stop_flag);
        _exit(0);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(fds[1]);
    if (pid < 0) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                    "cannot start the solver process: %s", g_strerror(errno));
        close(fds[0]);
        return false;
    }
    cpu_clock_watch(pid);
    *ret_child = (Watch){.pid = pid, .fd = fds[0], .buffer = g_byte_array_new()};
    return true;
}

static void end_children(Nursery *nursery, ChildEnd *ret_end)
{
    for (guint i = 0; i < nursery->n_children; i++) {
        Watch *child = &nursery->children[i];
        ChildEnd end;
        close(child->fd);
        reap(child->pid, i == 0 ? ret_end : &end);
        g_byte_array_unref(child->buffer);
    }
    cpu_clock_watch_none();
}

bool child_run(const ChildTask *tasks, guint n_tasks, const ChildLimits *limits,
               ChildReceiver receiver, void *receiver_context, ChildEnd *ret_end, GError **error)
{
    g_autofree Watch *children = g_new0(Watch, n_tasks);
    Nursery nursery = {.children = children, .limits = limits, .start_us = g_get_monotonic_time()};
    nursery.receiver = receiver;
    nursery.receiver_context = receiver_context;
    bool started = true;
    while (started && nursery.n_children < n_tasks) {
        guint next = nursery.n_children;
        started = start_child(&nursery, &tasks[next], &children[next], error);
        nursery.n_children += started;
    }
    if (started)
        watch_children(&nursery);
    else
        for (guint i = 0; i < nursery.n_children; i++)
            kill(children[i].pid, SIGKILL);
    end_children(&nursery, ret_end);
    return started;
}
