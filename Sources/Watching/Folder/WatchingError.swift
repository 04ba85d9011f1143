package import FreshetCorpus

/// Why Freshet couldn't list or watch a directory. The cases differ in what the caller can do.
package enum WatchingError: Error, Hashable, Sendable {
  /// No directory exists at this path: mount or restore it. The error doesn't prove that the directory's documents are
  /// gone.
  case rootMissing(String)
  /// The directory exists, but the directory or one of its ignore files couldn't be read.
  case rootUnreadable(String, SystemError)
  /// Another directory replaced the one at this path during the scan: scan again.
  case rootReplaced(String)
  /// The machine had no file descriptor or memory left when the scan reached this path. The scan proves nothing; raise
  /// the machine's limits.
  case outOfResources(String, SystemError)
  /// The path can't name a document, because it is absolute, or contains ".." or a NUL.
  case notBelowRoot(String)
  /// The task was cancelled. An interrupted scan has no report, so that nothing is concluded from it.
  case cancelled
  /// The system allows no further inotify watches, or none at all: poll this folder instead.
  case watchRefused(String, SystemError)
  /// A file system that doesn't report changes is now mounted below the root, as the text describes: poll this folder
  /// instead.
  case changesUntold(String)
}

extension WatchingError: Advising {
  package var message: AdvisedText {
    switch self {
    case .rootMissing(let path): "there is no folder at \(path): mount it, or bring it back"
    case .rootUnreadable(let path, let error): "\(path): \(error)"
    case .rootReplaced(let path): "another folder replaced \(path) while Freshet scanned it: try again"
    case .outOfResources(let path, let error):
      "this machine ran out of resources while Freshet read \(path): \(error); end other processes, or raise the limit that \(Remedy.examine(thoroughly: false)) names"
    case .notBelowRoot(let path): "\(path) is not a path below the folder of the source"
    case .cancelled: "interrupted"
    case .changesUntold(let why): AdvisedText(why)
    case .watchRefused(let path, let error):
      "\(path) can't be watched (\(error)), so Freshet lists it from time to time instead (polling); "
        + "to allow more watches, raise the sysctls fs.inotify.max_user_watches and fs.inotify.max_user_instances"
    }
  }
}
