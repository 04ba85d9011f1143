import FreshetEmbedding
import Testing

@Suite struct ModelDirectoryTests {
  @Test(arguments: [
    (["FRESHET_MODEL_DIR": "/m", "XDG_CACHE_HOME": "/c", "HOME": "/h"], "/m"),
    (["XDG_CACHE_HOME": "/c", "HOME": "/h"], "/c/freshet/models/all-MiniLM-L6-v2"),
    (
      ["FRESHET_MODEL_DIR": "", "XDG_CACHE_HOME": "", "HOME": "/h"],
      "/h/.cache/freshet/models/all-MiniLM-L6-v2"
    ),
    (["HOME": "/h"], "/h/.cache/freshet/models/all-MiniLM-L6-v2"),
  ])
  func `the environment says where the model is, in this order`(environment: [String: String], path: String) {
    #expect(ModelDirectory.standard(in: environment) == ModelDirectory(path: path))
  }
}
