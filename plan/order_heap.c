#include "plan/order_heap.h"

void order_heap_init(OrderHeap *heap)
{
    heap->entries = g_array_new(FALSE, FALSE, sizeof(HeapEntry));
    heap->n_pushed = 0;
}

void order_heap_clear(OrderHeap *heap)
{
    g_clear_pointer(&heap->entries, g_array_unref);
}

static HeapEntry *entry(const OrderHeap *heap, guint at)
{
    return &g_array_index(heap->entries, HeapEntry, at);
}

static bool is_before(const HeapEntry *left, const HeapEntry *right)
{
    if (left->key != right->key)
        return left->key < right->key;
    if (left->second != right->second)
        return left->second < right->second;
    return left->sequence < right->sequence;
}

static void swap(OrderHeap *heap, guint left, guint right)
{
    HeapEntry kept = *entry(heap, left);
    *entry(heap, left) = *entry(heap, right);
    *entry(heap, right) = kept;
}

void order_heap_push(OrderHeap *heap, int64_t key, uint32_t second, uint32_t value)
{
    HeapEntry pushed = {key, second, value, heap->n_pushed++};
    g_array_append_val(heap->entries, pushed);
    guint at = heap->entries->len - 1;
    while (at > 0 && is_before(entry(heap, at), entry(heap, (at - 1) / 2))) {
        swap(heap, at, (at - 1) / 2);
        at = (at - 1) / 2;
    }
}

bool order_heap_pop(OrderHeap *heap, HeapEntry *ret_entry)
{
    guint n = heap->entries->len;
    if (n == 0)
        return false;
    *ret_entry = *entry(heap, 0);
    *entry(heap, 0) = *entry(heap, n - 1);
    g_array_set_size(heap->entries, --n);
    guint at = 0;
    while (2 * at + 1 < n) {
        guint child = 2 * at + 1;
        if (child + 1 < n && is_before(entry(heap, child + 1), entry(heap, child)))
            child++;
        if (!is_before(entry(heap, child), entry(heap, at)))
            return true;
        swap(heap, at, child);
        at = child;
    }
    return true;
}
