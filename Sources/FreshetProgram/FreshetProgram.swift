internal import FreshetCommand

/// The executable `freshet`. Its code is in the module `FreshetCommand`, which tests can import. In release builds on
/// Linux, the executable is linked statically with Swift's runtime, so that it runs on machines without Swift, and
/// starts in half the time that a dynamically linked executable takes (decision 0024).
@main
struct FreshetProgram {
  /// Runs on the process's first thread until the first `await`, as `FreshetTool.begin` requires.
  @MainActor static func main() async {
    FreshetTool.begin()
    await FreshetTool.main()
  }
}
