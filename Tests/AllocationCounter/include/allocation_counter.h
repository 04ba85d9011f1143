#ifndef FRESHET_ALLOCATION_COUNTER_H
#define FRESHET_ALLOCATION_COUNTER_H

#include <stdint.h>

/// How often this thread has called malloc, aligned_alloc, posix_memalign or realloc since it began; -1 where a sanitizer has
/// its own allocator, which isn't counted.
int64_t freshet_allocations_of_thread(void);

#endif
