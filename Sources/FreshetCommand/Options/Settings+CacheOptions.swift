internal import Freshet
internal import Metrics

extension Settings {
  /// - Parameter metrics: where figures go; the default is the process's backend.
  func cacheOptions(
    readOnly: Bool = false, metrics: any MetricsFactory = MetricsSystem.factory
  ) -> CacheOptions {
    CacheOptions(
      resolutions: resolutions, index: index.value, readOnly: readOnly, sharing: sharing, metrics: metrics)
  }
}
