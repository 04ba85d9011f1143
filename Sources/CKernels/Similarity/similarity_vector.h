// The float32 kernels over vectors of LANES floats, for whoever includes this to choose the instructions:
//   LANES    4, 8 or 16
//   TARGET   the function attribute that allows the instructions
// One text for all processors, in Clang's vector extension, as encoder_vector.h is.
#include <math.h>
#include <string.h>

#include "similarity_shape.h"
#include "../vector_lanes.h"

typedef double doubles __attribute__((vector_size(8 * LANES)));

// Of the sixteen vectors of a nibble block, in order.
struct block_sums {
  integers lanes[16 / LANES];
};

INLINE float score(const float *row, const float *query, size_t d) {
  vector sums[4] = {{}, {}, {}, {}};
  size_t j = 0;
  for (; j + 4 * LANES <= d; j += 4 * LANES)
    for (size_t u = 0; u < 4; u++)
      sums[u] = fused(load(row + j + u * LANES), load(query + j + u * LANES), sums[u]);
  for (; j + LANES <= d; j += LANES) sums[0] = fused(load(row + j), load(query + j), sums[0]);
  float sum = sum_of((sums[0] + sums[1]) + (sums[2] + sums[3]));
  for (; j < d; j++) sum += row[j] * query[j];
  return sum;
}

INLINE void ask_for(const float *row, size_t d) {
  for (size_t j = 0; j < d; j += 16) __builtin_prefetch(row + j);
}

TARGET static void scores_of_rows(
    const float *const *rows, size_t count, const float *query, size_t d, float *scores) {
  enum { AHEAD = 6 };
  for (size_t i = 0; i < AHEAD && i < count; i++) ask_for(rows[i], d);
  for (size_t i = 0; i < count; i++) {
    if (i + AHEAD < count) ask_for(rows[i + AHEAD], d);
    scores[i] = score(rows[i], query, d);
  }
}

TARGET static float exact_score(const float *row, const float *query, size_t d) {
  doubles sums[16 / LANES] = {};
  size_t j = 0;
  for (; j + 16 <= d; j += 16)
    for (size_t u = 0; u < 16 / LANES; u++)
      sums[u] += __builtin_convertvector(load(row + j + u * LANES), doubles) *
                 __builtin_convertvector(load(query + j + u * LANES), doubles);
  double lanes[16];
  memcpy(lanes, sums, sizeof lanes);
  for (size_t i = 0; j < d; j++, i++) lanes[i] += (double)row[j] * query[j];
  for (int width = 8; width > 0; width /= 2)
    for (int i = 0; i < width; i++) lanes[i] += lanes[i + width];
  return (float)lanes[0];
}

// One level of the Hadamard transform within a vector: lane i becomes v[i ^ h] + v[i], or v[i ^ h] − v[i] where i has bit h.
#if LANES == 16
#define EXCHANGED(v, h)                                                                                              \
  __builtin_shufflevector(                                                                                           \
      v, v, 0 ^ h, 1 ^ h, 2 ^ h, 3 ^ h, 4 ^ h, 5 ^ h, 6 ^ h, 7 ^ h, 8 ^ h, 9 ^ h, 10 ^ h, 11 ^ h, 12 ^ h, 13 ^ h, 14 ^ h, \
      15 ^ h)
#elif LANES == 8
#define EXCHANGED(v, h) \
  __builtin_shufflevector(v, v, 0 ^ h, 1 ^ h, 2 ^ h, 3 ^ h, 4 ^ h, 5 ^ h, 6 ^ h, 7 ^ h)
#else
#define EXCHANGED(v, h) __builtin_shufflevector(v, v, 0 ^ h, 1 ^ h, 2 ^ h, 3 ^ h)
#endif

INLINE vector signs_of_bit(int h) {
  vector signs;
  for (int i = 0; i < LANES; i++) signs[i] = i & h ? -1 : 1;
  return signs;
}

INLINE vector transformed(vector v) {
  v = fused(v, signs_of_bit(1), EXCHANGED(v, 1));
  v = fused(v, signs_of_bit(2), EXCHANGED(v, 2));
#if LANES >= 8
  v = fused(v, signs_of_bit(4), EXCHANGED(v, 4));
#endif
#if LANES >= 16
  v = fused(v, signs_of_bit(8), EXCHANGED(v, 8));
#endif
  return v;
}

INLINE void transform(float *x, size_t p) {
  for (size_t j = 0; j < p; j += LANES) store(x + j, transformed(load(x + j)));
  for (size_t h = LANES; h < p; h *= 2)
    for (size_t i = 0; i < p; i += 2 * h)
      for (size_t j = i; j < i + h; j += LANES) {
        vector a = load(x + j), b = load(x + j + h);
        store(x + j, a + b);
        store(x + j + h, a - b);
      }
}

TARGET static void rotate(float *x, const float *signs, size_t D) {
  size_t p = transform_length(D);
  vector scale = all(1 / sqrtf((float)p));
  for (size_t round = 0; round < freshet_rotation_rounds(D); round++, signs += D) {
    float *part = round % 2 ? x + D - p : x;
    for (size_t j = 0; j < D; j += LANES) store(x + j, load(x + j) * load(signs + j));
    for (size_t j = 0; j < p; j += LANES) store(part + j, load(part + j) * scale);
    transform(part, p);
  }
}

