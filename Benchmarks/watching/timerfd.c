// libfaketime 0.9.10 moves the deadlines of all absolute timers by the faked distance, also of timers on monotonic
// clocks, which no clock that is set moves. Loaded before it, this hands timers to the kernel as they are.
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

int timerfd_settime(int fd, int flags, const struct itimerspec *value, struct itimerspec *old) {
  return syscall(SYS_timerfd_settime, fd, flags, value, old);
}
