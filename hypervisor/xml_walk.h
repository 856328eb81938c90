/* A walk over XML that came from another machine.
 *
 * The text is refused (BAD_DATA, with line and column) before the parser sees it
 * where it is too large, not UTF-8, or has anything like a document type or an
 * entity declaration; nesting is capped while it is read. It is streamed: no
 * tree is built, nothing is ever fetched. Never prints.
 */
#ifndef VMATRIX_HYPERVISOR_XML_WALK_H
#define VMATRIX_HYPERVISOR_XML_WALK_H

#include <glib.h>
#include <libxml/xmlreader.h>
#include <stdbool.h>

/* One place of interest. path: names from the root, "domain/devices/disk"; an element in a
 * namespace is "{uri}name". Both functions may be NULL; false with *error set stops the walk. */
typedef struct {
    const char *path;
    bool (*begin)(void *context, xmlTextReaderPtr element, GError **error);
    /* text: all text directly in the element, blanks around it stripped */
    bool (*end)(void *context, const char *text, GError **error);
} XmlPlace;

/* what: "domain XML", for messages. places end with a NULL path. */
bool xml_walk(const char *text, gsize length, const char *what, const XmlPlace *places,
              void *context, GError **error);

/* Attribute, NULL where missing. Caller frees. */
char *xml_attribute(xmlTextReaderPtr element, const char *name);

#endif
