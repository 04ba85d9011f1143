internal import FreshetKernels

/// The kernels that this processor runs fastest.
typealias SimilarityKernels = freshet_similarity_kernels

extension SimilarityKernels {
  static let fastest = freshet_similarity_variant(0).pointee
}
