/* Scenario format 1 as tables: files, columns, words (internal to model/).
 *
 * Reader and writer share it, so that a column has one name and one place.
 */
#ifndef VMATRIX_MODEL_FORMAT_H
#define VMATRIX_MODEL_FORMAT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "model/model.h"

#define LONGEST_NAME     255
#define LARGEST_PERMILLE 100000 /* a hundredfold overcommitment */
#define LONGEST_TEXT     1000   /* reasons */

typedef enum {
    FILE_POLICY,
    FILE_RESOURCES,
    FILE_HOSTS,
    FILE_SERVICES,
    FILE_TIERS,
    FILE_DOMAINS,
    FILE_DEMAND,
    FILE_RULES,
    FILE_LICENCES,
    FILE_MOVE_COSTS,
    FILE_BALANCE,
    FILE_BLACKOUT,
    FILE_CPU_MODELS,
    FILE_EXPECTED,
    N_FORMAT_FILES
} FormatFile;

typedef struct {
    const char *name;           /* "hosts.csv" */
    bool required;              /* the folder must have it */
    const char *const *columns; /* NULL-ended; hosts and domains also have one a resource */
    uint32_t n_required;        /* the first ones must be there */
} FileShape;

extern const FileShape format_files[N_FORMAT_FILES];

/* In the order of the enums of model/model.h, NULL-ended. */
extern const char *const host_state_words[];
extern const char *const move_mode_words[];
extern const char *const domain_state_words[];
extern const char *const rule_kind_words[];
extern const char *const strength_words[];

typedef struct {
    bool takes_hosts;
    bool takes_domains;
    bool takes_limit;
    int64_t default_limit; /* NO_LIMIT: must be given */
} RuleShape;

extern const RuleShape rule_shapes[]; /* by RuleKind */

/* Index of a file by its name, N_FORMAT_FILES where there is none such. */
FormatFile format_find_file(const char *name);
/* The nearest known file name or NULL. */
const char *format_nearest_file(const char *name);

#endif
