/* Text in terminal columns: how wide it is, and where to break it. */
#ifndef VMATRIX_CLI_WRAP_H
#define VMATRIX_CLI_WRAP_H

/* Columns that UTF-8 text takes: wide characters count two, combining ones none. */
int wrap_width(const char *text);

/* text with line feeds so that no line is wider than width (at least 2): behind a blank where there
 * is one (which is dropped), else behind '-', '.', '/', '_' or ':', else anywhere. Caller frees. */
char *wrap_text(const char *text, int width);

#endif
