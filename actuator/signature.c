#include "actuator/signature.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/error.h"

#define SIGNATURE_NAMESPACE "vmatrix-plan"

char *signature_statement(const char *plan_digest, const char *approver, const char *expires_at)
{
    return g_strdup_printf("vmatrix approval 1\nplan %s\napprover %s\nexpires %s\n", plan_digest,
                           approver, expires_at);
}

/* Runs ssh-keygen with input; *ret_output (may be NULL) is what it printed, *ret_said its last
 * complaint. False with an error only where it cannot be run. */
static bool run_keygen(const char *const *argv, const char *input, bool *ret_success,
                       char **ret_output, char **ret_said, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autofree char *output = NULL;
    g_autofree char *said = NULL;
    g_autoptr(GSubprocess) process =
        g_subprocess_newv(argv,
                          G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                              G_SUBPROCESS_FLAGS_STDERR_PIPE,
                          &cause);
    if (process == NULL ||
        !g_subprocess_communicate_utf8(process, input, NULL, &output, &said, &cause)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "cannot run ssh-keygen: %s",
                    cause->message);
        error_add_hint(error, "signatures need OpenSSH (Debian package openssh-client)");
        return false;
    }
    *ret_success = g_subprocess_get_successful(process);
    *ret_said = g_strdup(g_strstrip(said));
    if (ret_output != NULL)
        *ret_output = g_steal_pointer(&output);
    return true;
}

char *signature_make(const char *key_file, const char *statement, GError **error)
{
    const char *const argv[] = {"ssh-keygen",        "-Y", "sign",   "-n",
                                SIGNATURE_NAMESPACE, "-f", key_file, NULL};
    bool success;
    g_autofree char *signature = NULL;
    g_autofree char *said = NULL;
    if (!run_keygen(argv, statement, &success, &signature, &said, error))
        return NULL;
    if (!success) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "cannot sign with the key '%s': %s",
                    key_file, said);
        return NULL;
    }
    return g_steal_pointer(&signature);
}

/* Whoever may write the file decides whose signature counts. */
static bool check_file(const char *allowed_signers, GError **error)
{
    struct stat status;
    if (stat(allowed_signers, &status) != 0 || access(allowed_signers, R_OK) != 0) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                    "the file of allowed signers '%s' cannot be read", allowed_signers);
        return false;
    }
    if ((status.st_uid == 0 || status.st_uid == geteuid()) &&
        (status.st_mode & (S_IWGRP | S_IWOTH)) == 0 && S_ISREG(status.st_mode))
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                "the file of allowed signers '%s' can be written by others", allowed_signers);
    error_add_hint(error, "it must be a file of root, or of the user who runs apply, with mode 644 "
                          "or less");
    return false;
}

static bool write_signature(const char *signature, char **ret_path, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autofree char *path = NULL;
    int file = g_file_open_tmp("vmatrix-signature-XXXXXX", &path, &cause);
    if (file >= 0) {
        close(file);
        if (g_file_set_contents(path, signature, -1, &cause)) {
            *ret_path = g_steal_pointer(&path);
            return true;
        }
        unlink(path);
    }
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                "cannot write a signature to be checked: %s", cause->message);
    return false;
}

bool signature_check(const char *allowed_signers, const char *approver, const char *statement,
                     const char *signature, GError **error)
{
    g_autofree char *path = NULL;
    if (!check_file(allowed_signers, error) || !write_signature(signature, &path, error))
        return false;
    const char *const argv[] = {
        "ssh-keygen", "-Y", "verify", "-n", SIGNATURE_NAMESPACE, "-f", allowed_signers, "-I",
        approver,     "-s", path,     NULL};
    bool success;
    g_autofree char *said = NULL;
    bool ran = run_keygen(argv, statement, &success, NULL, &said, error);
    unlink(path);
    if (ran && !success) {
        g_autofree char *no_line = g_strdup_printf(
            "no line of '%s' lets that name sign plans with that key", allowed_signers);
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NOT_APPROVED,
                    "the approval by '%s' does not have a good signature of an allowed key: %s",
                    approver, *said == '\0' ? no_line : said);
    }
    return ran && success;
}

static bool check_row(const Rows *rows, guint row, const char *allowed_signers, GError **error)
{
    const char *approver = rows_get_named(rows, row, "approver");
    const char *signature = rows_get_named(rows, row, "signature");
    if (signature == NULL) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NOT_APPROVED,
                    "the approval by '%s' is not signed, and this actuator wants signatures",
                    approver);
        error_add_hint(error, "approve with 'vmatrix approve PLAN --sign KEY'");
        return false;
    }
    g_autofree char *statement =
        signature_statement(rows_get_named(rows, row, "plan_digest"), approver,
                            rows_get_named(rows, row, "expires_at"));
    return signature_check(allowed_signers, approver, statement, signature, error);
}

bool signature_check_plan(Database *database, const char *plan, const char *allowed_signers,
                          GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, "approval_signatures", &plan, 1, &rows, error))
        return false;
    g_autoptr(GError) last = NULL;
    guint64 n_good = 0, n_needed = 1;
    for (guint i = 0; i < rows_n(rows); i++) {
        g_clear_error(&last);
        n_needed = g_ascii_strtoull(rows_get_named(rows, i, "needed"), NULL, 10);
        n_good += check_row(rows, i, allowed_signers, &last);
    }
    if (n_good >= n_needed)
        return true;
    if (last != NULL)
        g_propagate_prefixed_error(error, g_steal_pointer(&last), "plan '%s': ", plan);
    else
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NOT_APPROVED,
                    "plan '%s' has %" G_GUINT64_FORMAT
                    " signed approvals and needs %" G_GUINT64_FORMAT,
                    plan, n_good, n_needed);
    return false;
}
