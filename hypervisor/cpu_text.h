/* A CPU as one line of XML that libvirt compares and that is the same for the same CPU (internal).
 *
 * Model, vendor and features in order of their names; what changes without the CPU being another
 * one (microcode, topology, clocks) is left out.
 */
#ifndef VMATRIX_HYPERVISOR_CPU_TEXT_H
#define VMATRIX_HYPERVISOR_CPU_TEXT_H

#include <glib.h>

typedef struct {
    char *arch, *model, *vendor; /* NULL where not told */
    GPtrArray *features;         /* char *: elements as text; NULL where none was told */
} CpuParts;

/* policy: of a guest's feature ("require"); NULL for a host's. name NULL adds nothing. */
void cpu_parts_add_feature(CpuParts *parts, const char *name, const char *policy);
/* Elements of a guest, or of a host; NULL where no model was told. Caller frees. */
char *cpu_parts_guest(const CpuParts *parts);
char *cpu_parts_host(const CpuParts *parts);
void cpu_parts_clear(CpuParts *parts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CpuParts, cpu_parts_clear)

#endif
