#include <math.h>
#include <string.h>

#include "similarity_shape.h"

#define MOST_VARIANTS 3

static const struct freshet_similarity_kernels *variants[MOST_VARIANTS];
static size_t variant_count;

// Before main, so that no caller meets a table half filled.
__attribute__((constructor)) static void choose_variants(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni"))
    variants[variant_count++] = &freshet_similarity_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    variants[variant_count++] = &freshet_similarity_avx2;
#elif defined(__aarch64__)
  variants[variant_count++] = &freshet_similarity_neon;
#endif
  variants[variant_count++] = &freshet_similarity_portable;
}

size_t freshet_similarity_variant_count(void) { return variant_count; }

const struct freshet_similarity_kernels *freshet_similarity_variant(size_t index) { return variants[index]; }

size_t freshet_rotation_rounds(size_t D) { return transform_length(D) == D ? 2 : 4; }

// Rounds to the nearest integer, ties to even, where |x| < 2²²: written so that it becomes vector instructions.
static inline float rounded(float x) { return (x + 0x1.8p23f) - 0x1.8p23f; }

float freshet_quantize_query(const float *y, size_t D, int8_t *codes, float *rest) {
#pragma clang fp reassociate(on)
  float most = 0, squares = 0;
  for (size_t j = 0; j < D; j++) most = fabsf(y[j]) > most ? fabsf(y[j]) : most;
  float scale = most > 0 ? most / 127 : 1, inverse = 1 / scale;
  for (size_t j = 0; j < D; j++) {
    float code = rounded(y[j] * inverse);
    code = code > 127 ? 127 : code > -127 ? code : -127;  // 0 · ∞ of denormals is no number, and becomes -127
    codes[j] = (int8_t)code;
    float difference = y[j] - code * scale;
    squares += difference * difference;
  }
  // The differences are off by u (|y| + |scale · code|), the sum by γ of D terms; the last term is for squares that
  // vanish, each of a difference below 2⁻⁶³.
  *rest = sqrtf(squares) * (1 + (float)(D + 16) * 0x1p-23f) + 127 * scale * sqrtf((float)D) * 0x1p-22f + 0x1p-50f;
  return scale;
}

static const float signs_of_four[4][16] = {
    {-1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1},
    {-1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1},
    {-1, -1, -1, -1, 1, 1, 1, 1, -1, -1, -1, -1, 1, 1, 1, 1},
    {-1, -1, -1, -1, -1, -1, -1, -1, 1, 1, 1, 1, 1, 1, 1, 1}};

void freshet_tabulate_signs(const float *y, size_t D, uint8_t *sums, struct freshet_sign_query *query) {
  float widest = 0, least = 0;
  for (size_t j = 0; j < D; j += 4) {
    float half = fabsf(y[j]) + fabsf(y[j + 1]) + fabsf(y[j + 2]) + fabsf(y[j + 3]);
    widest = 2 * half > widest ? 2 * half : widest;
    least -= half;
  }
  float inverse = widest > 0 ? 31 / widest : 0;
  for (size_t j = 0; j < D; j += 4) {
    float half = fabsf(y[j]) + fabsf(y[j + 1]) + fabsf(y[j + 2]) + fabsf(y[j + 3]);
    for (size_t n = 0; n < 16; n++) {
      float sum = y[j] * signs_of_four[0][n] + y[j + 1] * signs_of_four[1][n] + y[j + 2] * signs_of_four[2][n] +
                  y[j + 3] * signs_of_four[3][n];
      float step = (sum + half) * inverse + 0.5f;
      sums[4 * j + n] = (uint8_t)(int)(step < 31 ? step : 31);
    }
  }
  *query = (struct freshet_sign_query){sums, widest / 31, least};
}

void freshet_move_signs(const uint8_t *source, size_t from, size_t D, uint8_t *target, size_t to) {
  int right = from < 16 ? 0 : 4, left = to < 16 ? 0 : 4;
  for (size_t g = 0; g < D / 4; g++) {
    int signs = source[16 * g + from % 16] >> right & 15;
    uint8_t *byte = target + 16 * g + to % 16;
    *byte = (uint8_t)((*byte & ~(15 << left)) | signs << left);
  }
  sign_factors(target, D)[to] = sign_factors(source, D)[from];
}

void freshet_clear_nibbles(uint8_t *block, size_t lane, size_t D) {
  for (size_t g = 0; g < D / 8; g++) memset(block + 64 * g + 4 * lane, 0, 4);
  nibble_scales(block, D)[lane] = 0;
  nibble_spreads(block, D)[lane] = -INFINITY;
}

void freshet_bin_distances(
    const float *scores, const float *alphas, const float *inverses, size_t count, float threshold, float first,
    float perUnit, uint8_t *bins) {
  for (size_t i = 0; i < count; i++) {
    float place = ((threshold - alphas[i] * scores[i]) * inverses[i] - first) * perUnit + 0.5f;
    place = place > 0 ? place : 0;
    place = place < FRESHET_BINS - 1 ? place : FRESHET_BINS - 1;
    bins[i] = (uint8_t)(int32_t)place;
  }
}

void freshet_sum_bins(const uint8_t *bins, const float *weights, size_t count, float *sums, uint32_t *sizes) {
  float more[256] = {0};
  uint32_t others[256] = {0};
  memset(sums, 0, 256 * sizeof *sums);
  memset(sizes, 0, 256 * sizeof *sizes);
  size_t i = 0;
  // Two tables: neighbouring cells are often of one bin, and would wait for each other's sum.
  for (; i + 2 <= count; i += 2) {
    sums[bins[i]] += weights[i], sizes[bins[i]]++;
    more[bins[i + 1]] += weights[i + 1], others[bins[i + 1]]++;
  }
  for (; i < count; i++) sums[bins[i]] += weights[i], sizes[bins[i]]++;
  for (size_t b = 0; b < 256; b++) sums[b] += more[b], sizes[b] += others[b];
}

void freshet_order_bins(const uint8_t *bins, size_t count, uint8_t cut, uint32_t *starts, uint32_t *order) {
  for (size_t first = 0; first < count; first += 16) {
    size_t end = first + 16 < count ? first + 16 : count;
    uint8_t least = 255;
    for (size_t i = first; i < end; i++) least = bins[i] < least ? bins[i] : least;
    if (least >= cut) continue;
    for (size_t i = first; i < end; i++)
      if (bins[i] < cut) order[starts[bins[i]]++] = (uint32_t)i;
  }
}

uint64_t freshet_checksum(const uint8_t *bytes, size_t count) {
  enum { LANES = 8 };
  uint64_t lanes[LANES], sum = count;
  for (int i = 0; i < LANES; i++) lanes[i] = 0x9e3779b97f4a7c15u * (uint64_t)(i + 1);
  for (; count > 0; bytes += 64) {
    uint64_t words[LANES] = {0};
    size_t taken = count < 64 ? count : 64;
    memcpy(words, bytes, taken);
    count -= taken;
    for (int i = 0; i < LANES; i++) lanes[i] = (lanes[i] ^ words[i]) * 0xff51afd7ed558ccdu;
  }
  for (int i = 0; i < LANES; i++) {
    sum = (sum ^ lanes[i] ^ lanes[i] >> 29) * 0xc4ceb9fe1a85ec53u;
    sum ^= sum >> 32;
  }
  return sum;
}
