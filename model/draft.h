/* A canonical CSV table in the making (internal to model/).
 *
 * A column in which no row has a value is left out, unless it is one of the
 * first n_required: so a default costs no column.
 */
#ifndef VMATRIX_MODEL_DRAFT_H
#define VMATRIX_MODEL_DRAFT_H

#include <glib.h>
#include <stdint.h>

#include "common/decimal.h"
#include "model/names.h"

typedef struct Draft Draft;

/* columns: NULL-ended. */
Draft *draft_new(const char *const *columns, uint32_t n_required);
void draft_free(Draft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Draft, draft_free)

/* The next cell of the current row; the row ends with its last column. */
void draft_add_text(Draft *draft, const char *text);
void draft_add_amount(Draft *draft, int64_t amount);   /* as digits, 0 too */
void draft_add_non_zero(Draft *draft, int64_t amount); /* empty where 0 */
void draft_add_limit(Draft *draft, int64_t limit);     /* empty where NO_LIMIT */
void draft_add_decimal(Draft *draft, Decimal decimal); /* empty where 0 */
void draft_add_minutes(Draft *draft, int64_t umin);    /* empty where 0 */
/* Escaped names of a set, separated by ';'. */
void draft_add_set(Draft *draft, Names names, const IndexSet *set);
/* An escaped name behind a prefix such as "zone:". */
void draft_add_prefixed(Draft *draft, const char *prefix, const char *name);

uint32_t draft_n_rows(const Draft *draft);
char *draft_to_csv(const Draft *draft); /* caller frees */

#endif
