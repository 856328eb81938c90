/* What the solver process tells: placements, bounds, the proof. Internal. */
#ifndef VMATRIX_SOLVER_MESSAGE_H
#define VMATRIX_SOLVER_MESSAGE_H

#include "solver/incumbent.h"

typedef enum {
    MESSAGE_INCUMBENT, /* bins of the items, service of the bins, method's name */
    MESSAGE_BOUND,     /* int64_t */
    MESSAGE_PROOF,
    MESSAGE_PROVED, /* int64_t bound, method's name, proof */
    MESSAGE_STATUS, /* text */
    MESSAGE_DONE,   /* bool: everything was searched */
} MessageType;

void message_send_incumbent(int pipe_fd, const Incumbent *incumbent, const char *method);
/* Offers what the message holds; false where it is malformed. */
bool message_take_incumbent(Incumbent *incumbent, const uint8_t *data, gsize size);

void message_send_proof(int pipe_fd, const Proof *proof);
/* One whose value the sender worked out in exact integers. */
void message_send_proved(int pipe_fd, const Proof *proof, int64_t bound, const char *method);
/* NULL where the message is malformed. */
Proof *message_take_proved(const uint8_t *data, gsize size, int64_t *ret_bound,
                           const char **ret_method);
/* NULL where the message is malformed. */
Proof *message_take_proof(const uint8_t *data, gsize size);

#endif
