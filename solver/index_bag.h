/* A set of small numbers from which one can be drawn at random: members stand side by side. */
#ifndef VMATRIX_SOLVER_INDEX_BAG_H
#define VMATRIX_SOLVER_INDEX_BAG_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    uint32_t *member; /* [n] */
    uint32_t *at;     /* [size] position in member, UINT32_MAX where it is none */
    uint32_t n;
} IndexBag;

static inline IndexBag index_bag_new(uint32_t size)
{
    IndexBag set = {g_new(uint32_t, (gsize)size + 1), g_new(uint32_t, (gsize)size + 1), 0};
    for (uint32_t i = 0; i < size; i++)
        set.at[i] = UINT32_MAX;
    return set;
}

static inline void index_bag_clear(IndexBag *set)
{
    g_free(set->member);
    g_free(set->at);
}

/* Makes index a member or not. */
static inline void index_bag_put(IndexBag *set, uint32_t index, bool is_member)
{
    uint32_t at = set->at[index];
    if ((at != UINT32_MAX) == is_member)
        return;
    if (is_member) {
        set->at[index] = set->n;
        set->member[set->n++] = index;
        return;
    }
    uint32_t last = set->member[--set->n];
    set->member[at] = last;
    set->at[last] = at;
    set->at[index] = UINT32_MAX;
}

#endif
