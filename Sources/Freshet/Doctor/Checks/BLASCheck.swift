internal import FreshetEmbedding
internal import FreshetLinearAlgebra

/// Checks the loaded BLAS library: whether it computes right, and whether it is one of the quick ones.
enum BLASCheck {
  static let name = "blas"

  static func findings(in patient: Patient) -> [HealthFinding] {
    [
      judge(
        provider: BLAS.provider, isRight: BLAS.isReliable && BLAS.staysWithinItsBound(),
        isNeeded: patient.space == nil || patient.space == MiniLM.space)
    ]
  }

  /// - Parameter isNeeded: whether an embedder multiplies with the library; the index doesn't use it.
  static func judge(provider: String, isRight: Bool, isNeeded: Bool) -> HealthFinding {
    if !isRight {
      return HealthFinding(
        isNeeded ? .problem : .warning, name, "\(provider) gives wrong products, and is not used",
        cure: "install libopenblas0-pthread, or choose another library with `update-alternatives --config "
          + "libblas.so.3-x86_64-linux-gnu`")
    }
    if isQuick(provider) { return HealthFinding(.ok, name, "\(provider): products are right") }
    return HealthFinding(
      isNeeded ? .warning : .note, name,
      "\(provider): products are right, but it seems to be a reference library, some 30 times slower than OpenBLAS",
      cure: isNeeded ? "install libopenblas0-pthread: nothing has to be built anew" : nil)
  }

  private static func isQuick(_ provider: String) -> Bool {
    ["openblas", "blis", "mkl", "atlas", "armpl"].contains { provider.lowercased().contains($0) }
  }
}
