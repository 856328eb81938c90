/* A small generator (xorshift64*, Vigna 2016): the same numbers for the same seed everywhere. */
#ifndef VMATRIX_COMMON_RANDOM_H
#define VMATRIX_COMMON_RANDOM_H

#include <stdint.h>

typedef struct {
    uint64_t state; /* never 0 */
} Random;

static inline Random random_new(uint64_t seed)
{
    return (Random){(seed + 1) * UINT64_C(0x9E3779B97F4A7C15) | 1};
}

static inline uint64_t random_next(Random *random)
{
    uint64_t x = random->state;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    random->state = x;
    return x * UINT64_C(0x2545F4914F6CDD1D);
}

/* 0 ≤ … < n, n > 0 */
static inline uint32_t random_below(Random *random, uint32_t n)
{
    return (uint32_t)(((random_next(random) >> 32) * n) >> 32);
}

/* 0 < … ≤ 1 */
static inline double random_unit(Random *random)
{
    return (double)((random_next(random) >> 11) + 1) * 0x1p-53;
}

#endif
