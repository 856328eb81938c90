#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "common/file.h"

Test(file, a_file_is_replaced_and_a_link_stays_a_link)
{
    g_autofree char *directory = g_dir_make_tmp(NULL, NULL);
    g_autofree char *path = g_build_filename(directory, "file", NULL);
    g_autofree char *link = g_build_filename(directory, "link", NULL);
    g_autofree char *text = NULL;
    cr_assert(file_write(path, "long before", 11, NULL));
    cr_assert_eq(symlink(path, link), 0);
    cr_assert(file_write(link, "now", 3, NULL));
    cr_assert(g_file_test(link, G_FILE_TEST_IS_SYMLINK));
    cr_assert(g_file_get_contents(path, &text, NULL, NULL));
    cr_assert_str_eq(text, "now");
    cr_assert(file_write(path, "then", 4, NULL));
    g_unlink(link);
    g_unlink(path);
    g_rmdir(directory);
}

Test(file, a_device_stays_a_device)
{
    cr_assert(file_write("/dev/null", "gone", 4, NULL));
    GStatBuf status;
    cr_assert_eq(g_lstat("/dev/null", &status), 0);
    cr_assert(S_ISCHR(status.st_mode));
}

Test(file, a_full_device_and_a_missing_folder_are_told)
{
    g_autoptr(GError) full = NULL, missing = NULL, folder = NULL;
    cr_assert_not(file_write("/dev/full", "text", 4, &full));
    cr_assert_str_eq(full->message, "cannot write '/dev/full': No space left on device");
    cr_assert_not(file_write("/nowhere/file", "text", 4, &missing));
    cr_assert(g_str_has_prefix(missing->message, "cannot write '/nowhere/file': "));
    cr_assert_not(file_write("/", "text", 4, &folder));
    cr_assert_str_eq(folder->message, "cannot write '/': Is a directory");
}
