#ifndef FRESHET_LINKED_LIBRARY_H
#define FRESHET_LINKED_LIBRARY_H

/// The path of the shared library that `symbol` was found in, or NULL. In C because Glibc hides dladdr from Swift.
const char *_Nullable freshet_library_holding(const void *_Nonnull symbol);

#endif
