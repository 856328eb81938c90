/* Columns and rows of the rules other than spread. */
#include "solver/mip_build.h"

static uint32_t used(const MipBuilder *builder, uint32_t group, uint32_t set, uint32_t bin)
{
    return mip_column(builder, MIP_KEY(COLUMN_USED, group, set, bin));
}

static uint32_t breach(const MipBuilder *builder, uint32_t group, uint32_t place)
{
    return mip_column(builder, MIP_KEY(COLUMN_BREACH, group, place));
}

static void add_breach(MipBuilder *builder, uint32_t group, uint32_t place, int64_t upper)
{
    const Group *rule = &builder->problem->groups[group];
    Fraction cost = rule->strength == GROUP_SOFT ? rule->price : (Fraction){0, 1};
    mip_add_column(builder, MIP_KEY(COLUMN_BREACH, group, place), upper, cost, true);
}

/* Breaches that are counted host by host or zone by zone, where the set may be. */
static void add_breaches_by_place(MipBuilder *builder, uint32_t group)
{
    const Problem *problem = builder->problem;
    const Group *rule = &problem->groups[group];
    bool by_zone = rule->kind == GROUP_SPREAD_ZONE;
    uint32_t n_places = by_zone ? problem->n_zones : problem->n_bins;
    int64_t upper = rule->kind == GROUP_SPLIT ? rule->n_sets : rule->sets[0].n;
    g_autofree bool *may = g_new0(bool, (gsize)n_places + 1);
    for (uint32_t g = 0; g < rule->n_sets; g++)
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            if (mip_any_allowed(problem, &rule->sets[g], bin))
                may[by_zone ? problem->zone[bin] : bin] = true;
    for (uint32_t place = 0; place < n_places; place++)
        if (may[place])
            add_breach(builder, group, place, upper);
}

static void add_breaches_by_item(MipBuilder *builder, uint32_t group)
{
    const Problem *problem = builder->problem;
    const IndexList *set = &problem->groups[group].sets[0];
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (!index_list_has(set, item))
            add_breach(builder, group, item, set->n);
}

void mip_breach_columns(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t i = 0; i < problem->n_groups; i++) {
        const Group *group = &problem->groups[i];
        if (group->strength == GROUP_HARD || !problem_has_fact(problem, FACT_RULE, i))
            continue;
        if (group->kind == GROUP_SPREAD || group->kind == GROUP_SPREAD_ZONE ||
            group->kind == GROUP_SPLIT)
            add_breaches_by_place(builder, i);
        else if (group->kind == GROUP_LONELY)
            add_breaches_by_item(builder, i);
        else
            add_breach(builder, i, 0,
                       group->kind == GROUP_MAX_ON ? group->bins.n : group->sets[0].n);
    }
}

static bool has_used(const Problem *problem, uint32_t group)
{
    const Group *rule = &problem->groups[group];
    return (rule->kind == GROUP_GATHER && rule->strength != GROUP_HARD) ||
           rule->kind == GROUP_LONELY || rule->kind == GROUP_SPLIT;
}

void mip_used_columns(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t i = 0; i < problem->n_groups; i++) {
        const Group *group = &problem->groups[i];
        if (!has_used(problem, i) || !problem_has_fact(problem, FACT_RULE, i))
            continue;
        for (uint32_t g = 0; g < group->n_sets; g++)
            for (uint32_t bin = 0; bin < problem->n_bins; bin++)
                if (mip_any_allowed(problem, &group->sets[g], bin))
                    mip_add_column(builder, MIP_KEY(COLUMN_USED, i, g, bin), 1, (Fraction){0, 1},
                                   true);
    }
}

/* place[v, h] ≤ used[i, set, h] for the members of a set. */
static void used_link_rows(MipBuilder *builder, uint32_t group, uint32_t set, bool names_set,
                           RowKind kind)
{
    const Mip *mip = builder->mip;
    const IndexList *items = &builder->problem->groups[group].sets[set];
    for (uint32_t k = 0; k < items->n; k++) {
        uint32_t item = items->index[k];
        for (uint32_t c = mip->place_start[item]; c < mip->place_start[item + 1]; c++) {
            uint32_t bin = mip->columns[c].key.index[1];
            mip_add_term(builder, c, 1);
            mip_add_term(builder, used(builder, group, set, bin), -1);
            mip_add_row(builder,
                        names_set ? MIP_KEY(kind, group, set, item, bin)
                                  : MIP_KEY(kind, group, item, bin),
                        SENSE_AT_MOST, 0);
        }
    }
}

static void gather_equal_rows(MipBuilder *builder, uint32_t group)
{
    const Problem *problem = builder->problem;
    const IndexList *set = &problem->groups[group].sets[0];
    for (uint32_t k = 1; k < set->n; k++)
        for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
            mip_add_term(builder, mip_place(builder->mip, set->index[k], bin), 1);
            mip_add_term(builder, mip_place(builder->mip, set->index[0], bin), -1);
            mip_add_row(builder, MIP_KEY(ROW_GATHER_EQUAL, group, set->index[k], bin), SENSE_EQUAL,
                        0);
        }
}

void mip_gather_equal_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t i = 0; i < problem->n_groups; i++)
        if (mip_group_is(problem, i, GROUP_GATHER) && problem->groups[i].strength == GROUP_HARD)
            gather_equal_rows(builder, i);
}

void mip_gather_link_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t i = 0; i < problem->n_groups; i++)
        if (mip_group_is(problem, i, GROUP_GATHER) && problem->groups[i].strength != GROUP_HARD)
            used_link_rows(builder, i, 0, false, ROW_GATHER_LINK);
}

