/* The two functions of Windows's kernel32 by which the client resolves symbolic links, for Mono on Linux. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef uint16_t wide;

/* A handle is the resolved path. Mono asks for the names without the W that Windows adds. */
void *CreateFile(const wide *name, uint32_t access, uint32_t share, void *security, uint32_t disposition, uint32_t flags, void *template)
{
    char path[4096];
    size_t length = 0;
    for (; name[length] != 0 && length < sizeof path - 1; length++) path[length] = (char)name[length];
    path[length] = 0;
    char *real = realpath(path, NULL);
    return real != NULL ? real : (void *)-1;
}

uint32_t GetFinalPathNameByHandle(void *handle, wide *name, uint32_t size, uint32_t flags)
{
    const char *path = handle;
    size_t length = strlen(path);
    if (length >= size) return (uint32_t)length + 1;
    for (size_t i = 0; i <= length; i++) name[i] = (wide)path[i];
    return (uint32_t)length;
}
