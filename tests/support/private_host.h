/* A real libvirtd with QEMU for tests, in namespaces of its own (tests/support/private-libvirtd).
 */
#ifndef VMATRIX_TESTS_SUPPORT_PRIVATE_HOST_H
#define VMATRIX_TESTS_SUPPORT_PRIVATE_HOST_H

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

typedef struct {
    char *directory;
    GPid guard;   /* the namespaces' first process: killing it ends all */
    pid_t daemon; /* libvirtd */
} PrivateHost;

/* NULL with the reason in *ret_why where this machine cannot run one (not root, no namespaces, no
 * QEMU). */
PrivateHost *private_host_start(char **ret_why);
void private_host_stop(PrivateHost *host);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PrivateHost, private_host_stop)

/* driver: "qemu" with path "/system", "test" with "/default". Caller frees. */
char *private_host_uri(const PrivateHost *host, const char *driver, const char *path);

#endif
