// The reference: each formula as similarity_kernels.h states it, one vector at a time.
#include <math.h>

#include "similarity_shape.h"

static void scores_of_rows(const float *const *rows, size_t count, const float *query, size_t d, float *scores) {
  for (size_t i = 0; i < count; i++) {
    double sum = 0;
    for (size_t j = 0; j < d; j++) sum += (double)rows[i][j] * query[j];
    scores[i] = (float)sum;
  }
}

static float exact_score(const float *row, const float *query, size_t d) {
  double lanes[16] = {0};
  for (size_t j = 0; j < d; j++) lanes[j % 16] += (double)row[j] * query[j];
  for (int width = 8; width > 0; width /= 2)
    for (int i = 0; i < width; i++) lanes[i] += lanes[i + width];
  return (float)lanes[0];
}

static void transform(float *x, size_t p) {
  for (size_t h = 1; h < p; h *= 2)
    for (size_t i = 0; i < p; i += 2 * h)
      for (size_t j = i; j < i + h; j++) {
        float a = x[j], b = x[j + h];
        x[j] = a + b;
        x[j + h] = a - b;
      }
}

static void rotate(float *x, const float *signs, size_t D) {
  size_t p = transform_length(D);
  float scale = 1 / sqrtf((float)p);
  for (size_t round = 0; round < freshet_rotation_rounds(D); round++) {
    float *part = round % 2 ? x + D - p : x;
    for (size_t j = 0; j < D; j++) x[j] *= signs[round * D + j];
    for (size_t j = 0; j < p; j++) part[j] *= scale;
    transform(part, p);
  }
}

static float code_of(float y, float inverse) { return fminf(fmaxf(floorf(y * inverse), -8), 7); }

static float squared_spread(const float *y, size_t D, float scale) {
  float sum = 0;
  for (size_t j = 0; j < D; j++) {
    float rest = y[j] - (code_of(y[j], 1 / scale) + 0.5f) * scale;
    sum += rest * rest;
  }
  return sum;
}

static float encode_nibbles(const float *y, size_t D, uint8_t *block, size_t lane) {
  float most = 0;
  for (size_t j = 0; j < D; j++) most = fmaxf(most, fabsf(y[j]));
  if (most == 0) most = 1;
  float scale = 0, least = INFINITY;
  for (size_t i = 0; i < sizeof nibble_shares / sizeof *nibble_shares; i++) {
    float trial = most * nibble_shares[i] / 8, squares = squared_spread(y, D, trial);
    if (squares < least) least = squares, scale = trial;
  }
  for (size_t j = 0; j < D / 2; j++) {
    int low = (int)code_of(y[j], 1 / scale) + 8, high = (int)code_of(y[D / 2 + j], 1 / scale) + 8;
    block[j / 4 * 64 + lane * 4 + j % 4] = (uint8_t)(low | high << 4);
  }
  nibble_scales(block, D)[lane] = scale;
  return nibble_spreads(block, D)[lane] = spread_rounded_up(sqrtf(least), D);
}

static void encode_signs(const float *r, size_t D, uint8_t *block, size_t lane) {
  float squares = 0, sizes = 0;
  for (size_t j = 0; j < D; j++) squares += r[j] * r[j], sizes += fabsf(r[j]);
  int shift = lane < 16 ? 0 : 4;
  for (size_t g = 0; g < D / 4; g++) {
    int signs = 0;
    for (int b = 0; b < 4; b++) signs |= (r[4 * g + (size_t)b] > 0) << b;
    uint8_t *byte = block + g * 16 + lane % 16;
    *byte = (uint8_t)((*byte & ~(15 << shift)) | signs << shift);
  }
  sign_factors(block, D)[lane] = sizes > 0 ? squares / sizes : 0;
}

static int32_t nibble_sum(const uint8_t *block, size_t D, size_t lane, const int8_t *codes) {
  int32_t sum = 0;
  for (size_t j = 0; j < D / 2; j++) {
    int byte = block[j / 4 * 64 + lane * 4 + j % 4];
    sum += (byte & 15) * codes[j] + (byte >> 4) * codes[D / 2 + j];
  }
  return sum;
}

