/* Packs of a proof: what whole domains that fit on a host together can weigh at most.
 *
 * A linear program fills the last gap of a host with half a domain; a pack forbids that. The judge
 * takes nothing on trust: it looks itself for a set of domains that fits within the hard limits and
 * is heavier, and refuses the pack if there is one, or if looking takes too long. Exact: 128-bit
 * integers, every set is either seen or ruled out by a sum that bounds it.
 */
#ifndef VMATRIX_CERTIFICATE_PACKS_H
#define VMATRIX_CERTIFICATE_PACKS_H

#include "certificate/columns.h"

/* NULL where every pack holds on each of its hosts, else why not; caller frees. */
char *judge_packs_refuse(const Columns *columns, const Proof *proof);

/* Position of the host in the pack; false where it is not one of it. */
bool judge_pack_find(const Pack *pack, uint32_t host, uint32_t *ret_position);

#endif
