#include "plan/wait_lists.h"

void wait_lists_init(WaitLists *lists, uint32_t n_keys)
{
    lists->n_keys = n_keys;
    lists->lines = g_new0(GQueue, n_keys);
}

void wait_lists_clear(WaitLists *lists)
{
    for (uint32_t key = 0; key < lists->n_keys; key++)
        g_queue_clear(&lists->lines[key]);
    g_clear_pointer(&lists->lines, g_free);
}

void wait_lists_add(WaitLists *lists, uint32_t key, uint32_t waiter)
{
    g_queue_push_tail(&lists->lines[key], GUINT_TO_POINTER(waiter));
}

uint32_t wait_lists_n(const WaitLists *lists, uint32_t key)
{
    return lists->lines[key].length;
}

uint32_t wait_lists_take(WaitLists *lists, uint32_t key)
{
    return GPOINTER_TO_UINT(g_queue_pop_head(&lists->lines[key]));
}
