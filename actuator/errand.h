/* An errand: one plan to be carried out, with all that is known before the first question.
 *
 * The plan as stored, its snapshot as a model, its steps with the states of an
 * unfinished execution, and how to reach the hosts. Loading reads the database
 * alone and refuses what cannot be carried out at all: a plan whose content no
 * longer gives its digest, and kinds of action that are not built.
 */
#ifndef VMATRIX_ACTUATOR_ERRAND_H
#define VMATRIX_ACTUATOR_ERRAND_H

#include "actuator/step_state.h"
#include "model/model.h"
#include "plan/plan.h"
#include "plan/plan_json.h"
#include "store/database.h"
#include "store/plan_store.h"

typedef struct {
    char *uri;         /* how vmatrix reaches it; NULL: not in the inventory any more */
    char *peer_uri;    /* how the other hosts reach it */
    char *migrate_uri; /* NULL: the hypervisor's choice */
    char *state;       /* "up", "drain", "closed" or "failed", now */
    char *power_on;    /* command that switches it on; NULL: none */
    char *power_off;
    uint32_t confirm_s; /* within which it must answer, or no longer answer, afterwards */
} HostAddress;

/* As what the hypervisors know a domain; NULL where the snapshot was no real estate. */
typedef struct {
    char *name;
    char *uuid;
} DomainIdentity;

typedef struct {
    uint32_t seq; /* from 1, as in the database */
    uint32_t wave;
    ActionKind kind;
    uint32_t domain; /* INDEX_NONE for power actions */
    uint32_t from, to;
    double expected_s;
    StepState state;
    uint32_t attempt; /* how often it was claimed before this apply */
    bool called;      /* the hypervisor, or the command, may have been called before this apply */
} Step;

typedef struct {
    StoredPlan *plan;
    Model *model;
    PlanDocument *document;
    HostAddress *addresses;     /* [model->n_hosts] */
    DomainIdentity *identities; /* [model->n_domains] */
    GHashTable *by_uuid;        /* UUID → index of the domain + 1 */
    /* [domain * n_resources + resource]: what is estimated now, NO_LIMIT where nothing is and the
     * snapshot's word counts; so it does where demand goes by periods. */
    int64_t *demand_now;
    Step *steps;
    uint32_t n_steps;
} Errand;

/* NO_INPUT where there is no such plan; NOT_APPROVED where its content was altered; FAILED where
 * the plan is of a scenario folder or an action of a kind that is not built. */
Errand *errand_load(Database *database, const char *plan, GError **error);
void errand_free(Errand *errand);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Errand, errand_free)

/* Reads anew what may change while a plan is carried out: addresses, states of hosts, demand. No
 * step may be in hand. */
bool errand_refresh(Errand *errand, Database *database, GError **error);

/* Reads the states of the open execution into the steps; *ret_half_way false: none is open and all
 * are planned. */
bool errand_read_states(Errand *errand, Database *database, bool *ret_half_way, GError **error);

const char *errand_domain(const Errand *errand, const Step *step); /* "" for power actions */
const DomainIdentity *errand_identity(const Errand *errand, const Step *step);
uint32_t errand_find_domain(const Errand *errand, const char *uuid); /* INDEX_NONE: not known */
const char *errand_host(const Errand *errand, uint32_t host);        /* "" for INDEX_NONE */
/* "migrate 'web1' from 'h1' to 'h2'". Caller frees. */
char *errand_describe(const Errand *errand, const Step *step);

#endif
