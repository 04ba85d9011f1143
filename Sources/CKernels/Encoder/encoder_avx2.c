#if defined(__x86_64__)
#define LANES 8
#define TARGET __attribute__((target("avx2,fma")))
#define VARIANT freshet_encoder_avx2
#define VARIANT_NAME "avx2"
#include "encoder_vector.h"
#endif
