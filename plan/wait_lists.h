/* Numbers that wait in line, one line a key: who waits for room on a host, for a rule, for a turn.
 */
#ifndef VMATRIX_PLAN_WAIT_LISTS_H
#define VMATRIX_PLAN_WAIT_LISTS_H

#include <glib.h>
#include <stdint.h>

typedef struct {
    GQueue *lines; /* [n_keys] */
    uint32_t n_keys;
} WaitLists;

void wait_lists_init(WaitLists *lists, uint32_t n_keys);
void wait_lists_clear(WaitLists *lists);
void wait_lists_add(WaitLists *lists, uint32_t key, uint32_t waiter);
uint32_t wait_lists_n(const WaitLists *lists, uint32_t key);
uint32_t wait_lists_take(WaitLists *lists, uint32_t key); /* the first; there must be one */

#endif
