// Vectors of LANES floats in Clang's vector extension, for whoever includes this to choose the instructions:
//   LANES    4, 8 or 16
//   TARGET   the function attribute that allows the instructions
// Not guarded: each variant has its own.
#include <stdint.h>

typedef float vector __attribute__((vector_size(4 * LANES)));
typedef int32_t integers __attribute__((vector_size(4 * LANES)));
typedef float unaligned __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

#define INLINE TARGET static inline __attribute__((always_inline))

INLINE vector load(const float *from) { return *(const unaligned *)from; }
INLINE void store(float *to, vector v) { *(unaligned *)to = v; }
INLINE vector all(float x) { return x - (vector){}; }
INLINE vector fused(vector a, vector b, vector c) { return __builtin_elementwise_fma(a, b, c); }

INLINE float sum_of(vector v) {
  float lanes[LANES];
  store(lanes, v);
  for (int width = LANES / 2; width > 0; width /= 2)
    for (int i = 0; i < width; i++) lanes[i] += lanes[i + width];
  return lanes[0];
}

INLINE float greatest_of(vector v) {
  float lanes[LANES];
  store(lanes, v);
  for (int width = LANES / 2; width > 0; width /= 2)
    for (int i = 0; i < width; i++) lanes[i] = lanes[i] > lanes[i + width] ? lanes[i] : lanes[i + width];
  return lanes[0];
}
