import Corpus
import Foundation
import Glibc
import Watching

/// A folder with file systems mounted in it for real, all of them unmounted with it.
final class RealMounts {
  /// Why nothing can be mounted here, for people; nil where it can.
  static let refusal: String? = {
    if getuid() != 0 { return "only root can mount file systems" }
    do {
      let mounts = RealMounts()
      try mounts.mount("tmpfs", at: "probe")
      mounts.scratch.makeFolder("below")
      try mounts.makeOverlay(at: "merged", lower: ["probe", "below"], upper: nil)
      return withExtendedLifetime(mounts) { nil }
    } catch {
      return "mounting is refused here: \(error)"
    }
  }()

  static var isPermitted: Bool {
    if let refusal { print("tests with real mounts are skipped: \(refusal)") }
    return refusal == nil
  }

  let scratch = ScratchFolder()
  private var points: [String] = []

  deinit {
    for point in points.reversed() { unmountLazily(point) }
  }

  /// A test may have unmounted it itself.
  private func unmountLazily(_ point: String) {
    _ = try? run("/bin/umount", ["-l", point])
  }

  func at(_ path: String) -> String { scratch.at(path) }

  func mount(_ type: String, at point: String, options: String = "") throws {
    scratch.makeFolder(point)
    try mount(["-t", type] + (options.isEmpty ? [] : ["-o", options]) + [type, at(point)], at: point)
  }

  /// Of a folder or a single file.
  func bind(_ source: String, at point: String) throws {
    try mount(["--bind", at(source), at(point)], at: point)
  }

  /// - Parameter upper: a folder for the upper layer and its work folder; nil for an overlay that can't be written.
  func makeOverlay(at point: String, lower: [String], upper: String?) throws {
    var options = "lowerdir=" + lower.map(at).joined(separator: ":")
    if let upper {
      for part in ["/upper", "/work"] { scratch.makeFolder(upper + part) }
      options += ",upperdir=\(at(upper))/upper,workdir=\(at(upper))/work"
    }
    try mount("overlay", at: point, options: options)
  }

  /// An ext4 file system in a file, of which `mountImage` makes a mounted one.
  func makeImage(_ path: String) throws {
    try run("/usr/bin/truncate", ["-s", "8M", at(path)])
    try run("/sbin/mkfs.ext4", ["-q", at(path)])
  }

  func mountImage(_ path: String, at point: String) throws {
    scratch.makeFolder(point)
    try mount(["-o", "loop", at(path), at(point)], at: point)
  }

  private func mount(_ arguments: [String], at point: String) throws {
    try run("/bin/mount", arguments)
    points.append(at(point))
  }

  func unmount(_ point: String) throws {
    try run("/bin/umount", [at(point)])
  }

  func directory(_ path: String) -> WatchedDirectory { WatchedDirectory(root: at(path)) }
}
