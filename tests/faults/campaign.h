/* The fault campaign on simulated hosts: what its files share. */
#ifndef VMATRIX_TESTS_FAULTS_CAMPAIGN_H
#define VMATRIX_TESTS_FAULTS_CAMPAIGN_H

#include "tests/support/test_estate.h"

#define N_HOSTS    4
#define N_DOMAINS  8
#define DOMAIN_MIB 1500
#define MOVED_MS   60

typedef struct {
    TestEstate *estate;
    GRand *random;
    guint seed;
    GPtrArray *points;          /* char *: fault points that an apply passes */
    GHashTable *n_passed;       /* point → how often an undisturbed apply passed it */
    char *names[N_DOMAINS + 1]; /* domains, ended by NULL */
    char hosts[N_DOMAINS][3];   /* where the plan brings each */
    char *plan;
    char *said;         /* what the last apply that ended said on stderr */
    const char *harmed; /* domain that the fault itself harms, NULL for none */
} Campaign;

typedef struct {
    const char *name;
    /* Runs apply while the fault strikes; its exit code, or minus the signal that ended it. */
    int (*strike)(Campaign *campaign);
} Fault;

extern const Fault campaign_faults[]; /* ended by one without name */

#define N_KILLING_FAULTS 3 /* the first ones: two rounds in three are theirs */

/* Runs apply to its end: exit code, or minus the signal. fault: of VMATRIX_FAULT, may be NULL. */
int campaign_apply(Campaign *campaign, const char *fault);
const char *campaign_any_domain(Campaign *campaign);
/* What a person does afterwards: hosts come up, each domain runs once, where the journal says. */
void campaign_put_right(Campaign *campaign);

#endif
