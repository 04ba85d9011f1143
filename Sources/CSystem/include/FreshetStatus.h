#ifndef FRESHET_STATUS_H
#define FRESHET_STATUS_H

#include <stdint.h>

/// What statx(2) says of a file or folder.
struct freshet_status {
  uint32_t mode;
  uint64_t links;
  uint64_t device;
  uint64_t inode;
  int64_t size;
  int64_t modified_seconds, modified_nanoseconds;
  int64_t changed_seconds, changed_nanoseconds;
  /// ns since 1970; INT64_MIN where the file system keeps none.
  int64_t born;
  /// 1: something is mounted here, 0: nothing is, -1: the kernel doesn't say (before Linux 5.8).
  int32_t is_mount_root;
};

/// Of the entry `name` in an open folder, no link followed; with the name "" of what is open itself.
///
/// Returns 0, or the error's number.
int freshet_look(int folder, const char *name, struct freshet_status *result);

/// What statfs(2) says of the file system of what is open: its type, and its own number, 0 where it has none.
///
/// Returns 0, or the error's number.
int freshet_file_system(int descriptor, uint64_t *type, uint64_t *number);

#endif
