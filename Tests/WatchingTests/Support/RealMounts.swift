import FreshetCorpus
import Foundation
import Glibc
import FreshetWatching

/// A folder with real mounts in it, which are unmounted when this value goes.
final class RealMounts {
  /// Why nothing can be mounted here, for people; nil if mounting works.
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

  /// The test may have unmounted it already.
  private func unmountLazily(_ point: String) {
    _ = try? run("/bin/umount", ["-l", point])
  }

  func at(_ path: String) -> String { scratch.at(path) }

  func mount(_ type: String, at point: String, options: String = "") throws {
    scratch.makeFolder(point)
    try mount(["-t", type] + (options.isEmpty ? [] : ["-o", options]) + [type, at(point)], at: point)
  }

  /// Mounts a folder or a single file at another path.
  func bind(_ source: String, at point: String) throws {
    try mount(["--bind", at(source), at(point)], at: point)
  }

  /// - Parameter upper: a folder for the upper layer and its work folder; nil for a read-only overlay.
  func makeOverlay(at point: String, lower: [String], upper: String?) throws {
    var options = "lowerdir=" + lower.map(at).joined(separator: ":")
    if let upper {
      for part in ["/upper", "/work"] { scratch.makeFolder(upper + part) }
      options += ",upperdir=\(at(upper))/upper,workdir=\(at(upper))/work"
    }
    try mount("overlay", at: point, options: options)
  }

  /// Makes an ext4 file system in a file, which `mountImage` mounts.
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
