/* What a pack weighs on one of its hosts: domains that must be together are one entry. */
#ifndef VMATRIX_CERTIFICATE_PACK_ENTRIES_H
#define VMATRIX_CERTIFICATE_PACK_ENTRIES_H

#include "certificate/together.h"

typedef struct {
    uint32_t first;        /* of its domains */
    Int128 weight, size;   /* size: of its demand at the prices of the host */
    const int64_t *demand; /* [dimension] */
    const GArray *shares;  /* SpreadShare, NULL: none */
} PackEntry;

typedef struct {
    PackEntry *entries;
    uint32_t n_entries;
    int64_t *demands;
} PackEntries;

/* Of the host at a position in the pack, heaviest for their size first; what may not be there is
 * left out. False where a number leaves 62 bits. */
bool judge_pack_entries(const Columns *columns, const Together *together, const Pack *pack,
                        uint32_t position, PackEntries *ret_entries);
void judge_pack_entries_clear(PackEntries *entries);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PackEntries, judge_pack_entries_clear)

/* The same weight, demands and shares. */
bool judge_pack_entries_alike(const PackEntry *left, const PackEntry *right, uint32_t n_dimensions);

#endif
