#ifndef FRESHET_STATUS_H
#define FRESHET_STATUS_H

#include <stdint.h>

/// What statx(2) reports about a file or folder.
struct freshet_status {
  uint32_t mode;
  uint64_t links;
  uint64_t device;
  uint64_t inode;
  int64_t size;
  int64_t modified_seconds, modified_nanoseconds;
  int64_t changed_seconds, changed_nanoseconds;
  /// Birth time in ns since 1970; INT64_MIN if the file system records none.
  int64_t born;
  /// 1 if this is the root of a mount, 0 if not, -1 if the kernel doesn't say (before Linux 5.8).
  int32_t is_mount_root;
};

/// Reports on the entry `name` in an open folder, without following a link. With the name "", reports on the open file
/// itself.
///
/// Returns 0, or the error's number.
int freshet_look(int folder, const char *name, struct freshet_status *result);

/// Reports the type and the own number of the file system that holds an open file. The number is 0 if it has none.
///
/// Returns 0, or the error's number.
int freshet_file_system(int descriptor, uint64_t *type, uint64_t *number);

#endif
