/* The definition of a copy of a domain: another name, UUID and addresses, nothing shared that is
 * written.
 *
 * Refused where two guests would write to one thing: a disk that is neither read-only nor shareable
 * (two guests on one file system destroy it), a device of the host, its own non-volatile memory or
 * TPM. What a hypervisor gives anew is left out: MAC addresses, ports, sockets, labels,
 * identifiers.
 */
#ifndef VMATRIX_HYPERVISOR_DOMAIN_COPY_H
#define VMATRIX_HYPERVISOR_DOMAIN_COPY_H

#include <glib.h>

/* What tells the copy from its template. service: NULL for none; it is written into the metadata
 * where the template's does not name one, so that the copy is known to be of it. */
typedef struct {
    const char *name, *uuid, *service;
} DomainCopy;

/* The XML of the copy; NULL where it cannot be made safely, with *ret_why_not ("its disk 'vda' is
 * writable …"), or with error (BAD_DATA) where the text is no domain. Caller frees both. */
char *domain_copy_xml(const char *xml, const DomainCopy *copy, char **ret_why_not, GError **error);

#endif
