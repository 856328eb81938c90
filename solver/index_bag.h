/* A set of small numbers from which one can be drawn at random: members stand side by side. */
#ifndef VMATRIX_SOLVER_INDEX_BAG_H
#define VMATRIX_SOLVER_INDEX_BAG_H

#include "solver/problem.h"

typedef struct {
    uint32_t *member; /* [n] */
    uint32_t *at;     /* [size] position in member, of those that are one */
    uint64_t *has;    /* bitset, so small that it stays in the cache */
    uint32_t n;
} IndexBag;

static inline IndexBag index_bag_new(uint32_t size)
{
    return (IndexBag){g_new(uint32_t, (gsize)size + 1), g_new(uint32_t, (gsize)size + 1),
                      g_new0(uint64_t, BITSET_WORDS(size) + 1), 0};
}

static inline void index_bag_clear(IndexBag *set)
{
    g_free(set->member);
    g_free(set->at);
    g_free(set->has);
}

static inline bool index_bag_has(const IndexBag *set, uint32_t index)
{
    return bitset_has(set->has, index);
}

/* Makes index a member or not. */
static inline void index_bag_put(IndexBag *set, uint32_t index, bool is_member)
{
    if (index_bag_has(set, index) == is_member)
        return;
    set->has[index / 64] ^= UINT64_C(1) << (index % 64);
    if (is_member) {
        set->at[index] = set->n;
        set->member[set->n++] = index;
        return;
    }
    uint32_t last = set->member[--set->n];
    set->member[set->at[index]] = last;
    set->at[last] = set->at[index];
}

#endif
