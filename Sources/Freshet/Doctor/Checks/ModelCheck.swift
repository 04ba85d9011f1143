internal import FreshetCorpus
internal import FreshetEmbedding

/// Checks the bytes of MiniLM's two model files against their expected hashes.
enum ModelCheck {
  static let name = "model"

  static func findings(in patient: Patient) -> [HealthFinding] {
    var failure: EmbeddingError?
    do throws(EmbeddingError) {
      try patient.examination.model.check()
    } catch {
      failure = error
    }
    return [judge(failure, in: patient.examination.model.path, uses: patient.space.map { $0 == MiniLM.space })]
  }

  /// Judges the result of checking the model files.
  ///
  /// - Parameter uses: whether the store is indexed with MiniLM; nil if that isn't known.
  static func judge(_ failure: EmbeddingError?, in folder: String, uses: Bool?) -> HealthFinding {
    let verdict: HealthVerdict = uses == true ? .problem : .note
    let use = uses == false ? "; this store doesn't use the model" : ""
    let fetch: AdvisedText? = uses == false ? nil : "\(run: ModelDirectory.cure(in: folder))"
    switch failure {
    case nil: return HealthFinding(.ok, name, "both model files in \(folder) are the ones that this version expects")
    case .modelMissing(let path):
      return HealthFinding(verdict, name, "there is no model file at \(path)\(use)", cure: fetch)
    case .modelOfAnotherRevision(let path, let found, _):
      return HealthFinding(verdict, name, "\(path) isn't the expected file: its SHA-256 is \(found)\(use)", cure: fetch)
    case .some(let error): return HealthFinding(verdict, name, "\(error)\(use)", cure: fetch)
    }
  }
}
