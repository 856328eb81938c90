#include "solver/branch_heap.h"

static bool comes_before(const HeapEntry *a, const HeapEntry *b)
{
    return a->value < b->value || (a->value == b->value && a->node > b->node);
}

static void swap_entries(HeapEntry *a, HeapEntry *b)
{
    HeapEntry swap = *a;
    *a = *b;
    *b = swap;
}

void heap_push(GArray *heap, HeapEntry entry)
{
    g_array_append_val(heap, entry);
    HeapEntry *at = (HeapEntry *)(void *)heap->data;
    for (guint i = heap->len - 1; i > 0 && comes_before(&at[i], &at[(i - 1) / 2]); i = (i - 1) / 2)
        swap_entries(&at[i], &at[(i - 1) / 2]);
}

void heap_pop(GArray *heap)
{
    HeapEntry *at = (HeapEntry *)(void *)heap->data;
    at[0] = at[heap->len - 1];
    g_array_set_size(heap, heap->len - 1);
    for (guint i = 0;;) {
        guint child = 2 * i + 1;
        if (child + 1 < heap->len && comes_before(&at[child + 1], &at[child]))
            child++;
        if (child >= heap->len || !comes_before(&at[child], &at[i]))
            return;
        swap_entries(&at[i], &at[child]);
        i = child;
    }
}
