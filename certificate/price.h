/* The judge's own prices: the cost table of the contract, one term a function.
 *
 * Amounts are micro-units of the currency, each rounded half-up once, as the
 * contract says. False where an amount leaves 64 bits (nothing is written).
 */
#ifndef VMATRIX_CERTIFICATE_PRICE_H
#define VMATRIX_CERTIFICATE_PRICE_H

#include "common/rational.h"
#include "model/model.h"

bool judge_price_machine(const Model *model, uint32_t host, int64_t *ret_micro);
bool judge_price_admin(const Model *model, uint32_t host, int64_t *ret_micro);
bool judge_price_idle_energy(const Model *model, uint32_t host, int64_t *ret_micro);
bool judge_price_use_energy(const Model *model, uint32_t domain, uint32_t host, int64_t *ret_micro);
/* The same with the host's judge_rate_use_energy at hand. */
bool judge_price_use_energy_at(const Model *model, const Rational *rate, uint32_t domain,
                               int64_t *ret_micro);
bool judge_price_licence(const Model *model, uint32_t licence, uint32_t host, int64_t *ret_micro);

/* from: where the domain is before the move, INDEX_NONE where it was nowhere; to: INDEX_NONE where
 * it ends. No pair is priced then. From a stop on its way it is no less than what the direct move
 * from the domain's own host is above the move to the stop, in minutes as well: no detour is
 * cheaper than the direct move. */
bool judge_price_move(const Model *model, uint32_t domain, uint32_t from, uint32_t to,
                      int64_t *ret_micro);
/* Minutes of one move before the out-of-hours factor. */
int64_t judge_move_minutes(const Model *model, uint32_t domain, uint32_t from, uint32_t to);
/* What rows of move_costs.csv add to a move between the two, 0 where none matches. False where that
 * is no whole number of micro-units, or minutes too: it is then rounded with the rest of the move.
 */
bool judge_pair_adds(const Model *model, uint32_t from, uint32_t to, int64_t *ret_micro);

bool judge_price_busiest(const Model *model, int64_t n_moved, int64_t *ret_micro);
bool judge_price_notice(const Model *model, int64_t *ret_micro);
bool judge_price_power_change(const Model *model, int64_t *ret_micro);
bool judge_price_review(const Model *model, int64_t *ret_micro);
/* Micro-units per unit of what is paid for over the horizon, exact. Caller frees. */
Rational *judge_rate_use_energy(const Model *model,
                                uint32_t host); /* per Σ over periods of cpu use */
Rational *judge_rate_over_horizon(const Model *model, Decimal price_per_h); /* H × price */
Rational *judge_rate_busiest(const Model *model);

/* value × factor is a whole number. */
bool judge_is_whole(const Rational *value, int64_t factor);

#endif
