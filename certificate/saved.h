/* Judges a saved plan from the files of its folder alone (`verify DIR`).
 *
 * Reads snapshot/, plan.json, placement.csv, actions.csv and certificate.json,
 * holds each against the others and hands the plan to certificate_judge. A file
 * that is not there is VMATRIX_ERROR_NO_INPUT, one that is not JSON, CSV or a
 * scenario VMATRIX_ERROR_BAD_DATA; files that contradict each other are a
 * verdict that is not valid.
 */
#ifndef VMATRIX_CERTIFICATE_SAVED_H
#define VMATRIX_CERTIFICATE_SAVED_H

#include "certificate/certificate.h"

Verdict *certificate_judge_folder(const char *directory, GError **error);

#endif
