internal import FreshetCBLAS
internal import FreshetKernels
internal import Glibc

/// The system's BLAS, whichever implementation the dynamic linker found.
///
/// Loaded at its first use, since that takes OpenBLAS longer than a command lives that needs none. Used with one thread of its
/// own: batches run in parallel instead, and OpenBLAS's threads collapse when they share their cores.
package enum BLAS {
  /// What was loaded, to be printed with every figure: the reference implementation is some 30 times slower than
  /// OpenBLAS.
  package static var provider: String { loaded.provider }

  /// Whether a small product came out right when the library was first used: old builds miscompute on some processors.
  package static var isReliable: Bool { loaded.isRight }

  private static let loaded: (provider: String, isRight: Bool) = {
    setThreadCount(1)
    return (providerName(), productsAreRight())
  }()

  private typealias Product =
    @convention(c) (
      CBLAS_LAYOUT, CBLAS_TRANSPOSE, CBLAS_TRANSPOSE, Int32, Int32, Int32, Float, UnsafePointer<Float>, Int32,
      UnsafePointer<Float>, Int32, Float, UnsafeMutablePointer<Float>, Int32
    ) -> Void

  /// The names that Debian's alternatives and other systems give it.
  private static let names = ["libblas.so.3", "libopenblas.so.0", "libblas.so", "libopenblas.so"]

  private struct Library: @unchecked Sendable {  // immutable, and never closed: any thread may call it
    let handle: UnsafeMutableRawPointer
    let product: Product
  }

  private static let library: Library = {
    for name in names {
      guard let handle = dlopen(name, RTLD_NOW | RTLD_GLOBAL), let symbol = dlsym(handle, "cblas_sgemm") else {
        continue
      }
      return Library(handle: handle, product: unsafeBitCast(symbol, to: Product.self))
    }
    fatalError(
      "no BLAS with cblas_sgemm is installed, looked for \(names.joined(separator: ", ")): apt-get install libblas3")
  }()

  /// c[i·stride + j] = Σₖ a[i·inner + k] · b[j·inner + k]
  ///
  /// a: rows × inner, b: columns × inner (a dense layer's weights as they are stored), c: rows × columns with
  /// `stride` floats a row; no aliasing. Sums in BLAS order: |fast − exact| ≤ γₙ Σ|a·b|, n = inner, γₙ =
  /// n·u/(1−n·u), u = 2⁻²⁴ (Higham 2002, §3.1).
  package static func multiply(
    _ a: UnsafePointer<Float>, rows: Int, byTransposed b: UnsafePointer<Float>, columns: Int, inner: Int,
    into c: UnsafeMutablePointer<Float>, stride: Int
  ) {
    library.product(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(columns), Int32(inner),
      1, a, Int32(inner), b, Int32(inner), 0, c, Int32(stride))
  }

  /// Only OpenBLAS has threads to set.
  private static func setThreadCount(_ count: Int32) {
    guard let symbol = dlsym(library.handle, "openblas_set_num_threads") else { return }
    unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Void).self)(count)
  }

  private static func providerName() -> String {
    func text(_ function: String) -> String? {
      guard let symbol = dlsym(library.handle, function) else { return nil }
      let call = unsafeBitCast(symbol, to: (@convention(c) () -> UnsafePointer<CChar>?).self)
      return call().map { String(cString: $0) }
    }
    if let configuration = text("openblas_get_config") {
      return "\(configuration) on \(text("openblas_get_corename") ?? "an unknown core")"
    }
    let path = dlsym(library.handle, "cblas_sgemm").flatMap { freshet_library_holding($0) }
    return path.map { String(cString: $0) } ?? "an unknown BLAS"
  }

  /// Small integers, whose products and sums float32 holds exactly: any difference is an error, whatever the
  /// order of the sums.
  private static func productsAreRight() -> Bool {
    let (rows, columns, inner) = (19, 35, 67)  // odd, so that the edges of the library's blocks are tried too
    let a = (0..<rows * inner).map { Float($0 % 13) - 6 }
    let b = (0..<columns * inner).map { Float($0 % 11) - 5 }
    var c = [Float](repeating: .nan, count: rows * columns)
    multiply(a, rows: rows, byTransposed: b, columns: columns, inner: inner, into: &c, stride: columns)
    return (0..<rows * columns).allSatisfy { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      return c[index] == (0..<inner).reduce(0) { $0 + a[row * inner + $1] * b[column * inner + $1] }
    }
  }
}
