internal import FreshetCorpus
internal import Glibc

/// Checks the limit on open files (descriptors) of a process.
///
/// Freshet needs about 64 descriptors for a scan, three for each of a store's six connections, and a few for each
/// watched source.
enum DescriptorCheck {
  static let name = "descriptors"
  static let needed: UInt64 = 128
  static let comfortable: UInt64 = 512

  static func findings() -> [HealthFinding] {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return [] }
    return [judge(soft: UInt64(limit.rlim_cur), hard: UInt64(limit.rlim_max))]
  }

  static func judge(soft: UInt64, hard: UInt64) -> HealthFinding {
    let found: AdvisedText = "a process may have \(soft == ~0 ? "any number of" : "\(soft)") files open"
    let cure: AdvisedText =
      hard > soft ? "run `ulimit -n \(min(hard, 4_096))` first" : "raise nofile in /etc/security/limits.conf"
    return switch soft {
    case ..<needed: HealthFinding(.problem, name, "\(found), fewer than the \(needed) that Freshet needs", cure: cure)
    case ..<comfortable: HealthFinding(.warning, name, "\(found), which is little for several sources", cure: cure)
    default: HealthFinding(.ok, name, found)
    }
  }
}