INLINE vector code_of(vector y, vector inverse) {
  vector down = __builtin_elementwise_floor(y * inverse);
  return __builtin_elementwise_min(__builtin_elementwise_max(down, all(-8)), all(7));
}

INLINE float squared_spread(const float *y, size_t D, float scale) {
  vector sum = {}, inverse = all(1 / scale);
  for (size_t j = 0; j < D; j += LANES) {
    vector v = load(y + j), rest = v - (code_of(v, inverse) + all(0.5f)) * all(scale);
    sum = fused(rest, rest, sum);
  }
  return sum_of(sum);
}

INLINE vector size_of(vector v) { return __builtin_elementwise_max(v, -v); }

TARGET static float encode_nibbles(const float *y, size_t D, uint8_t *block, size_t lane) {
  vector sizes = {};
  for (size_t j = 0; j < D; j += LANES) sizes = __builtin_elementwise_max(sizes, size_of(load(y + j)));
  float most = greatest_of(sizes), scale = 0, least = INFINITY;
  if (most == 0) most = 1;
  for (size_t i = 0; i < sizeof nibble_shares / sizeof *nibble_shares; i++) {
    float trial = most * nibble_shares[i] / 8, squares = squared_spread(y, D, trial);
    if (squares < least) least = squares, scale = trial;
  }
  vector inverse = all(1 / scale);
  for (size_t j = 0; j < D / 2; j += LANES) {
    integers low = __builtin_convertvector(code_of(load(y + j), inverse), integers) + 8;
    integers high = __builtin_convertvector(code_of(load(y + D / 2 + j), inverse), integers) + 8;
    integers both = low | high << 4;
    for (size_t i = 0; i < LANES; i++) block[(j + i) / 4 * 64 + lane * 4 + i % 4] = (uint8_t)both[i];
  }
  nibble_scales(block, D)[lane] = scale;
  return nibble_spreads(block, D)[lane] = spread_rounded_up(sqrtf(least), D);
}

TARGET static void encode_signs(const float *r, size_t D, uint8_t *block, size_t lane) {
  vector squares = {}, sizes = {};
  int shift = lane < 16 ? 0 : 4, others = 0xf0 >> shift;
  for (size_t j = 0; j < D; j += LANES) {
    vector v = load(r + j);
    squares = fused(v, v, squares);
    sizes += size_of(v);
    integers isPositive = v > all(0);
    for (size_t i = 0; i < LANES; i += 4) {
      int signs = (isPositive[i] & 1) | (isPositive[i + 1] & 2) | (isPositive[i + 2] & 4) | (isPositive[i + 3] & 8);
      uint8_t *byte = block + (j + i) * 4 + lane % 16;
      *byte = (uint8_t)((*byte & others) | signs << shift);
    }
  }
  float sum = sum_of(sizes);
  sign_factors(block, D)[lane] = sum > 0 ? sum_of(squares) / sum : 0;
}

enum { MOST_KEPT = FRESHET_MOST_GREATEST, MOST_GROUPS = 64 };

INLINE vector greater(vector a, vector b) { return __builtin_elementwise_max(a, b); }

// count: a multiple of 16.
INLINE float greatest_among(const float *scores, size_t count) {
  vector most = load(scores);
  for (size_t i = LANES; i < count; i += LANES) most = greater(load(scores + i), most);
  return greatest_of(most);
}

// The k-th greatest of few values: the least that fewer than k others exceed.
INLINE float value_of_rank(const float *values, size_t count, size_t k) {
  float least = values[0];
  size_t rank = 0;
  for (size_t i = 0; i < count; i++) {
    int32_t above = 0;
    for (size_t j = 0; j < count; j++) above += values[j] > values[i];
    if ((size_t)above < k && (rank == 0 || values[i] < least)) least = values[i], rank = 1;
  }
  return least;
}

// Inserts a score into the k greatest, which stand in order.
INLINE size_t inserted(float score, uint32_t place, size_t n, size_t k, float *scores, uint32_t *places) {
  if (n == k && score <= scores[n - 1]) return n;
  size_t at = n < k ? n++ : n - 1;
  for (; at > 0 && scores[at - 1] < score; at--) scores[at] = scores[at - 1], places[at] = places[at - 1];
  scores[at] = score;
  places[at] = place;
  return n;
}

// k groups whose greatest reach a bound hold k scores that do: what is below that needn't be looked at one by one.
TARGET static size_t greatest(const float *scores, size_t count, size_t k, uint32_t *places) {
  float maxima[MOST_GROUPS], kept[MOST_KEPT];
  size_t size = (count / MOST_GROUPS + 15) / 16 * 16 + (count < MOST_GROUPS ? 16 : 0), groups = count / size, n = 0;
  if (k == 0) return 0;
  for (size_t g = 0; g < groups; g++) maxima[g] = greatest_among(scores + g * size, size);
  float bound = groups >= k ? value_of_rank(maxima, groups, k) : -INFINITY;
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    if (greatest_among(scores + i, 16) < bound) continue;
    for (size_t j = i; j < i + 16; j++)
      if (scores[j] >= bound) n = inserted(scores[j], (uint32_t)j, n, k, kept, places);
  }
  for (; i < count; i++) n = inserted(scores[i], (uint32_t)i, n, k, kept, places);
  return n;
}
