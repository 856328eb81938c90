/* The way back from a plan as text, for whoever saves, stores or shows it. */
#ifndef VMATRIX_CLI_REVERSE_OUTPUT_H
#define VMATRIX_CLI_REVERSE_OUTPUT_H

#include "planner/reverse.h"

/* The reverse plan as plan.json, NULL where it is refused. False on error. */
bool reverse_output_json(const Reverse *reverse, char **ret_json, GError **error);

#endif
