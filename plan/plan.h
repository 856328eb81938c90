/* A plan: ordered actions in waves from the snapshot's placement to the planned one (data header).
 *
 * Indices are those of the model. Actions of a wave may run at the same time; a
 * wave begins when the one before has ended. Within a wave they are sorted:
 * power_on first, then by domain, power_off last.
 */
#ifndef VMATRIX_PLAN_PLAN_H
#define VMATRIX_PLAN_PLAN_H

#include "model/breach.h"
#include "model/cost.h"
#include "model/model.h"
#include "solver/solution.h"

typedef enum {
    ACTION_MIGRATE,  /* a placed domain to another host (live, save or cold by its move mode) */
    ACTION_ACTIVATE, /* a domain that is unplaced or on a failed host is started */
    ACTION_SUSPEND,
    ACTION_REPLICATE, /* a copy of its template (replica_of) is made and started */
    ACTION_RETIRE,    /* a domain is shut down and ends */
    ACTION_POWER_ON,
    ACTION_POWER_OFF,
} ActionKind;

extern const char *const action_kind_names[]; /* "migrate", … as in JSON */

typedef struct {
    uint32_t wave; /* from 1 */
    ActionKind kind;
    uint32_t domain; /* INDEX_NONE for power actions */
    uint32_t from;   /* INDEX_NONE for activate of an unplaced domain, replicate, power_on */
    uint32_t to;  /* retire, power_off: INDEX_NONE; the host of a power action stands in from/to */
    bool parking; /* a detour that frees room for another move */
    int64_t operator_umin;
    double expected_s;
    bool has_not_before;  /* its wave waits for something: a blackout that ends */
    int64_t not_before_s; /* since 1970; else it begins when the wave before has ended */
    bool has_saving;
    int64_t saving; /* what the plan would cost more if that domain stayed */
    char *reason;
} Action;

typedef struct {
    char *id; /* first 12 hex digits of the plan digest */
    char *snapshot_digest;
    char *plan_digest; /* over snapshot digest, placement, in-service set and actions */
    char *scenario;
    char *reverse_of; /* id of the plan that this one leads back from; NULL: a plan of its own */
    Outcome outcome;
    bool unchanged;
    bool has_start;  /* the plan is argued from a begin at start_s: its actions keep the calendar */
    int64_t start_s; /* since 1970 */
    uint32_t *host_of_domain; /* [n_domains], INDEX_NONE = nowhere; NULL where there is no plan */
    bool *in_service;         /* [n_hosts] */
    uint32_t n_domains, n_hosts;
    Action *actions;
    uint32_t n_actions;
    Cost current, planned; /* planned includes parking moves */
    bool has_bound;
    int64_t bound;
    int64_t operator_umin;
    Breach *current_breaches;
    uint32_t n_current_breaches;
    Breach *infeasible; /* why there is no plan: smallest conflicting set, or who blocks */
    uint32_t n_infeasible;
} Plan;

#define PLAN_DIGEST_PREFIX "sha256:"
#define PLAN_ID_LENGTH     12

void plan_free(Plan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Plan, plan_free)
void actions_free(Action *actions, uint32_t n_actions);

/* "sha256:…" over this text (names hold no control character, so tab and line feed separate):
 *   vmatrix plan 1
 *   snapshot <snapshot digest>
 *   start <time>                        where the plan has a start
 *   reverse <plan>                      where it leads back from that plan
 *   place <domain> <host>               each domain in order of index
 *   serve <host>                        each host in service, in order of index
 *   action <wave> <kind> <domain> <from> <to> <parking 0 or 1>     in order of the plan; where
 *                                       the plan has a start a field <not before> follows
 * with a tab between fields, a line feed behind each line and nothing for an absent name.
 * Caller frees. */
char *plan_compute_digest(const Model *model, const Plan *plan);

/* Sets plan_digest and id from what the plan holds now. */
void plan_seal(const Model *model, Plan *plan);

#endif