void mip_gather_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t i = 0; i < problem->n_groups; i++) {
        if (!mip_group_is(problem, i, GROUP_GATHER) || problem->groups[i].strength == GROUP_HARD)
            continue;
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            mip_add_term(builder, used(builder, i, 0, bin), 1);
        mip_add_term(builder, breach(builder, i, 0), -1);
        mip_add_row(builder, MIP_KEY(ROW_GATHER, i), SENSE_AT_MOST, 1);
    }
}

/* Soft fences and bans; the hard ones are in the allowed sets. */
void mip_fence_ban_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    const Mip *mip = builder->mip;
    for (uint32_t i = 0; i < problem->n_groups; i++) {
        const Group *group = &problem->groups[i];
        bool fence = mip_group_is(problem, i, GROUP_FENCE);
        if (group->strength == GROUP_HARD || (!fence && !mip_group_is(problem, i, GROUP_BAN)))
            continue;
        for (uint32_t k = 0; k < group->sets[0].n; k++) {
            uint32_t item = group->sets[0].index[k];
            for (uint32_t c = mip->place_start[item]; c < mip->place_start[item + 1]; c++)
                if (index_list_has(&group->bins, mip->columns[c].key.index[1]) != fence)
                    mip_add_term(builder, c, 1);
        }
        mip_add_term(builder, breach(builder, i, 0), -1);
        mip_add_row(builder, MIP_KEY(fence ? ROW_FENCE : ROW_BAN, i), SENSE_AT_MOST, 0);
    }
}

void mip_root_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t i = 0; i < problem->n_groups; i++) {
        const Group *group = &problem->groups[i];
        if (!mip_group_is(problem, i, GROUP_ROOT) || group->strength == GROUP_HARD)
            continue;
        int64_t n_homes = 0;
        for (uint32_t k = 0; k < group->sets[0].n; k++) {
            uint32_t item = group->sets[0].index[k];
            if (problem->home[item] == NO_INDEX)
                continue;
            n_homes++;
            mip_add_term(builder, mip_place(builder->mip, item, problem->home[item]), 1);
        }
        mip_add_term(builder, breach(builder, i, 0), 1);
        mip_add_row(builder, MIP_KEY(ROW_ROOT, i), SENSE_AT_LEAST, n_homes);
    }
}

void mip_lonely_link_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t i = 0; i < problem->n_groups; i++)
        if (mip_group_is(problem, i, GROUP_LONELY))
            used_link_rows(builder, i, 0, false, ROW_LONELY_LINK);
}

static void lonely_rows(MipBuilder *builder, uint32_t group)
{
    const Problem *problem = builder->problem;
    const Mip *mip = builder->mip;
    const IndexList *set = &problem->groups[group].sets[0];
    for (uint32_t c = 0; c < mip->place_start[problem->n_items]; c++) {
        uint32_t item = mip->columns[c].key.index[0], bin = mip->columns[c].key.index[1];
        uint32_t set_here = used(builder, group, 0, bin);
        if (set_here == NO_INDEX || index_list_has(set, item))
            continue;
        mip_add_term(builder, c, 1);
        mip_add_term(builder, set_here, 1);
        mip_add_term(builder, breach(builder, group, item), -1);
        mip_add_row(builder, MIP_KEY(ROW_LONELY, group, item, bin), SENSE_AT_MOST, 1);
    }
}

void mip_lonely_rows(MipBuilder *builder)
{
    for (uint32_t i = 0; i < builder->problem->n_groups; i++)
        if (mip_group_is(builder->problem, i, GROUP_LONELY))
            lonely_rows(builder, i);
}

void mip_split_link_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t i = 0; i < problem->n_groups; i++)
        for (uint32_t g = 0; g < problem->groups[i].n_sets && mip_group_is(problem, i, GROUP_SPLIT);
             g++)
            used_link_rows(builder, i, g, true, ROW_SPLIT_LINK);
}

void mip_split_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t i = 0; i < problem->n_groups; i++)
        for (uint32_t bin = 0; bin < problem->n_bins && mip_group_is(problem, i, GROUP_SPLIT);
             bin++) {
            for (uint32_t g = 0; g < problem->groups[i].n_sets; g++)
                mip_add_term(builder, used(builder, i, g, bin), 1);
            mip_add_term(builder, breach(builder, i, bin), -1);
            mip_add_row(builder, MIP_KEY(ROW_SPLIT, i, bin), SENSE_AT_MOST, 1);
        }
}

void mip_max_on_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t i = 0; i < problem->n_groups; i++) {
        const Group *group = &problem->groups[i];
        if (!mip_group_is(problem, i, GROUP_MAX_ON))
            continue;
        for (uint32_t k = 0; k < group->bins.n; k++)
            mip_add_term(builder, mip_serve(builder, group->bins.index[k]), 1);
        mip_add_term(builder, breach(builder, i, 0), -1);
        mip_add_row(builder, MIP_KEY(ROW_MAX_ON, i), SENSE_AT_MOST, group->limit);
    }
}

/* No more breaches than now. */
void mip_keep_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t c = builder->mip->serve_start; c < builder->columns->len;) {
        Key key = g_array_index(builder->columns, MipColumn, c).key;
        if (key.kind != COLUMN_BREACH || problem->groups[key.index[0]].strength != GROUP_KEEP) {
            c++;
            continue;
        }
        for (Key next = key; next.kind == COLUMN_BREACH && next.index[0] == key.index[0];) {
            mip_add_term(builder, c++, 1);
            if (c == builder->columns->len)
                break;
            next = g_array_index(builder->columns, MipColumn, c).key;
        }
        mip_add_row(builder, MIP_KEY(ROW_KEEP, key.index[0]), SENSE_AT_MOST,
                    problem->groups[key.index[0]].breaches_now);
    }
}
