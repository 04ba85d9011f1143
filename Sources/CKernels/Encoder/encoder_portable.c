// The reference: each formula as encoder_kernels.h states it, summed in double, with the C library's exp and erf.
#include <math.h>

#include "encoder_shape.h"

static void bias_gelu(float *x, const float *bias, size_t rows, size_t columns) {
  for (size_t r = 0; r < rows; r++, x += columns)
    for (size_t c = 0; c < columns; c++) {
      float v = x[c] + bias[c];
      x[c] = 0.5f * v * (1 + erff(v * 0.70710678118654752f));
    }
}

static void normalize(float *s, const float *gain, const float *shift, size_t columns, float epsilon) {
  double sum = 0, squares = 0;
  for (size_t c = 0; c < columns; c++) sum += s[c];
  double mean = sum / (double)columns;
  for (size_t c = 0; c < columns; c++) squares += (s[c] - mean) * (s[c] - mean);
  double scale = 1 / sqrt(squares / (double)columns + epsilon);
  for (size_t c = 0; c < columns; c++) s[c] = (float)((s[c] - mean) * scale) * gain[c] + shift[c];
}

static void bias_residual_norm(
    float *y, const float *bias, const float *residual, const float *gain, const float *shift, size_t rows,
    size_t columns, float epsilon) {
  for (size_t r = 0; r < rows; r++, y += columns, residual += columns) {
    for (size_t c = 0; c < columns; c++) y[c] += bias[c] + residual[c];
    normalize(y, gain, shift, columns, epsilon);
  }
}

static void softmax(float *x, size_t count) {
  float most = x[0];
  double sum = 0;
  for (size_t i = 1; i < count; i++) most = fmaxf(most, x[i]);
  for (size_t i = 0; i < count; i++) sum += x[i] = expf(x[i] - most);
  for (size_t i = 0; i < count; i++) x[i] = (float)(x[i] / sum);
}

static float biased_dot(const float *q, const float *q_bias, const float *k, const float *k_bias) {
  double sum = 0;
  for (size_t d = 0; d < HEAD; d++) sum += (double)(q[d] + q_bias[d]) * (k[d] + k_bias[d]);
  return (float)sum;
}

static void attention(
    const float *qkv, const float *bias, float *out, size_t tokens, size_t heads, float *scores) {
  size_t width = HEAD * heads, stride = 3 * width;
  for (size_t i = 0; i < tokens; i++)
    for (size_t h = 0; h < heads; h++) {
      const float *q = qkv + i * stride + HEAD * h, *b = bias + HEAD * h;
      for (size_t j = 0; j < tokens; j++) {
        const float *k = qkv + j * stride + width + HEAD * h;
        scores[j] = biased_dot(q, b, k, b + width) * one_over_sqrt_head;
      }
      softmax(scores, tokens);
      for (size_t d = 0; d < HEAD; d++) {
        const float *v = qkv + 2 * width + HEAD * h + d;
        double sum = 0;
        for (size_t j = 0; j < tokens; j++) sum += (double)scores[j] * (v[j * stride] + b[2 * width + d]);
        out[i * width + HEAD * h + d] = (float)sum;
      }
    }
}

static void mean_rows(const float *x, float *mean, size_t rows, size_t columns) {
  for (size_t c = 0; c < columns; c++) {
    double sum = 0;
    for (size_t r = 0; r < rows; r++) sum += x[r * columns + c];
    mean[c] = (float)(sum / (double)rows);
  }
}

const struct freshet_encoder_kernels freshet_encoder_portable = {
    "portable", bias_gelu, bias_residual_norm, attention, mean_rows};
