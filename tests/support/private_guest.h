/* Guests on the real libvirtd of tests (private_host.h). What fails here fails the test. */
#ifndef VMATRIX_TESTS_SUPPORT_PRIVATE_GUEST_H
#define VMATRIX_TESTS_SUPPORT_PRIVATE_GUEST_H

#include "hypervisor/hypervisor.h"
#include "tests/support/private_host.h"

#define PRIVATE_HOST_DEADLINE_MS 120000

/* Skips the test where this machine cannot run one. */
PrivateHost *private_host_start_or_skip(void);

/* Its QEMU. */
Hypervisor *private_host_open(const PrivateHost *host, bool read_only);

/* A network or pool of it by a command of virsh that takes the XML ("net-create", "pool-define").
 */
void private_host_make(const PrivateHost *host, const char *command, const char *xml);

/* Disk of 1440 KiB in the host's directory that boots this: at most 510 bytes, loaded to 0x7c00.
 * Its path; caller frees. */
char *private_guest_disk(const PrivateHost *host, const uint8_t *program, gsize length);

DomainRunState private_guest_state(Hypervisor *host, const char *name);

#endif
