#ifndef FRESHET_ENCODER_KERNELS_H
#define FRESHET_ENCODER_KERNELS_H

#include <stddef.h>

/// The kernels between the matrix products of a BERT encoder (Vaswani et al., NeurIPS 2017; Devlin et al.,
/// NAACL 2019).
///
/// Matrices are row-major float32 without gaps. No pointer may alias another, unless said so. `columns` is a
/// multiple of 16, and the head dimension is 32. u = 2⁻²⁴. Every variant computes the rows of a matrix alike, so
/// a text's result doesn't depend on its neighbours in a batch.
struct __attribute__((swift_attr("@Sendable"))) freshet_encoder_kernels {
  /// "portable", "avx2", "avx512" or "neon".
  const char *_Nonnull name;

  /// x[r][c] ← gelu(x[r][c] + bias[c]),   gelu(v) = v · (1 + erf(v/√2)) / 2
  /// x: rows × columns, in place;  bias: columns
  /// |fast − exact| ≤ 4e-7 · max(1, |v|): erf by Abramowitz and Stegun 7.1.26, whose error is 1.5e-7.
  void (*_Nonnull bias_gelu)(float *_Nonnull x, const float *_Nonnull bias, size_t rows, size_t columns);

  /// s = y[r] + bias + residual[r];   y[r][c] ← (s[c] − mean s) / √(var s + epsilon) · gain[c] + shift[c]
  /// y, residual: rows × columns, y in place;  bias, gain, shift: columns.  (Ba et al., "Layer Normalization", 2016)
  /// |fast − exact| ≤ columns · u · max|s| / √(var s) · |gain[c]|, the mean being a sum of `columns` terms.
  void (*_Nonnull bias_residual_norm)(
      float *_Nonnull y, const float *_Nonnull bias, const float *_Nonnull residual, const float *_Nonnull gain,
      const float *_Nonnull shift, size_t rows, size_t columns, float epsilon);

  /// Attention of one text, all heads: for each head h, with Q, K, V its 32 columns of each part of qkv + bias,
  ///   out[·][32h ..< 32h + 32] = softmax(Q Kᵀ / √32) V
  /// qkv: tokens × 3·32·heads, a row being q | k | v;  bias: 3·32·heads;  out: tokens × 32·heads;
  /// scratch: freshet_attention_scratch(tokens) floats.
  /// |fast − exact| ≤ 1e-5 · max|V| for scores within ±20: a score's error, 34·u·Σ|q·k|, is that of its exponential.
  void (*_Nonnull attention)(
      const float *_Nonnull qkv, const float *_Nonnull bias, float *_Nonnull out, size_t tokens, size_t heads,
      float *_Nonnull scratch);

  /// mean[c] = Σ_r x[r][c] / rows
  /// x: rows × columns, rows > 0;  mean: columns;  |fast − exact| ≤ rows · u · mean|x|
  void (*_Nonnull mean_rows)(const float *_Nonnull x, float *_Nonnull mean, size_t rows, size_t columns);
};

/// How many floats of scratch `attention` needs for a text of `tokens` tokens.
size_t freshet_attention_scratch(size_t tokens);

/// The variants that this machine can run, fastest first; the last is the portable one, which is the reference
/// for the others.
size_t freshet_encoder_variant_count(void);
const struct freshet_encoder_kernels *_Nonnull freshet_encoder_variant(size_t index);

#endif
