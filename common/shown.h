/* Amounts as people read them; the exact figure is what JSON and CSV carry.
 *
 * Every function returns a new string; the caller frees it.
 */
#ifndef VMATRIX_COMMON_SHOWN_H
#define VMATRIX_COMMON_SHOWN_H

#include <glib.h>
#include <stdint.h>

/* "1,234.57" from micro-units, rounded half away from 0; "<0.01" or ">-0.01" where that would be 0
 * and the amount is not. */
char *shown_money(int64_t micro);
/* The same, but with every decimal where the amount is below a cent: "0.000358". */
char *shown_price(int64_t micro);
/* "1,234" from "1234"; "-1,234.5" from "-1234.5". Text that is no plain number stays as it is. */
char *shown_number(const char *decimal);
/* "8.4 s", "3 min", "2.1 h", "3.4 days". */
char *shown_duration(double seconds);

#endif
