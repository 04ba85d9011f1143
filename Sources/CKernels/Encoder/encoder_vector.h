// The encoder's kernels over vectors of LANES floats, for whoever includes this to choose the instructions:
//   LANES    4, 8 or 16
//   TARGET   the function attribute that allows the instructions
//   VARIANT  the table's symbol;  VARIANT_NAME  its name
// One text for all processors, in Clang's vector extension: the formulas can't drift apart between variants.
#include <math.h>
#include <string.h>

#include "encoder_shape.h"
#include "../vector_lanes.h"

// exp(x) for x ≤ 0, relative error 2u; below −87.3 it stays at exp(−87.3) ≈ 1.2e-38, so −∞ is allowed.
// x = n·ln 2 + r, the polynomial in r being that of Cephes' expf (Moshier 1992), 2ⁿ by its exponent bits.
INLINE vector exp_of_negative(vector x) {
  x = __builtin_elementwise_max(x, all(-87.3f));
  vector n = __builtin_elementwise_roundeven(x * all(1.44269504089f));
  vector r = fused(n, all(-0.693359375f), x);
  r = fused(n, all(2.12194440e-4f), r);
  vector p = all(1.9875691500e-4f);
  p = fused(p, r, all(1.3981999507e-3f));
  p = fused(p, r, all(8.3334519073e-3f));
  p = fused(p, r, all(4.1665795894e-2f));
  p = fused(p, r, all(1.6666665459e-1f));
  p = fused(p, r, all(5.0000001201e-1f));
  p = fused(r * r, p, r + all(1));
  integers exponent = (__builtin_convertvector(n, integers) + 127) << 23;
  return p * (vector)exponent;
}

// erfc(x) for x ≥ 0: Abramowitz and Stegun 7.1.26.
INLINE vector erfc_of_positive(vector x) {
  vector t = all(1) / fused(x, all(0.3275911f), all(1));
  vector p = all(1.061405429f);
  p = fused(p, t, all(-1.453152027f));
  p = fused(p, t, all(1.421413741f));
  p = fused(p, t, all(-0.284496736f));
  p = fused(p, t, all(0.254829592f));
  return p * t * exp_of_negative(-(x * x));
}

// gelu(v) = max(v, 0) − |v|/2 · erfc(|v|/√2), for both signs.
INLINE vector gelu(vector v) {
  vector size = __builtin_elementwise_abs(v);
  vector complement = erfc_of_positive(size * all(0.70710678118654752f));
  return fused(size * all(-0.5f), complement, __builtin_elementwise_max(v, all(0)));
}

TARGET static void bias_gelu(float *x, const float *bias, size_t rows, size_t columns) {
  for (size_t r = 0; r < rows; r++, x += columns)
    for (size_t c = 0; c < columns; c += LANES) store(x + c, gelu(load(x + c) + load(bias + c)));
}

INLINE void normalize(
    float *s, float mean, const float *gain, const float *shift, size_t columns, float epsilon) {
  vector squares = all(0);
  for (size_t c = 0; c < columns; c += LANES) {
    vector d = load(s + c) - all(mean);
    squares = fused(d, d, squares);
  }
  vector scale = all(1 / sqrtf(sum_of(squares) / (float)columns + epsilon));
  for (size_t c = 0; c < columns; c += LANES)
    store(s + c, fused((load(s + c) - all(mean)) * scale, load(gain + c), load(shift + c)));
}

TARGET static void bias_residual_norm(
    float *y, const float *bias, const float *residual, const float *gain, const float *shift, size_t rows,
    size_t columns, float epsilon) {
  for (size_t r = 0; r < rows; r++, y += columns, residual += columns) {
    vector sum = all(0);
    for (size_t c = 0; c < columns; c += LANES) {
      vector s = load(y + c) + (load(bias + c) + load(residual + c));
      store(y + c, s);
      sum += s;
    }
    normalize(y, sum_of(sum) / (float)columns, gain, shift, columns, epsilon);
  }
}

// One head of one text. The keys are transposed, so that a vector of scores grows by fused multiply-adds alone.
struct head {
  size_t tokens, padded;
  float *keys;     // HEAD × padded, with bias
  float *values;   // tokens × HEAD; their bias is added to the result, since probabilities add up to 1
  float *queries;  // QUERY_ROWS × HEAD, with bias, divided by √HEAD
  float *scores;   // QUERY_ROWS × padded
};

INLINE struct head head_in(float *scratch, size_t tokens) {
  size_t padded = padded_keys(tokens);
  float *values = scratch + HEAD * padded, *queries = values + HEAD * padded;
  return (struct head){tokens, padded, scratch, values, queries, queries + QUERY_ROWS * HEAD};
}

