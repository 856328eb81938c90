#include "common/rational.h"

#include <gmp.h>

_Static_assert(sizeof(long) == sizeof(int64_t), "GMP's signed long carries an int64_t");

struct Rational {
    mpq_t value;
};

Rational *rational_new_integer(int64_t value)
{
    Rational *rational = g_new0(Rational, 1);
    mpq_init(rational->value);
    mpq_set_si(rational->value, value, 1);
    return rational;
}

Rational *rational_new_decimal(Decimal decimal)
{
    Rational *rational = rational_new_integer(decimal.mantissa);
    mpz_ui_pow_ui(mpq_denref(rational->value), 10, decimal.scale);
    mpq_canonicalize(rational->value);
    return rational;
}

Rational *rational_copy(const Rational *rational)
{
    Rational *copy = rational_new_integer(0);
    mpq_set(copy->value, rational->value);
    return copy;
}

void rational_free(Rational *rational)
{
    if (rational == NULL)
        return;
    mpq_clear(rational->value);
    g_free(rational);
}

void rational_multiply_decimal(Rational *rational, Decimal factor)
{
    g_autoptr(Rational) other = rational_new_decimal(factor);
    rational_multiply(rational, other);
}

void rational_multiply_integer(Rational *rational, int64_t factor)
{
    mpz_mul_si(mpq_numref(rational->value), mpq_numref(rational->value), factor);
    mpq_canonicalize(rational->value);
}

void rational_divide_integer(Rational *rational, int64_t divisor)
{
    g_assert(divisor != 0);
    mpz_mul_si(mpq_denref(rational->value), mpq_denref(rational->value), divisor);
    mpq_canonicalize(rational->value);
}

void rational_add(Rational *rational, const Rational *term)
{
    mpq_add(rational->value, rational->value, term->value);
}

void rational_subtract(Rational *rational, const Rational *term)
{
    mpq_sub(rational->value, rational->value, term->value);
}

void rational_multiply(Rational *rational, const Rational *factor)
{
    mpq_mul(rational->value, rational->value, factor->value);
}

void rational_divide(Rational *rational, const Rational *divisor)
{
    g_assert(mpq_sgn(divisor->value) != 0);
    mpq_div(rational->value, rational->value, divisor->value);
}

/* ⌊(2 × value × factor + addend × denominator) / (2 × denominator)⌋ */
static bool round_down(const Rational *rational, int64_t factor, unsigned long halves,
                       int64_t *ret_value)
{
    mpz_t numerator, denominator;
    mpz_init_set(numerator, mpq_numref(rational->value));
    mpz_init_set(denominator, mpq_denref(rational->value));
    mpz_mul_si(numerator, numerator, factor);
    mpz_mul_ui(numerator, numerator, 2);
    mpz_addmul_ui(numerator, denominator, halves);
    mpz_mul_ui(denominator, denominator, 2);
    mpz_fdiv_q(numerator, numerator, denominator);
    bool fits = mpz_fits_slong_p(numerator) != 0;
    if (fits)
        *ret_value = mpz_get_si(numerator);
    mpz_clear(numerator);
    mpz_clear(denominator);
    return fits;
}

bool rational_round_half_up(const Rational *rational, int64_t factor, int64_t *ret_value)
{
    return round_down(rational, factor, 1, ret_value);
}

bool rational_floor(const Rational *rational, int64_t factor, int64_t *ret_value)
{
    return round_down(rational, factor, 0, ret_value);
}

double rational_to_double(const Rational *rational)
{
    return mpq_get_d(rational->value);
}
