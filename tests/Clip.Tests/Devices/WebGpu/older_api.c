// Lets the managed package, which asks for API version 31, run on an ONNX Runtime 1.30. The managed package uses one
// function that 1.30 lacks, to set a callback that nobody sets here. The older table is copied, and where the newer one
// goes on beyond it, a function stands that answers "not there" instead of whatever lies behind the table in memory.
//
//   cc -shared -fPIC -O2 -I HEADERS -Wl,-rpath,'$ORIGIN' older_api.c -o libonnxruntime-webgpu.so
//
// The library expects libonnxruntime.so.1 beside itself.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include "onnxruntime_c_api.h"

enum { OLDER = 30, POINTERS = sizeof(OrtApi) / sizeof(void*) };

static const OrtApiBase* real_base;
static union { OrtApi api; OrtStatusPtr(ORT_API_CALL* functions[POINTERS])(void); } table;

static OrtStatusPtr ORT_API_CALL not_there(void) {
  return table.api.CreateStatus(ORT_NOT_IMPLEMENTED, "not part of ONNX Runtime 1.30");
}

static const OrtApi* ORT_API_CALL get_api(uint32_t version) NO_EXCEPTION {
  const OrtApi* api = real_base->GetApi(version == OLDER + 1 ? OLDER : version);
  if (!api || version != OLDER + 1) return api;
  for (size_t i = 0; i < POINTERS; i++) table.functions[i] = not_there;
  memcpy(&table.api, api, offsetof(OrtApi, SessionOptionsSetEpContextDataReadFunc));
  return &table.api;
}

static const char* ORT_API_CALL get_version(void) NO_EXCEPTION { return real_base->GetVersionString(); }

__attribute__((visibility("default"))) const OrtApiBase* ORT_API_CALL OrtGetApiBase(void) NO_EXCEPTION {
  static const OrtApiBase base = {get_api, get_version};
  if (!real_base) {
    void* library = dlopen("libonnxruntime.so.1", RTLD_NOW | RTLD_LOCAL);
    const OrtApiBase* (*get_base)(void) = library ? (const OrtApiBase* (*)(void))dlsym(library, "OrtGetApiBase") : NULL;
    if (!get_base) {
      fprintf(stderr, "%s\n", dlerror());
      return NULL;
    }
    real_base = get_base();
  }
  return &base;
}
