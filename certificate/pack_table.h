/* What domains that fit on hosts together weigh at most, where limits are small whole numbers.
 *
 * Every number of units that may be left in each dimension is a cell; the heaviest filling of each
 * is found domain by domain, with it or without it (dynamic programming). Exact: nothing is
 * rounded, no set is left out.
 */
#ifndef VMATRIX_CERTIFICATE_PACK_TABLE_H
#define VMATRIX_CERTIFICATE_PACK_TABLE_H

#include "certificate/columns.h"

typedef struct JudgeTable JudgeTable;

/* For limits up to those given ([dimension]). NULL where there are too many cells, the weights
 * leave 62 bits, or it would take more than *work, which is else reduced. */
JudgeTable *judge_table_new(const Model *model, const Pack *pack, const int64_t *limits,
                            uint64_t *work);
void judge_table_free(JudgeTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(JudgeTable, judge_table_free)

/* The heaviest of all sets of the pack's domains that fit within the limits. */
int64_t judge_table_heaviest(const JudgeTable *table, const int64_t *limits);

#endif
