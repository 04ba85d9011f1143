#if defined(__x86_64__)
#define LANES 16
#define TARGET __attribute__((target("avx512f,fma")))
#define VARIANT freshet_encoder_avx512
#define VARIANT_NAME "avx512"
#include "encoder_vector.h"
#endif
