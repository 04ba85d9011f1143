#ifndef FRESHET_SYSTEM_H
#define FRESHET_SYSTEM_H

#include <stdint.h>

#include "FreshetStatus.h"

/// Linux functions that Swift's Glibc module leaves out.

/// The birth time of an open file or folder, in ns since 1970; INT64_MIN if the file system records none.
int64_t freshet_birth_time(int descriptor);

/// The same for the file at `path`, following links.
int64_t freshet_birth_time_at(const char *path);

#endif
