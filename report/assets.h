/* The files of report/page and report/uplot as embedded at build (report/embed.cmake): an HTML page
 * needs nothing beside it. */
#ifndef VMATRIX_REPORT_ASSETS_H
#define VMATRIX_REPORT_ASSETS_H

extern const char asset_page_css[];
extern const char asset_page_js[];
extern const char asset_uplot_css[];
extern const char asset_uplot_js[];
extern const char asset_uplot_licence[];

#endif
