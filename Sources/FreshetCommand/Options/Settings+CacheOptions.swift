internal import Freshet
internal import Metrics

extension Settings {
  /// The options for opening a cache with these settings.
  ///
  /// - Parameter metrics: the metrics backend; by default the one that is set for the process.
  func cacheOptions(
    readOnly: Bool = false, metrics: any MetricsFactory = MetricsSystem.factory
  ) -> CacheOptions {
    var options = CacheOptions(
      resolutions: resolutions, index: index.value, readOnly: readOnly, sharing: sharing, metrics: metrics)
    options.pushedPassages = file?.pushedPassages
    options.tendsAfterQuestions = false
    return options
  }
}
