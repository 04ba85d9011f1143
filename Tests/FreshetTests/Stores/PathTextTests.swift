import Freshet
import Testing

struct PathTextTests {
  @Test(
    arguments: [
      ("", "", ""), ("x", "", "x"), ("/", "", ""), ("//", "", ""), ("/x", "/", "x"), ("x/", "", "x"), ("a/b", "a", "b"),
      ("a//b//", "a", "b"), ("/a/b", "/a", "b"), ("\u{308}", "", "\u{308}"), ("a/\u{308}", "a", "\u{308}"),
      ("..", "", ".."),
    ])
  func `a path has a folder and a name, however short they are`(path: String, folder: String, name: String) {
    #expect(PathText.folder(of: path) == folder)
    #expect(PathText.name(of: path) == name)
  }

  @Test(
    arguments: [
      ("/", "/"), ("/a/./b//c/", "/a/b/c"), ("/a/../../b", "/b"), ("/..", "/"), ("/a/b/..", "/a"), ("/...", "/..."),
    ])
  func `two dots remove the part before them, if there is one`(path: String, standardized: String) {
    #expect(PathText.standardized(path) == standardized)
  }
}
