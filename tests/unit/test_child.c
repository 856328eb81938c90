/* A child process cannot take its caller down. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "solver/child.h"

typedef struct {
    GString *received;
    guint n_messages;
    bool has_enough;
} Inbox;

static void receive(void *context, uint32_t type, const uint8_t *data, gsize size)
{
    Inbox *inbox = context;
    g_string_append_printf(inbox->received, "%u:%.*s;", type, (int)size, (const char *)data);
    inbox->n_messages++;
}

static ChildEnd run(ChildFunction function, ChildLimits limits, Inbox *inbox)
{
    g_autoptr(GError) error = NULL;
    ChildEnd end = {0};
    inbox->received = g_string_new(NULL);
    if (limits.memory_limit_mib == 0)
        limits.memory_limit_mib = 1024;
    ChildTask task = {function, NULL};
    cr_assert(child_run(&task, 1, &limits, receive, inbox, &end, &error));
    return end;
}

static void send_two(void *context, int pipe_fd, const volatile int *stop)
{
    (void)context, (void)stop;
    child_send(pipe_fd, 1, "one", 3);
    child_send(pipe_fd, 7, "", 0);
}

Test(child, messages_arrive_whole_and_in_order)
{
    Inbox inbox = {0};
    ChildEnd end = run(send_two, (ChildLimits){.time_limit_s = 10}, &inbox);
    cr_assert(end.ended);
    cr_assert_eq(end.exit_status, 0);
    cr_assert_str_eq(inbox.received->str, "1:one;7:;");
}

static void send_megabytes(void *context, int pipe_fd, const volatile int *stop)
{
    (void)context, (void)stop;
    g_autofree char *data = g_malloc0(5000000);
    child_send(pipe_fd, 2, data, 5000000);
}

Test(child, a_message_larger_than_the_pipe_arrives)
{
    Inbox inbox = {0};
    ChildEnd end = run(send_megabytes, (ChildLimits){.time_limit_s = 10}, &inbox);
    cr_assert(end.ended);
    cr_assert_eq(inbox.n_messages, 1);
}

static void send_then_crash(void *context, int pipe_fd, const volatile int *stop)
{
    (void)context, (void)stop;
    child_send(pipe_fd, 1, "kept", 4);
    abort();
}

Test(child, what_came_before_a_crash_is_kept)
{
    Inbox inbox = {0};
    ChildEnd end = run(send_then_crash, (ChildLimits){.time_limit_s = 10}, &inbox);
    cr_assert_not(end.ended);
    cr_assert_eq(end.signal, SIGABRT);
    cr_assert_str_eq(inbox.received->str, "1:kept;");
}

static void never_end(void *context, int pipe_fd, const volatile int *stop)
{
    (void)context, (void)pipe_fd, (void)stop;
    for (;;)
        pause();
}

Test(child, one_that_does_not_end_is_killed_soon_after_its_limit)
{
    Inbox inbox = {0};
    ChildEnd end = run(never_end, (ChildLimits){.time_limit_s = 0.1}, &inbox);
    cr_assert_not(end.ended);
    cr_assert_eq(end.signal, SIGKILL);
}

static void wait_for_stop(void *context, int pipe_fd, const volatile int *stop)
{
    (void)context;
    while (*stop == 0)
        g_usleep(1000);
    child_send(pipe_fd, 3, "best so far", 11);
}

Test(child, one_that_is_asked_to_stop_says_what_it_has)
{
    volatile int stop = 1;
    Inbox inbox = {0};
    ChildEnd end = run(wait_for_stop, (ChildLimits){.time_limit_s = 60, .stop = &stop}, &inbox);
    cr_assert(end.ended);
    cr_assert_str_eq(inbox.received->str, "3:best so far;");
}

static void eat_memory(void *context, int pipe_fd, const volatile int *stop)
{
    (void)context, (void)stop;
    for (int i = 0; i < 64; i++) {
        char *block = malloc(64 << 20);
        if (block == NULL)
            break;
        memset(block, 1, 64 << 20);
        child_send(pipe_fd, 1, "+", 1);
    }
}

Test(child, memory_is_limited)
{
#if defined(__SANITIZE_ADDRESS__)
    cr_skip("the address sanitizer needs more address space than any limit leaves");
#endif
    Inbox inbox = {0};
    ChildEnd end =
        run(eat_memory, (ChildLimits){.time_limit_s = 30, .memory_limit_mib = 256}, &inbox);
    cr_assert(end.ended);
    cr_assert_leq(inbox.n_messages, 4);
}

static void say_name_and_wait(void *context, int pipe_fd, const volatile int *stop)
{
    child_send(pipe_fd, 4, context, strlen(context));
    while (*stop == 0)
        usleep(1000);
    child_send(pipe_fd, 5, context, strlen(context));
}

static void end_when_told(void *context, uint32_t type, const uint8_t *data, gsize size)
{
    Inbox *inbox = context;
    receive(inbox, type, data, size);
    inbox->has_enough = inbox->n_messages >= 2;
}

Test(child, several_run_at_once_until_there_is_enough)
{
    Inbox inbox = {.received = g_string_new(NULL)};
    ChildTask tasks[] = {{say_name_and_wait, "a"}, {say_name_and_wait, "b"}};
    ChildLimits limits = {.time_limit_s = 60, .memory_limit_mib = 256};
    ChildEnd end = {0};
    limits.enough = &inbox.has_enough;
    cr_assert(child_run(tasks, 2, &limits, end_when_told, &inbox, &end, NULL));
    cr_assert(end.ended);
    const char *expected[] = {"4:a;", "4:b;", "5:a;", "5:b;"};
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
        cr_assert_not_null(strstr(inbox.received->str, expected[i]), "%s", inbox.received->str);
}

Test(child, others_end_with_the_first)
{
    Inbox inbox = {.received = g_string_new(NULL)};
    ChildTask tasks[] = {{send_two, NULL}, {say_name_and_wait, "b"}};
    ChildLimits limits = {.time_limit_s = 60, .memory_limit_mib = 256};
    ChildEnd end = {0};
    cr_assert(child_run(tasks, 2, &limits, receive, &inbox, &end, NULL));
    cr_assert_not_null(strstr(inbox.received->str, "5:b;"), "%s", inbox.received->str);
}