static float estimate(
    const uint8_t *block, size_t D, size_t lane, const int8_t *codes, const struct freshet_nibble_query *query) {
  float sum = (float)nibble_sum(block, D, lane, codes) - query->offset;
  return sum * (nibble_scales(block, D)[lane] * query->scale) + query->base;
}

static void estimate_nibbles(
    const uint8_t *blocks, size_t count, size_t D, const struct freshet_nibble_query *query, float *estimates) {
  for (size_t i = 0; i < 16 * count; i++)
    estimates[i] = estimate(blocks + i / 16 * freshet_nibble_block_bytes(D), D, i % 16, query->codes, query);
}

static size_t scan_with(
    const uint8_t *blocks, size_t count, size_t D, const int8_t *codes, const struct freshet_nibble_query *query,
    float threshold, struct freshet_scan_hit *hits) {
  size_t n = 0;
  for (size_t i = 0; i < 16 * count; i++) {
    const uint8_t *block = blocks + i / 16 * freshet_nibble_block_bytes(D);
    float spread = nibble_spreads(block, D)[i % 16];
    float upper = estimate(block, D, i % 16, codes, query) + (spread * query->norm + query->slack);
    if (upper >= threshold) hits[n++] = (struct freshet_scan_hit){(uint32_t)i, upper};
  }
  return n;
}

static size_t scan_nibbles(
    const uint8_t *blocks, size_t count, size_t D, const struct freshet_nibble_query *query, float threshold,
    struct freshet_scan_hit *hits) {
  return scan_with(blocks, count, D, query->codes, query, threshold, hits);
}

static void scan_nibbles_tile(
    const uint8_t *blocks, size_t count, size_t D, const int8_t *tile, const struct freshet_nibble_query *queries,
    size_t width, const float *thresholds, struct freshet_scan_hit **hits, size_t *found) {
  int8_t codes[FRESHET_WIDEST];
  for (size_t u = 0; u < width; u++) {
    for (size_t j = 0; j < D; j++) codes[j] = tile[j / 4 * (4 * FRESHET_TILE_QUERIES) + u * 4 + j % 4];
    found[u] = scan_with(blocks, count, D, codes, &queries[u], thresholds[u], hits[u]);
  }
}

static size_t scan_signs(
    const uint8_t *blocks, size_t count, size_t D, const struct freshet_sign_query *query, float base, float margin,
    float threshold, const uint8_t *next, struct freshet_scan_hit *hits) {
  (void)next;
  size_t n = 0;
  for (size_t i = 0; i < count; i++) {
    const uint8_t *block = blocks + i / 32 * freshet_sign_block_bytes(D);
    int shift = i % 32 < 16 ? 0 : 4;
    uint32_t sum = 0;
    for (size_t g = 0; g < D / 4; g++) sum += query->sums[16 * g + ((block[16 * g + i % 16] >> shift) & 15)];
    float factor = sign_factors(block, D)[i % 32], total = (float)sum * query->step + query->least;
    if (factor * (total + margin) + base > threshold)
      hits[n++] = (struct freshet_scan_hit){(uint32_t)i, factor * total + base};
  }
  return n;
}

static size_t greatest(const float *scores, size_t count, size_t k, uint32_t *places) {
  size_t n = 0;
  for (size_t i = 0; i < count && k > 0; i++) {
    if (n == k && scores[i] <= scores[places[n - 1]]) continue;
    size_t at = n < k ? n++ : n - 1;
    for (; at > 0 && scores[places[at - 1]] < scores[i]; at--) places[at] = places[at - 1];
    places[at] = (uint32_t)i;
  }
  return n;
}

const struct freshet_similarity_kernels freshet_similarity_portable = {
    "portable",       0,
    scores_of_rows,   exact_score,  rotate,            encode_nibbles, encode_signs,
    estimate_nibbles, scan_nibbles, scan_nibbles_tile, scan_signs, greatest};
