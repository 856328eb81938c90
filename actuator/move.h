/* One step in a thread of its own: look, ask for permission, call the hypervisor, look again.
 *
 * The thread talks to hosts alone; the database belongs to the thread that
 * started it, to which every message goes by a queue:
 *
 *     MOVE_READY     both hosts are as the step needs them; it waits for move_permit, which its
 *                    owner calls after having committed that the hypervisor is called next, or for
 *                    move_refuse
 *     MOVE_PROGRESS  figures of the migration
 *     MOVE_ENDED     the result stands; nothing follows
 *
 * A permission is good for settings->lease_ms. Who takes an execution over waits that long
 * before it believes that a step was not called: an actuator that slept in
 * between cannot call behind its back.
 */
#ifndef VMATRIX_ACTUATOR_MOVE_H
#define VMATRIX_ACTUATOR_MOVE_H

#include "actuator/procedure.h"

typedef struct Move Move;

typedef enum { MOVE_READY, MOVE_PROGRESS, MOVE_ENDED } MoveMessageKind;

typedef struct {
    MoveMessageKind kind;
    Move *move;
    MigrationProgress progress;
} MoveMessage;

/* Starts the thread. errand, step and settings outlive it; queue gets MoveMessage*, each g_free'd
 * by the receiver. bandwidth_mib_s 0: no limit. */
Move *move_start(const Errand *errand, Step *step, const StepSettings *settings,
                 int64_t bandwidth_mib_s, GAsyncQueue *queue);
/* Answers MOVE_READY. since_us: monotonic time before the commit that allows the call. */
void move_permit(Move *move, int64_t since_us);
/* The step ends in that state without a call. why: for a person. */
void move_refuse(Move *move, StepState state, const char *why);
Step *move_step(const Move *move);
/* After MOVE_READY: DomainFacts of what the destination holds now; NULL where the step has none or
 * it does not tell. Borrowed. */
const GPtrArray *move_destination(const Move *move);
/* After MOVE_READY: what the journal keeps of the domain before the call, as a JSON object; NULL
 * where nothing is. Caller frees. */
char *move_keepsake(const Move *move);
/* After MOVE_ENDED. Borrowed. */
const StepResult *move_result(const Move *move);
/* After MOVE_ENDED: joins the thread. */
void move_free(Move *move);

#endif
