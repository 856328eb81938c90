/* The master program over patterns: whole items that fit on a bin together (GLPK, child process).
 *
 * A row an item (placed once), a kind of stay (how many), a bin (one pattern, none where it does
 * not serve) and a type (bins in service). Patterns stay from part to part of a tree; those that a
 * part rules out are fixed at 0. Prices of items are kept within a radius of a centre (the boxstep
 * method: Marsten, Hogan & Blankenship, 1975), which is left only where the patterns say so.
 */
#ifndef VMATRIX_SOLVER_PATTERN_MASTER_H
#define VMATRIX_SOLVER_PATTERN_MASTER_H

#include "solver/pattern_part.h"

typedef struct PatternMaster PatternMaster;

/* rules: borrowed. */
PatternMaster *pattern_master_new(const PriceModel *model, const PatternRules *rules);
void pattern_master_free(PatternMaster *master);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PatternMaster, pattern_master_free)

/* items is copied. */
void pattern_master_add(PatternMaster *master, uint32_t bin, const uint32_t *items,
                        uint32_t n_items);
uint32_t pattern_master_n(const PatternMaster *master);

/* From now on for this part (borrowed until the next). Patterns that cost more than left above the
 * best of their bin at the prices, as of pattern_part.h, in currency units, stay out. */
void pattern_master_enter(PatternMaster *master, const PatternPart *part, const double *price,
                          double left);
/* centre: as prices of pattern_part.h, currency units. */
void pattern_master_set_box(PatternMaster *master, const double *centre, double radius);

/* False where the simplex gives up. ret_price: as of pattern_part.h. */
bool pattern_master_solve(PatternMaster *master, double *ret_value, double *ret_price);
/* After solve: the master would leave the box. */
bool pattern_master_is_boxed(const PatternMaster *master);
/* After solve: a pattern's cost less what it earns; below 0: worth adding. */
double pattern_master_reduced(PatternMaster *master, uint32_t bin, const uint32_t *items,
                              uint32_t n_items, const double *price);

/* After solve: how much of each place and bin is used. [item * n_bins + bin], [bin]; with place
 * NULL bins alone. */
void pattern_master_use(const PatternMaster *master, double *ret_place, double *ret_bin);

/* The most that a known pattern of the part weighs on the bin. */
int64_t pattern_master_known(void *master, uint32_t bin, const int64_t *weights);

#endif
