/* Man page and bash completion, made from the table of commands. */
#ifndef VMATRIX_CLI_GENERATE_H
#define VMATRIX_CLI_GENERATE_H

void generate_man_page(void);   /* roff on stdout: docs/man/vmatrix.1 */
void generate_completion(void); /* bash on stdout: docs/man/vmatrix.bash */

#endif
