/* Sorted names and how to find one (internal to model/).
 *
 * Names is a borrowed view of an array whose elements begin with a char *:
 * structs with the name first, or plain char *. It stays valid as long as the
 * array does.
 */
#ifndef VMATRIX_MODEL_NAMES_H
#define VMATRIX_MODEL_NAMES_H

#include <glib.h>
#include <stdint.h>

#include "model/model.h"

typedef struct {
    const void *base;
    uint32_t n;
    gsize size; /* of an element */
} Names;

#define NAMES(array, n_elements) ((Names){(array), (n_elements), sizeof(*(array))})

const char *names_at(Names names, uint32_t index);
/* INDEX_NONE where there is none (binary search, bytes). */
uint32_t names_find(Names names, const char *name);
/* The nearest known name or NULL (text_nearest). */
const char *names_nearest(Names names, const char *name);

/* The keys (char *) of a set as a sorted array of copies, NULL-ended; *ret_n is their number. */
char **names_sorted(GHashTable *set, uint32_t *ret_n);

/* Turns an array of uint32_t into a sorted set without duplicates; takes over the array. */
IndexSet index_set_take(GArray *indices);

#endif
