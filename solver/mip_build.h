/* Building a Mip: shared by the files that add its columns and rows, one function a family. */
#ifndef VMATRIX_SOLVER_MIP_BUILD_H
#define VMATRIX_SOLVER_MIP_BUILD_H

#include "solver/mip.h"

typedef struct {
    const Problem *problem;
    Mip *mip;
    GArray *columns, *rows, *terms;
    GHashTable *column_of_key; /* all but place and serve */
    uint32_t *bin_start;       /* [n_bins + 1] place columns of each bin … */
    uint32_t *bin_columns;     /* … by item */
    uint32_t row_start;
} MipBuilder;

#define MIP_KEY(kind_, ...) ((Key){(kind_), {__VA_ARGS__}})

uint32_t mip_add_column(MipBuilder *builder, Key key, int64_t upper, Fraction cost,
                        bool is_integer);
/* NO_INDEX where there is no such column (any kind but place and serve). */
uint32_t mip_column(const MipBuilder *builder, Key key);
static inline uint32_t mip_serve(const MipBuilder *builder, uint32_t bin)
{
    return builder->mip->serve_start + bin;
}

/* Terms come first, then the row that takes them; a coefficient of 0 or a column NO_INDEX adds
 * nothing. A row without terms that holds is dropped. */
void mip_add_term(MipBuilder *builder, uint32_t column, int64_t coefficient);
void mip_add_row(MipBuilder *builder, Key key, Sense sense, int64_t rhs);
void mip_drop_terms(MipBuilder *builder);

/* Adds place terms of an item over bins of a zone or site; returns how many. numbers: zone or site
 * of each bin. */
uint32_t mip_add_places_in(MipBuilder *builder, uint32_t item, const uint32_t *numbers,
                           uint32_t number, int64_t coefficient);
/* The items of a list that may be on a bin. */
uint32_t mip_add_places_on(MipBuilder *builder, const IndexList *items, uint32_t bin,
                           int64_t coefficient);
/* moved(v) times coefficient, where it is not constant; returns the constant part. An item that
 * need not be anywhere has not moved while it is nowhere. */
int64_t mip_add_moved(MipBuilder *builder, uint32_t item, int64_t coefficient);

bool mip_any_allowed(const Problem *problem, const IndexList *items, uint32_t bin);
/* A group that is left out of the problem has no rows and no columns. */
bool mip_group_is(const Problem *problem, uint32_t group, GroupKind kind);

/* Columns, docs/formulation.md "Columns". */
void mip_place_columns(MipBuilder *builder);
void mip_serve_columns(MipBuilder *builder);
void mip_change_column(MipBuilder *builder);
void mip_notice_columns(MipBuilder *builder);
void mip_overload_columns(MipBuilder *builder);
void mip_balance_columns(MipBuilder *builder);
void mip_licence_columns(MipBuilder *builder);
void mip_tier_columns(MipBuilder *builder);
void mip_breach_columns(MipBuilder *builder);
void mip_used_columns(MipBuilder *builder);
void mip_zone_used_columns(MipBuilder *builder);
void mip_busiest_column(MipBuilder *builder);
void mip_reserve_columns(MipBuilder *builder);

/* Rows, docs/formulation.md "Rows". */
void mip_assign_rows(MipBuilder *builder);
void mip_link_rows(MipBuilder *builder);
void mip_empty_rows(MipBuilder *builder);
void mip_capacity_rows(MipBuilder *builder);
void mip_transient_rows(MipBuilder *builder);
void mip_tier_link_rows(MipBuilder *builder);
void mip_tier_capacity_rows(MipBuilder *builder);
void mip_change_item_rows(MipBuilder *builder);
void mip_change_bin_rows(MipBuilder *builder);
void mip_notice_rows(MipBuilder *builder);
void mip_overload_rows(MipBuilder *builder);
void mip_balance_rows(MipBuilder *builder);
void mip_licence_link_rows(MipBuilder *builder);
void mip_licence_hosts_rows(MipBuilder *builder);
void mip_spread_rows(MipBuilder *builder);
void mip_spread_zone_rows(MipBuilder *builder);
void mip_gather_equal_rows(MipBuilder *builder);
void mip_gather_link_rows(MipBuilder *builder);
void mip_gather_rows(MipBuilder *builder);
void mip_fence_ban_rows(MipBuilder *builder);
void mip_root_rows(MipBuilder *builder);
void mip_lonely_link_rows(MipBuilder *builder);
void mip_lonely_rows(MipBuilder *builder);
void mip_split_link_rows(MipBuilder *builder);
void mip_split_rows(MipBuilder *builder);
void mip_max_on_rows(MipBuilder *builder);
void mip_keep_rows(MipBuilder *builder);
void mip_zone_used_rows(MipBuilder *builder);
void mip_min_zones_rows(MipBuilder *builder);
void mip_service_per_host_rows(MipBuilder *builder);
void mip_service_per_zone_rows(MipBuilder *builder);
void mip_near_rows(MipBuilder *builder);
void mip_max_moves_row(MipBuilder *builder);
void mip_max_operator_row(MipBuilder *builder);
void mip_max_memory_row(MipBuilder *builder);
void mip_busiest_rows(MipBuilder *builder);
void mip_reserve_rows(MipBuilder *builder);
void mip_reserve_host_rows(MipBuilder *builder);

#endif
