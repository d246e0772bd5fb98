/* A PKCS#11 module in front of another one, which misbehaves as a file tells it to.
 *
 * TOKEN_SHIM_REAL names the module behind, TOKEN_SHIM_CONTROL a file with six numbers: milliseconds
 * a signature takes; signatures left before it fails (-1: never); the error then; the error of a
 * login (0: none); flags added to the token's; 1 when the token is pulled out. Beside it,
 * <control>.counts holds the signatures and logins asked for.
 *
 * The function list of PKCS#11 v2.40 is a version and 68 pointers; only a few are replaced, so no
 * header is needed.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long CK_ULONG;
typedef CK_ULONG CK_RV;
typedef CK_RV (*FUNCTION)();
typedef struct { unsigned char major, minor; FUNCTION calls[68]; } LIST;

enum { INITIALIZE = 0, FINALIZE = 1, GET_LIST = 3, GET_SLOTS = 4, GET_TOKEN = 6, LOGIN = 18, SIGN = 43 };
enum { OK = 0, ALREADY_INITIALIZED = 0x191, TOKEN_NOT_PRESENT = 0xE0 };

static LIST *real, mine;
static long signatures, logins;

static void control(long value[6]) {
    const char *path = getenv("TOKEN_SHIM_CONTROL");
    FILE *file = path ? fopen(path, "r") : NULL;
    for (int i = 0; i < 6; i++) value[i] = i == 1 ? -1 : 0;
    if (!file) return;
    for (int i = 0; i < 6; i++)
        if (fscanf(file, "%ld", &value[i]) != 1) break;
    fclose(file);
}

static void count(void) {
    char path[4096];
    const char *name = getenv("TOKEN_SHIM_CONTROL");
    if (!name) return;
    snprintf(path, sizeof path, "%s.counts", name);
    FILE *file = fopen(path, "w");
    if (!file) return;
    fprintf(file, "%ld %ld\n", signatures, logins);
    fclose(file);
}

static CK_RV initialize(void *arguments) {
    CK_RV result = real->calls[INITIALIZE](arguments);
    return result == ALREADY_INITIALIZED ? OK : result;
}

static CK_RV finalize(void *reserved) { (void)reserved; return OK; }

static CK_RV get_slots(unsigned char present, CK_ULONG *slots, CK_ULONG *number) {
    long told[6];
    control(told);
    if (told[5] && present) { *number = 0; return OK; }
    return real->calls[GET_SLOTS](present, slots, number);
}

static CK_RV get_token(CK_ULONG slot, unsigned char *info) {
    long told[6];
    control(told);
    if (told[5]) return TOKEN_NOT_PRESENT;
    CK_RV result = real->calls[GET_TOKEN](slot, info);
    if (result == OK) {
        CK_ULONG flags;
        memcpy(&flags, info + 96, sizeof flags);
        flags |= (CK_ULONG)told[4];
        memcpy(info + 96, &flags, sizeof flags);
    }
    return result;
}

static CK_RV login(CK_ULONG session, CK_ULONG user, unsigned char *pin, CK_ULONG length) {
    long told[6];
    control(told);
    logins++;
    count();
    return told[3] ? (CK_RV)told[3] : real->calls[LOGIN](session, user, pin, length);
}

static CK_RV sign(CK_ULONG session, unsigned char *data, CK_ULONG length, unsigned char *signature,
                  CK_ULONG *room) {
    long told[6];
    control(told);
    if (!signature) return real->calls[SIGN](session, data, length, signature, room);
    if (told[1] >= 0 && signatures >= told[1]) return (CK_RV)told[2];
    signatures++;
    if (told[0] > 0) usleep((useconds_t)told[0] * 1000);
    CK_RV result = real->calls[SIGN](session, data, length, signature, room);
    count();
    return result;
}

CK_RV C_GetFunctionList(LIST **list) {
    if (!real) {
        void *library = dlopen(getenv("TOKEN_SHIM_REAL"), RTLD_NOW);
        FUNCTION get = library ? (FUNCTION)dlsym(library, "C_GetFunctionList") : NULL;
        if (!get || get(&real) != OK) return 5;
        mine = *real;
        mine.calls[INITIALIZE] = (FUNCTION)initialize;
        mine.calls[FINALIZE] = (FUNCTION)finalize;
        mine.calls[GET_LIST] = (FUNCTION)C_GetFunctionList;
        mine.calls[GET_SLOTS] = (FUNCTION)get_slots;
        mine.calls[GET_TOKEN] = (FUNCTION)get_token;
        mine.calls[LOGIN] = (FUNCTION)login;
        mine.calls[SIGN] = (FUNCTION)sign;
    }
    *list = &mine;
    return OK;
}
