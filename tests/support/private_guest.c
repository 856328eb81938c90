#include "tests/support/private_guest.h"

#include <criterion/criterion.h>
#include <string.h>

#define DISK_BYTES 1474560 /* a floppy disk's, too */
#define SIGNATURE  510

PrivateHost *private_host_start_or_skip(void)
{
    g_autofree char *why = NULL;
    PrivateHost *host = private_host_start(&why);
    if (host == NULL)
        cr_skip_test("SKIPPED: no private libvirtd here: %s", why);
    return host;
}

Hypervisor *private_host_open(const PrivateHost *host, bool read_only)
{
    g_autofree char *uri = private_host_uri(host, "qemu", "/system");
    g_autoptr(GError) error = NULL;
    Hypervisor *hypervisor = hypervisor_open(uri, read_only, PRIVATE_HOST_DEADLINE_MS, &error);
    cr_assert_not_null(hypervisor, "%s", error == NULL ? "" : error->message);
    return hypervisor;
}

static void virsh(const PrivateHost *host, const char *command, const char *file)
{
    g_autofree char *uri = private_host_uri(host, "qemu", "/system");
    const char *const argv[] = {"virsh", "-q", "-c", uri, command, file, NULL};
    g_autofree char *errors = NULL;
    int status = 0;
    cr_assert(g_spawn_sync(NULL, (char **)(guintptr)argv, NULL,
                           G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL,
                           &errors, &status, NULL));
    cr_assert_eq(status, 0, "virsh %s: %s", command, errors);
}

void private_host_make(const PrivateHost *host, const char *command, const char *xml)
{
    g_autofree char *path = g_build_filename(host->directory, "object.xml", NULL);
    cr_assert(g_file_set_contents(path, xml, -1, NULL));
    virsh(host, command, path);
}

char *private_guest_disk(const PrivateHost *host, const uint8_t *program, gsize length)
{
    cr_assert_leq(length, SIGNATURE);
    g_autofree char *image = g_malloc0(DISK_BYTES);
    memcpy(image, program, length);
    image[SIGNATURE] = 0x55;
    image[SIGNATURE + 1] = (char)0xaa;
    char *path = g_build_filename(host->directory, "disk", NULL);
    cr_assert(g_file_set_contents(path, image, DISK_BYTES, NULL));
    return path;
}

DomainRunState private_guest_state(Hypervisor *host, const char *name)
{
    DomainRunState state = DOMAIN_ABSENT;
    g_autoptr(GError) error = NULL;
    cr_assert(hypervisor_domain_state(host, name, NULL, &state, &error), "%s",
              error == NULL ? "" : error->message);
    return state;
}
