/* Models from CSV texts that stand in the test itself. */
#ifndef VMATRIX_TESTS_SUPPORT_TEST_MODEL_H
#define VMATRIX_TESTS_SUPPORT_TEST_MODEL_H

#include "model/model.h"

/* Pairs of file name and text, ended by a NULL name. Without policy.csv, hosts.csv or domains.csv
 * an empty one is added. Messages name the file alone ("hosts.csv:2:3: …"). */
typedef const char *TestFile[2];

/* NULL with *error where the reader refuses them. */
Model *test_model_try(const TestFile *files, GError **error);

/* The same for texts that are good: aborts the test with the message otherwise.
 *
 *     g_autoptr(Model) model = test_model((TestFile[]){
 *         {"hosts.csv", "host,cpu_mcpu\nh1,4000\n"},
 *         {"domains.csv", "domain,host,cpu_mcpu\nd1,h1,500\n"},
 *         {NULL, NULL}});
 */
Model *test_model(const TestFile *files);

#endif
