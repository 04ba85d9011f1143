internal import FreshetFiles
internal import Foundation
internal import Freshet

/// A root (`/` or the home folder) that commands refuse unless the caller names it.
struct WideFinding: Equatable {
  let root: String
  /// The path of the store or freshet.toml that sets `root`.
  let path: String
  /// Whether that store or freshet.toml lies in the folder where the search began.
  let isHere: Bool
}
