internal import FreshetEmbedding
internal import FreshetLinearAlgebra

/// Checks whether the loaded BLAS library (linear algebra) computes correct products, and whether it is one of the fast
/// implementations.
enum BLASCheck {
  static let name = "blas"

  static func findings(in patient: Patient) -> [HealthFinding] {
    [
      judge(
        provider: BLAS.provider, isRight: BLAS.isReliable && BLAS.staysWithinItsBound(),
        isNeeded: patient.space == nil || patient.space == MiniLM.space)
    ]
  }

  /// Judges a BLAS library by its name and by whether it computes correct products.
  ///
  /// - Parameter isNeeded: whether the embedder uses the library. (The similarity index doesn't.)
  static func judge(provider: String, isRight: Bool, isNeeded: Bool) -> HealthFinding {
    if !isRight {
      return HealthFinding(
        isNeeded ? .problem : .warning, name, "\(provider) computes wrong products, so Freshet doesn't use it",
        cure:
          "install another BLAS library; for example, on Debian or Ubuntu: `apt-get install libopenblas0-pthread`, or "
          + "choose an installed one with `update-alternatives --config libblas.so.3-x86_64-linux-gnu`")
    }
    if isQuick(provider) { return HealthFinding(.ok, name, "\(provider) computes correct products") }
    return HealthFinding(
      isNeeded ? .warning : .note, name,
      "\(provider) computes correct products, but seems to be a reference library, about 30 times slower than OpenBLAS",
      cure: isNeeded
        ? "install OpenBLAS; for example, on Debian or Ubuntu: `apt-get install libopenblas0-pthread`" : nil)
  }

  private static func isQuick(_ provider: String) -> Bool {
    ["openblas", "blis", "mkl", "atlas", "armpl"].contains { provider.lowercased().contains($0) }
  }
}