INLINE void pack_keys_and_values(
    struct head head, const float *k, const float *v, const float *k_bias, size_t stride) {
  for (size_t j = 0; j < head.tokens; j++, k += stride, v += stride) {
    for (size_t d = 0; d < HEAD; d++) head.keys[d * head.padded + j] = k[d] + k_bias[d];
    memcpy(head.values + j * HEAD, v, HEAD * sizeof(float));
  }
  for (size_t d = 0; d < HEAD; d++)
    for (size_t j = head.tokens; j < head.padded; j++) head.keys[d * head.padded + j] = 0;
}

INLINE void pack_queries(struct head head, const float *q, const float *bias, size_t stride, size_t rows) {
  for (size_t i = 0; i < QUERY_ROWS; i++) {
    const float *row = q + (i < rows ? i : 0) * stride;  // rows past the end are computed and not stored
    for (size_t d = 0; d < HEAD; d++) head.queries[i * HEAD + d] = (row[d] + bias[d]) * one_over_sqrt_head;
  }
}

INLINE void score(struct head head) {
  for (size_t j = 0; j < head.padded; j += LANES) {
    vector sums[QUERY_ROWS] = {};
    for (size_t d = 0; d < HEAD; d++) {
      vector key = load(head.keys + d * head.padded + j);
      for (size_t i = 0; i < QUERY_ROWS; i++) sums[i] = fused(all(head.queries[i * HEAD + d]), key, sums[i]);
    }
    for (size_t i = 0; i < QUERY_ROWS; i++) store(head.scores + i * head.padded + j, sums[i]);
  }
  for (size_t i = 0; i < QUERY_ROWS; i++)
    for (size_t j = head.tokens; j < head.padded; j++) head.scores[i * head.padded + j] = -INFINITY;
}

// Leaves exp(score − greatest) and returns one over their sum. (Safe softmax: no exponential exceeds 1.)
INLINE float exponentiate(float *scores, size_t padded) {
  vector greatest = load(scores), sum = all(0);
  for (size_t j = LANES; j < padded; j += LANES) greatest = __builtin_elementwise_max(greatest, load(scores + j));
  vector shift = all(greatest_of(greatest));
  for (size_t j = 0; j < padded; j += LANES) {
    vector e = exp_of_negative(load(scores + j) - shift);
    store(scores + j, e);
    sum += e;
  }
  return 1 / sum_of(sum);
}

INLINE void mix_values(
    struct head head, const float *scales, const float *bias, float *out, size_t width, size_t rows) {
  for (size_t d = 0; d < HEAD; d += LANES) {
    vector sums[QUERY_ROWS] = {};
    for (size_t j = 0; j < head.tokens; j++) {
      vector value = load(head.values + j * HEAD + d);
      for (size_t i = 0; i < QUERY_ROWS; i++)
        sums[i] = fused(all(head.scores[i * head.padded + j]), value, sums[i]);
    }
    for (size_t i = 0; i < rows; i++) store(out + i * width + d, fused(sums[i], all(scales[i]), load(bias + d)));
  }
}

TARGET static void attention(
    const float *qkv, const float *bias, float *out, size_t tokens, size_t heads, float *scratch) {
  size_t width = HEAD * heads, stride = 3 * width;
  struct head head = head_in(scratch, tokens);
  for (size_t h = 0; h < heads; h++, qkv += HEAD, bias += HEAD, out += HEAD) {
    pack_keys_and_values(head, qkv + width, qkv + 2 * width, bias + width, stride);
    for (size_t first = 0; first < tokens; first += QUERY_ROWS) {
      size_t rows = tokens - first < QUERY_ROWS ? tokens - first : QUERY_ROWS;
      pack_queries(head, qkv + first * stride, bias, stride, rows);
      score(head);
      float scales[QUERY_ROWS];
      for (size_t i = 0; i < QUERY_ROWS; i++)
        scales[i] = exponentiate(head.scores + i * head.padded, head.padded);
      mix_values(head, scales, bias + 2 * width, out + first * width, width, rows);
    }
  }
}

TARGET static void mean_rows(const float *x, float *mean, size_t rows, size_t columns) {
  for (size_t c = 0; c < columns; c += LANES) {
    vector sum = all(0);
    for (size_t r = 0; r < rows; r++) sum += load(x + r * columns + c);
    store(mean + c, sum / all((float)rows));
  }
}

const struct freshet_encoder_kernels VARIANT = {
    VARIANT_NAME, bias_gelu, bias_residual_norm, attention, mean_rows};
