package import FreshetCorpus

/// Why Freshet could not list or watch a directory, by what the caller can do about it.
package enum WatchingError: Error, Hashable, Sendable {
  /// There is no directory at this path: mount it, or bring it back. Nothing may be concluded about its documents.
  case rootMissing(String)
  /// The directory is there, but it, or a file of its ignore rules, could not be read.
  case rootUnreadable(String, SystemError)
  /// Another directory was put at this path during the scan: scan again.
  case rootReplaced(String)
  /// The machine had no descriptor or memory left at this path. The scan proves nothing; raise the machine's limits.
  case outOfResources(String, SystemError)
  /// A path that is absolute, climbs with "..", or holds a NUL can't name a document.
  case notBelowRoot(String)
  /// The task was cancelled; a scan cut short has no report, so that nothing is concluded from it.
  case cancelled
  /// The system grants no further watches, or none at all: poll this folder instead.
  case watchRefused(String, SystemError)
  /// A file system that reports no changes is now mounted below the root: poll instead. The text describes it.
  case changesUntold(String)
}

extension WatchingError: Advising {
  package var message: AdvisedText {
    switch self {
    case .rootMissing(let path): "there is no folder at \(path): mount it, or bring it back"
    case .rootUnreadable(let path, let error): "\(path): \(error)"
    case .rootReplaced(let path): "another folder replaced \(path) during the look at it: try again"
    case .outOfResources(let path, let error):
      "this machine could not look at \(path): \(error); end other processes, or raise the limit that \(Remedy.examine(thoroughly: false)) names"
    case .notBelowRoot(let path): "\(path) does not lie below the folder"
    case .cancelled: "interrupted"
    case .changesUntold(let why): AdvisedText(why)
    case .watchRefused(let path, let error):
      "\(path) can't be watched (\(error)), so Freshet lists it from time to time instead (polling); "
        + "the limits are the sysctls fs.inotify.max_user_watches and fs.inotify.max_user_instances"
    }
  }
}
