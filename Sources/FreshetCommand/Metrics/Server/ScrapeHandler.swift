internal import NIOCore
internal import NIOHTTP1

/// Answers the first request of a connection, and closes the connection.
final class ScrapeHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let patience: TimeAmount
  private let text: @Sendable () -> String
  private var hasAnswered = false
  private var deadline: Scheduled<Void>?

  init(patience: TimeAmount, text: @escaping @Sendable () -> String) {
    self.patience = patience
    self.text = text
  }

  func channelActive(context: ChannelHandlerContext) {
    let channel = context.channel
    deadline = context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    deadline?.cancel()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(let head) = unwrapInboundIn(data), !hasAnswered else { return }
    hasAnswered = true
    let reply = ScrapeReply(to: head, text)
    var headers = HTTPHeaders([("Content-Type", reply.contentType), ("Content-Length", "\(reply.body.utf8.count)")])
    headers.add(name: "Connection", value: "close")
    if reply.status == .methodNotAllowed { headers.add(name: "Allow", value: "GET, HEAD") }
    context.write(
      wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: reply.status, headers: headers))), promise: nil)
    if head.method != .HEAD {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: reply.body)))), promise: nil)
    }
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
  }

  /// Closes the connection if its bytes aren't HTTP, or if a request's head exceeds the parser's limit.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
