internal import Foundation

/// The folder that contains the model's two files, as installed by `freshet model fetch`.
public struct ModelDirectory: Hashable, Sendable {
  /// The path of the folder.
  public let path: String

  /// Refers to the folder at `path`. The folder needn't exist: it isn't read before the model is loaded.
  public init(path: String) {
    self.path = path
  }

  /// The default folder: `$FRESHET_MODEL_DIR` if that is set, otherwise `freshet/models/all-MiniLM-L6-v2` in
  /// `$XDG_CACHE_HOME` or else in `~/.cache`. Empty variables count as unset.
  public static var standard: ModelDirectory {
    standard(in: ProcessInfo.processInfo.environment)
  }

  package static func standard(in environment: [String: String]) -> ModelDirectory {
    func value(_ name: String) -> String? {
      environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
    if let chosen = value("FRESHET_MODEL_DIR") { return ModelDirectory(path: chosen) }
    let cache = value("XDG_CACHE_HOME") ?? (value("HOME") ?? NSHomeDirectory()) + "/.cache"
    return ModelDirectory(path: cache + "/freshet/models/all-MiniLM-L6-v2")
  }

  package static let fileNames = ["model.safetensors", "vocab.txt"]

  var weights: String { path + "/" + Self.fileNames[0] }
  var vocabulary: String { path + "/" + Self.fileNames[1] }
  var stamp: String { path + "/verified" }
}
