/* A binary heap of numbers, least key first; equal keys by their second, then by insertion. */
#ifndef VMATRIX_PLAN_ORDER_HEAP_H
#define VMATRIX_PLAN_ORDER_HEAP_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    int64_t key;
    uint32_t second;
    uint32_t value;
    uint64_t sequence; /* set by order_heap_push */
} HeapEntry;

typedef struct {
    GArray *entries; /* HeapEntry */
    uint64_t n_pushed;
} OrderHeap;

void order_heap_init(OrderHeap *heap);
void order_heap_clear(OrderHeap *heap);
void order_heap_push(OrderHeap *heap, int64_t key, uint32_t second, uint32_t value);
bool order_heap_pop(OrderHeap *heap, HeapEntry *ret_entry); /* false where it is empty */

#endif
