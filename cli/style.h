/* How text for people is drawn: colours and bars, as far as the terminal goes. */
#ifndef VMATRIX_CLI_STYLE_H
#define VMATRIX_CLI_STYLE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum {
    TONE_PLAIN,
    TONE_STRONG, /* bold */
    TONE_FAINT,
    TONE_GOOD, /* green */
    TONE_WARN, /* yellow */
    TONE_BAD,  /* red */
} Tone;

typedef struct {
    bool color;
    bool utf8; /* the locale's character set can draw bars and arrows */
    int width; /* columns of the terminal; 100 where there is none */
} Style;

Style style_of_stdout(void);

/* text in a tone, "" around it without colour. Caller frees. */
char *style_paint(const Style *style, Tone tone, const char *text);
/* The name that libsmartcols has for a tone, NULL for TONE_PLAIN. */
const char *style_cell_color(Tone tone);

/* A bar of full × value / whole cells, the rest of full in a lighter one. Caller frees. */
char *style_bar(const Style *style, int64_t value, int64_t whole, int full);
const char *style_arrow(const Style *style);

#endif
