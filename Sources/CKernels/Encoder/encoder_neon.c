// Every AArch64 has these instructions. Cross-compiled, never run: no such machine was at hand.
#if defined(__aarch64__)
#define LANES 4
#define TARGET
#define VARIANT freshet_encoder_neon
#define VARIANT_NAME "neon"
#include "encoder_vector.h"
#endif
