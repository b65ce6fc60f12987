/*
 * NVIDIA's management library of a machine with three GPUs, which isn't there: what io.reflux.engine.Nvml asks of it, by
 * the declarations of nvml.h.
 *
 *   -DNO_DRIVER    nvmlInit_v2 fails as without a driver
 *   -DNO_RATES     nvmlDeviceGetUtilizationRates fails as on a part of a GPU
 *   -DNO_MEMORY    there is no nvmlDeviceGetMemoryInfo
 */
#include <stdio.h>
#include <string.h>

enum { SUCCESS = 0, INVALID_ARGUMENT = 2, NOT_SUPPORTED = 3, NOT_FOUND = 6, DRIVER_NOT_LOADED = 9 };

typedef struct {
  const char *name, *uuid;
  unsigned long long total, used;
  unsigned int busy;
} gpu;

static gpu all[] = {
    {"NVIDIA A", "GPU-aaaaaaaa-0000-0000-0000-000000000001", 1ULL << 36, 1ULL << 30, 25},
    {"NVIDIA B", "GPU-aaaaaaaa-0000-0000-0000-000000000002", 2ULL << 36, 2ULL << 30, 50},
    {"NVIDIA C", "GPU-cccccccc-0000-0000-0000-000000000003", 3ULL << 36, 3ULL << 30, 100},
};
static int users;

/** How many have begun and not ended; for tests. */
int fake_users(void) { return users; }

int nvmlInit_v2(void) {
#ifdef NO_DRIVER
  return DRIVER_NOT_LOADED;
#else
  users++;
  return SUCCESS;
#endif
}

int nvmlShutdown(void) {
  users--;
  return SUCCESS;
}

int nvmlDeviceGetCount_v2(unsigned int *count) {
  *count = 3;
  return SUCCESS;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned int index, void **device) {
  if (index >= 3) return INVALID_ARGUMENT;
  *device = &all[index];
  return SUCCESS;
}

int nvmlDeviceGetHandleByUUID(const char *uuid, void **device) {
  for (int i = 0; i < 3; i++)
    if (!strcmp(uuid, all[i].uuid)) return nvmlDeviceGetHandleByIndex_v2(i, device);
  return NOT_FOUND;
}

static int text(const char *value, char *into, unsigned int length) {
  snprintf(into, length, "%s", value);
  return SUCCESS;
}

int nvmlDeviceGetUUID(void *device, char *uuid, unsigned int length) { return text(((gpu *)device)->uuid, uuid, length); }

int nvmlDeviceGetName(void *device, char *name, unsigned int length) { return text(((gpu *)device)->name, name, length); }

#ifndef NO_MEMORY
int nvmlDeviceGetMemoryInfo(void *device, unsigned long long *memory) {
  gpu *asked = device;
  memory[0] = asked->total;
  memory[1] = asked->total - asked->used;
  memory[2] = asked->used;
  return SUCCESS;
}
#endif

int nvmlDeviceGetUtilizationRates(void *device, unsigned int *rates) {
#ifdef NO_RATES
  return NOT_SUPPORTED;
#else
  rates[0] = ((gpu *)device)->busy;
  rates[1] = 1;
  return SUCCESS;
#endif
}
