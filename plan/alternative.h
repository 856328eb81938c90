/* What if one domain of a plan were somewhere else, all others as planned?
 *
 * Tells what forbids it in the planned placement, and else what it would cost
 * more (or less) than the plan. The order of moves is not looked at; a detour
 * that this domain makes for others falls away with its move.
 *
 * Ownership: borrows model and plan, which must have a placement.
 */
#ifndef VMATRIX_PLAN_ALTERNATIVE_H
#define VMATRIX_PLAN_ALTERNATIVE_H

#include "plan/domain_fits.h"
#include "plan/plan.h"

typedef enum {
    OBSTACLE_NONE,
    OBSTACLE_UNFIT,   /* the host may not hold it, whoever else is there: see fit */
    OBSTACLE_ROOM,    /* a hard limit would be passed: see resource and excess */
    OBSTACLE_RULE,    /* a hard rule or one to keep would be broken: see rule */
    OBSTACLE_SERVICE, /* a limit of a service would be broken: see service */
    OBSTACLE_LICENCE, /* max_hosts of a licence would be passed: see licence */
} ObstacleKind;

typedef struct {
    ObstacleKind kind;
    Fit fit;
    uint32_t rule, service, licence, resource;
    uint32_t tag; /* of UNFIT_TAGS: one that the host lacks */
    int64_t excess;
} Obstacle;

typedef struct Alternatives Alternatives;

Alternatives *alternatives_new(const Model *model, const Plan *plan);
void alternatives_free(Alternatives *alternatives);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Alternatives, alternatives_free)

/* What forbids the domain on that host. */
Obstacle alternatives_obstacle(Alternatives *alternatives, uint32_t domain, uint32_t host);

/* Cost of the plan with the domain on that host, less the cost of the plan. Only where nothing
 * forbids it. */
bool alternatives_cost(Alternatives *alternatives, uint32_t domain, uint32_t host,
                       int64_t *ret_micro, GError **error);

/* Domains on the host in the plan. */
uint32_t alternatives_n_on(const Alternatives *alternatives, uint32_t host);
const DomainRules *alternatives_rules(const Alternatives *alternatives);
/* Use in the plan. */
int64_t alternatives_use(const Alternatives *alternatives, uint32_t host, uint32_t resource,
                         uint32_t period);

/* "rule 'x' forbids it", for people. Caller frees; NULL for OBSTACLE_NONE. */
char *obstacle_text(const Model *model, const Obstacle *obstacle, uint32_t host);

#endif
