/*
 * A disk that has a fault, or a clock that jumps: loaded before libc (LD_PRELOAD) into a process under test.
 *
 * FAULTY_DISK: OPERATION ERRNO PART FROM COUNT
 *   OPERATION  read, write, sync, open (to read), alter (open to write, make, rename, remove), any, clock
 *   ERRNO      what the call fails with; 0 makes it slow instead, less than 0 makes it hang for so many milliseconds;
 *              for the clock, seconds that it jumps by
 *   PART       of the path; calls about other files are left alone
 *   FROM       the first such call that is met, from 1
 *   COUNT      how many are
 * FAULTY_DISK_TOLD: a file that is written when the first call is met.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define SLOW_MICROSECONDS 30000
#define REAL(name) ((__typeof__(&name))real(#name))

static struct {
  char operation[16];
  int number;
  char part[256];
  long from, count;
} rule;
static long calls;
static int told;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
  const char *text = getenv("FAULTY_DISK");
  if (text == NULL ||
      sscanf(text, "%15s %d %255s %ld %ld", rule.operation, &rule.number, rule.part, &rule.from, &rule.count) != 5) {
    rule.operation[0] = 0;
  }
}

static void tell(void) {
  const char *path = getenv("FAULTY_DISK_TOLD");
  if (path != NULL && !__atomic_exchange_n(&told, 1, __ATOMIC_SEQ_CST)) {
    int fd = REAL(open)(path, O_CREAT | O_WRONLY, 0600);
    if (fd >= 0) close(fd);
  }
}

static int counted(void) {
  long call = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
  return call >= rule.from && call - rule.from < rule.count;
}

/* True if a call is to fail; errno is set then. */
static int met(const char *operation, const char *path) {
  if (strcmp(rule.operation, operation) != 0 && strcmp(rule.operation, "any") != 0) return 0;
  if (strcmp(rule.operation, "clock") == 0 || strstr(path, rule.part) == NULL || !counted()) return 0;
  tell();
  if (rule.number <= 0) {
    for (long left = rule.number == 0 ? SLOW_MICROSECONDS : -1000L * rule.number; left > 0; left -= SLOW_MICROSECONDS) {
      usleep(SLOW_MICROSECONDS);
    }
    return 0;
  }
  errno = rule.number;
  return 1;
}

static int met_at(const char *operation, int fd) {
  char link[40], path[4096];
  if (rule.operation[0] == 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return met(operation, path);
}

ssize_t read(int fd, void *to, size_t n) { return met_at("read", fd) ? -1 : REAL(read)(fd, to, n); }
ssize_t readv(int fd, const struct iovec *to, int n) { return met_at("read", fd) ? -1 : REAL(readv)(fd, to, n); }
ssize_t pread(int fd, void *to, size_t n, off_t at) { return met_at("read", fd) ? -1 : REAL(pread)(fd, to, n, at); }
ssize_t pread64(int fd, void *to, size_t n, off64_t at) {
  return met_at("read", fd) ? -1 : REAL(pread64)(fd, to, n, at);
}
ssize_t write(int fd, const void *from, size_t n) { return met_at("write", fd) ? -1 : REAL(write)(fd, from, n); }
ssize_t writev(int fd, const struct iovec *from, int n) { return met_at("write", fd) ? -1 : REAL(writev)(fd, from, n); }
ssize_t pwrite(int fd, const void *from, size_t n, off_t at) {
  return met_at("write", fd) ? -1 : REAL(pwrite)(fd, from, n, at);
}
ssize_t pwrite64(int fd, const void *from, size_t n, off64_t at) {
  return met_at("write", fd) ? -1 : REAL(pwrite64)(fd, from, n, at);
}
int fsync(int fd) { return met_at("sync", fd) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return met_at("sync", fd) ? -1 : REAL(fdatasync)(fd); }
int mkdir(const char *path, mode_t mode) { return met("alter", path) ? -1 : REAL(mkdir)(path, mode); }
int rename(const char *from, const char *to) { return met("alter", to) ? -1 : REAL(rename)(from, to); }
int unlink(const char *path) { return met("alter", path) ? -1 : REAL(unlink)(path); }
int rmdir(const char *path) { return met("alter", path) ? -1 : REAL(rmdir)(path); }
int link(const char *from, const char *to) { return met("alter", to) ? -1 : REAL(link)(from, to); }

static int opening(const char *path, int flags) {
  return met((flags & (O_CREAT | O_WRONLY | O_RDWR)) != 0 ? "alter" : "open", path);
}

#define MODE(flags)                      \
  mode_t mode = 0;                       \
  if ((flags) & (O_CREAT | O_TMPFILE)) { \
    va_list all;                         \
    va_start(all, flags);                \
    mode = va_arg(all, mode_t);          \
    va_end(all);                         \
  }

int open(const char *path, int flags, ...) {
  MODE(flags)
  return opening(path, flags) ? -1 : REAL(open)(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  MODE(flags)
  return opening(path, flags) ? -1 : REAL(open64)(path, flags, mode);
}
int openat(int at, const char *path, int flags, ...) {
  MODE(flags)
  return opening(path, flags) ? -1 : REAL(openat)(at, path, flags, mode);
}
int openat64(int at, const char *path, int flags, ...) {
  MODE(flags)
  return opening(path, flags) ? -1 : REAL(openat64)(at, path, flags, mode);
}

static long jump(void) {
  if (strcmp(rule.operation, "clock") != 0 || !counted()) return 0;
  tell();
  return rule.number;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = REAL(clock_gettime)(clock, now);
  if (clock == CLOCK_REALTIME) now->tv_sec += jump();
  return result;
}
int gettimeofday(struct timeval *now, void *zone) {
  int result = REAL(gettimeofday)(now, zone);
  now->tv_sec += jump();
  return result;
}
