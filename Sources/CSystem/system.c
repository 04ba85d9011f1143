#define _GNU_SOURCE
#include "FreshetSystem.h"

#include <fcntl.h>
#include <sys/stat.h>

/// A time that doesn't fit into 64 bits of nanoseconds counts as missing.
static int64_t nanoseconds(const struct statx *status) {
  int64_t result;
  if (!(status->stx_mask & STATX_BTIME)) return INT64_MIN;
  if (__builtin_mul_overflow(status->stx_btime.tv_sec, (int64_t)1000000000, &result)) return INT64_MIN;
  if (__builtin_add_overflow(result, (int64_t)status->stx_btime.tv_nsec, &result)) return INT64_MIN;
  return result;
}

int64_t freshet_birth_time(int descriptor) {
  struct statx status;
  if (statx(descriptor, "", AT_EMPTY_PATH, STATX_BTIME, &status) != 0) return INT64_MIN;
  return nanoseconds(&status);
}

int64_t freshet_birth_time_at(const char *path) {
  struct statx status;
  if (statx(AT_FDCWD, path, 0, STATX_BTIME, &status) != 0) return INT64_MIN;
  return nanoseconds(&status);
}
