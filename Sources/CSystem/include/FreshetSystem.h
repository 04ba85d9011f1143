#ifndef FRESHET_SYSTEM_H
#define FRESHET_SYSTEM_H

#include <stdint.h>

#include "FreshetStatus.h"

/// What Swift's Glibc module leaves out of Linux.

/// The birth time of an open file or folder, in ns since 1970; INT64_MIN where the file system keeps none.
int64_t freshet_birth_time(int descriptor);

/// The same of what lies at `path`, links followed.
int64_t freshet_birth_time_at(const char *path);

#endif
