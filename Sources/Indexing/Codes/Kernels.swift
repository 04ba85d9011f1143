internal import FreshetKernels

/// The table of vectorized functions (kernels) for similarity search.
typealias SimilarityKernels = freshet_similarity_kernels

extension SimilarityKernels {
  /// The fastest variant of the kernels that this processor supports.
  static let fastest = freshet_similarity_variant(0).pointee
}
