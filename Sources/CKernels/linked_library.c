#define _GNU_SOURCE  // dladdr

#include "linked_library.h"

#include <dlfcn.h>

const char *freshet_library_holding(const void *symbol) {
  Dl_info place;
  return dladdr(symbol, &place) ? place.dli_fname : 0;
}
