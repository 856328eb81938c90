/* The rows of docs/formulation.md, rebuilt one at a time from their key and the model alone. */
#ifndef VMATRIX_CERTIFICATE_ROWS_H
#define VMATRIX_CERTIFICATE_ROWS_H

#include "certificate/places.h"

typedef enum { ROW_AT_MOST, ROW_EQUAL, ROW_AT_LEAST } RowSense;

/* Where the coefficients of a row go: each is multiplied by y and added to sums[column]. */
typedef struct {
    const Columns *columns;
    Places *places; /* where place columns are summed; NULL: in sums too */
    Int128 *sums;   /* by number of the column, from first[COLUMN_SERVE] on where places is set */
    int64_t y;
    bool overflow;
    RowSense sense; /* of the row; set by judge_rows_add */
    Int128 right;   /* its right side; set by judge_rows_add */
} RowSink;

/* False where there is no such row (any index may be out of range). ROW_BRANCH and ROW_PACK are not
 * among them: they belong to a proof and stand in leaf.c. */
bool judge_rows_add(RowSink *sink, const Key *row);

/* For the files that build rows. A column that does not exist counts as 0 and is passed over. */
void judge_row_term(RowSink *sink, uint32_t kind, uint32_t index0, uint32_t index1, uint32_t index2,
                    Int128 coefficient);
void judge_row_place(RowSink *sink, uint32_t domain, uint32_t host, Int128 coefficient);
/* The same for every host, for every domain, and for every domain times its demand. */
void judge_row_domain(RowSink *sink, uint32_t domain, Int128 coefficient);
void judge_row_host(RowSink *sink, uint32_t host, Int128 coefficient);
void judge_row_demand(RowSink *sink, uint32_t host, uint32_t resource, uint32_t period,
                      Int128 coefficient);
void judge_row_sides(RowSink *sink, RowSense sense, Int128 right);

typedef bool (*RowBuilder)(RowSink *sink, const uint32_t *index);

/* rows_hosts.c */
bool judge_row_assign(RowSink *sink, const uint32_t *index);
bool judge_row_link(RowSink *sink, const uint32_t *index);
bool judge_row_empty(RowSink *sink, const uint32_t *index);
bool judge_row_capacity(RowSink *sink, const uint32_t *index);
bool judge_row_transient(RowSink *sink, const uint32_t *index);
bool judge_row_tier_link(RowSink *sink, const uint32_t *index);
bool judge_row_tier_capacity(RowSink *sink, const uint32_t *index);
bool judge_row_overload(RowSink *sink, const uint32_t *index);
bool judge_row_balance(RowSink *sink, const uint32_t *index);
bool judge_row_reserve(RowSink *sink, const uint32_t *index);
bool judge_row_reserve_host(RowSink *sink, const uint32_t *index);

/* rows_rules.c */
bool judge_row_spread(RowSink *sink, const uint32_t *index);
bool judge_row_spread_zone(RowSink *sink, const uint32_t *index);
bool judge_row_gather_equal(RowSink *sink, const uint32_t *index);
bool judge_row_gather_link(RowSink *sink, const uint32_t *index);
bool judge_row_gather(RowSink *sink, const uint32_t *index);
bool judge_row_fence(RowSink *sink, const uint32_t *index);
bool judge_row_ban(RowSink *sink, const uint32_t *index);
bool judge_row_root(RowSink *sink, const uint32_t *index);
bool judge_row_lonely_link(RowSink *sink, const uint32_t *index);
bool judge_row_lonely(RowSink *sink, const uint32_t *index);
bool judge_row_split_link(RowSink *sink, const uint32_t *index);
bool judge_row_split(RowSink *sink, const uint32_t *index);
bool judge_row_max_on(RowSink *sink, const uint32_t *index);
bool judge_row_keep(RowSink *sink, const uint32_t *index);

/* rows_services.c */
bool judge_row_zone_used(RowSink *sink, const uint32_t *index);
bool judge_row_min_zones(RowSink *sink, const uint32_t *index);
bool judge_row_service_per_host(RowSink *sink, const uint32_t *index);
bool judge_row_service_per_zone(RowSink *sink, const uint32_t *index);
bool judge_row_near(RowSink *sink, const uint32_t *index);
bool judge_row_licence_link(RowSink *sink, const uint32_t *index);
bool judge_row_licence_hosts(RowSink *sink, const uint32_t *index);

/* rows_moves.c */
bool judge_row_change_item(RowSink *sink, const uint32_t *index);
bool judge_row_change_bin(RowSink *sink, const uint32_t *index);
bool judge_row_notice(RowSink *sink, const uint32_t *index);
bool judge_row_max_moves(RowSink *sink, const uint32_t *index);
bool judge_row_max_operator(RowSink *sink, const uint32_t *index);
bool judge_row_max_memory(RowSink *sink, const uint32_t *index);
bool judge_row_busiest(RowSink *sink, const uint32_t *index);

#endif
