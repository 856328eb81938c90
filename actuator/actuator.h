/* From an approved plan to the planned state, through crashes and failed migrations.
 *
 * apply takes an approved plan, checks that the world is still the one it was
 * made for, and carries it out wave by wave. A claim is committed before the
 * hypervisor is called and the result afterwards, so that whoever comes after a
 * crash can tell by asking both hosts what has become of a move: an execution
 * that stands half-way is taken up again. Nothing is ever destroyed on a guess.
 *
 * It prints nothing: what happens is told to a function of the caller.
 */
#ifndef VMATRIX_ACTUATOR_ACTUATOR_H
#define VMATRIX_ACTUATOR_ACTUATOR_H

#include <signal.h>

#include "actuator/step_state.h"
#include "hypervisor/hypervisor.h"
#include "store/database.h"

/* What a person wants of an apply at work. */
typedef enum {
    APPLY_GO_ON,
    APPLY_STOP,   /* end what is in hand, begin nothing */
    APPLY_CANCEL, /* the same, and abort the migrations in hand: their domains stay where they are
                   */
} ApplyWish;

typedef enum {
    APPLY_EVENT_NOTE,     /* text alone */
    APPLY_EVENT_BEGINS,   /* a step was claimed */
    APPLY_EVENT_PROGRESS, /* its migration's figures */
    APPLY_EVENT_ENDS,     /* state and text: what became of it */
} ApplyEventKind;

typedef struct {
    ApplyEventKind kind;
    uint32_t seq, n_steps, wave;
    const char *what; /* "migrate 'web1' from 'h1' to 'h2'", NULL for a note */
    StepState state;
    const char *text;
    MigrationProgress progress;
    double expected_s;
} ApplyEvent;

typedef struct {
    bool dry_run; /* read only: says what would happen and what is broken */
    bool partial; /* begin though preconditions are broken: without the steps that they hinder */
    bool no_wait; /* stop where the clock holds a step back, instead of waiting */
    uint32_t stop_after;      /* last wave to carry out; 0: all */
    int64_t host_deadline_ms; /* for each answer of a host */
    int64_t settle_ms;        /* how long states that a migration passes through may last */
    int64_t lease_ms;         /* how long a permission to call a hypervisor is good */
    int64_t shutdown_ms;      /* how long a guest that retires may take to shut down */
    int64_t lock_wait_ms;     /* how long another actuator's end is waited for */
    const char
        *allowed_signers; /* file of the keys that must have signed the approvals; NULL: none */
    int64_t stall_ms;     /* how long a migration may send nothing before it is aborted */
    const volatile sig_atomic_t *stop;  /* an ApplyWish; may be NULL */
    const volatile sig_atomic_t *pause; /* not 0: begin nothing until it is 0 again; may be NULL */
    const char *spool_directory;        /* where results wait for a database that is out of reach */
    void (*report)(void *context, const ApplyEvent *event); /* from the calling thread */
    void *context;
} ApplyOptions;

typedef enum {
    APPLY_DONE,      /* every step */
    APPLY_UNCHANGED, /* the plan has no step */
    APPLY_READY,     /* dry run: it can begin; reasons name what would be left out */
    APPLY_STALE,     /* a precondition is broken, nothing was begun */
    APPLY_HALFWAY,   /* some steps are left; reasons say why */
} ApplyOutcome;

typedef struct {
    ApplyOutcome outcome;
    uint32_t n_steps, n_done;
    GPtrArray *reasons; /* char *, one sentence each; empty where done */
} ApplyResult;

void apply_result_clear(ApplyResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ApplyResult, apply_result_clear)

/* plan: as in plan_store_load. NOT_APPROVED where nobody approved it or all is frozen; FAILED where
 * another actuator is at work or a step is of a kind that is not built. */
bool actuator_apply(Database *database, const char *plan, const ApplyOptions *options,
                    ApplyResult *ret_result, GError **error);

#endif
