internal import FreshetCommand

/// The `freshet` command. All of it is in `FreshetCommand`, which tests import: this is what is linked with Swift's runtime
/// inside, so that it starts in half the time and needs no Swift where it runs (decision 0024).
@main
struct FreshetProgram {
  /// Runs on the first thread up to the first `await`.
  @MainActor static func main() async {
    FreshetTool.begin()
    await FreshetTool.main()
  }
}
