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
