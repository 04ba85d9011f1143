internal import FreshetCommand

/// The executable `freshet`. Its code is in the module `FreshetCommand`, which tests can import. The executable is
/// linked statically with Swift's runtime, so that it starts in half the time and runs on machines without Swift
/// (decision 0024).
@main
struct FreshetProgram {
  /// Runs on the process's first thread until the first `await`, as `FreshetTool.begin` requires.
  @MainActor static func main() async {
    FreshetTool.begin()
    await FreshetTool.main()
  }
}
