#define _GNU_SOURCE
#include "FreshetStatus.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#ifndef STATX_ATTR_MOUNT_ROOT
#define STATX_ATTR_MOUNT_ROOT 0x00002000
#endif

static int64_t birth(const struct statx *status) {
  int64_t result;
  if (!(status->stx_mask & STATX_BTIME)) return INT64_MIN;
  if (__builtin_mul_overflow(status->stx_btime.tv_sec, (int64_t)1000000000, &result)) return INT64_MIN;
  if (__builtin_add_overflow(result, (int64_t)status->stx_btime.tv_nsec, &result)) return INT64_MIN;
  return result;
}

int freshet_look(int folder, const char *name, struct freshet_status *result) {
  struct statx status;
  // If the kernel lacks statx, Glibc emulates it and sets the attributes' mask to 0.
  int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | (name[0] ? 0 : AT_EMPTY_PATH);
  if (statx(folder, name, flags, STATX_BASIC_STATS | STATX_BTIME, &status) != 0) return errno;
  result->mode = status.stx_mode;
  result->links = status.stx_nlink;
  result->device = makedev(status.stx_dev_major, status.stx_dev_minor);
  result->inode = status.stx_ino;
  result->size = (int64_t)status.stx_size;
  result->modified_seconds = status.stx_mtime.tv_sec;
  result->modified_nanoseconds = status.stx_mtime.tv_nsec;
  result->changed_seconds = status.stx_ctime.tv_sec;
  result->changed_nanoseconds = status.stx_ctime.tv_nsec;
  result->born = birth(&status);
  result->is_mount_root = status.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT
                              ? !!(status.stx_attributes & STATX_ATTR_MOUNT_ROOT)
                              : -1;
  return 0;
}

int freshet_file_system(int descriptor, uint64_t *type, uint64_t *number) {
  struct statfs status;
  if (fstatfs(descriptor, &status) != 0) return errno;
  *type = (uint64_t)status.f_type;
  _Static_assert(sizeof(status.f_fsid) == sizeof(uint64_t), "a file system's number has 64 bits");
  memcpy(number, &status.f_fsid, sizeof(uint64_t));
  return 0;
}
