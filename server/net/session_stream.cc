#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <ctime>
#include <mutex>
#include <utility>

#include "server/net/response_headers.h"
#include "server/net/session.h"

namespace incipit::server::net {
namespace {

constexpr auto kLater = std::chrono::milliseconds(20);

// Hands a piece on at most once, and `failed` when the last copy goes away unused.
class PieceTicket {
 public:
  PieceTicket(std::shared_ptr<HttpServer::State::Gate> gate, const std::shared_ptr<Session>& session)
      : gate_(std::move(gate)), session_(session) {}
  ~PieceTicket() { use({}); }
  PieceTicket(const PieceTicket&) = delete;
  PieceTicket& operator=(const PieceTicket&) = delete;

  void use(BodyStream::Piece piece) {
    if (used_.exchange(true)) return;
    const std::lock_guard lock(gate_->mutex);
    if (!gate_->open) return;
    if (const auto session = session_.lock()) session->post_piece(std::move(piece));
  }

 private:
  std::shared_ptr<HttpServer::State::Gate> gate_;
  std::weak_ptr<Session> session_;
  std::atomic<bool> used_{false};
};

// Of a chunk (RFC 9112, 7.1).
std::string chunk_head(std::size_t bytes) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string digits;
  for (; bytes > 0; bytes /= 16) digits.insert(digits.begin(), kHex[bytes % 16]);
  return digits + "\r\n";
}

}  // namespace

void Session::post_piece(BodyStream::Piece piece) {
  asio::post(socket_.get_executor(), [self = shared_from_this(), moved = std::move(piece)]() mutable {
    if (self->phase_ == Phase::streaming) self->on_piece(std::move(moved));
  });
}

void Session::begin_stream(HttpResponse reply) {
  // HTTP/1.0 knows no chunks: there the end of the connection is the end of the body.
  if (!framing_.takes_chunks) framing_.keep_alive = false;
  stream_ = std::move(reply.stream);
  last_piece_ = false;
  piece_ = "HTTP/1.1 " + std::to_string(reply.status) + " " + std::string(http::obsolete_reason(static_cast<http::status>(reply.status))) + "\r\n";
  for (const auto& [name, value] : complete_headers(reply, std::time(nullptr))) piece_ += name + ": " + value + "\r\n";
  if (framing_.takes_chunks) piece_ += "Transfer-Encoding: chunked\r\n";
  piece_ += framing_.keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  phase_ = Phase::streaming;
  write_piece(0);
}

void Session::next_piece() {
  clear_deadline();
  const auto ticket = std::make_shared<PieceTicket>(server_.gate, shared_from_this());
  try {
    stream_->next([ticket](BodyStream::Piece piece) { ticket->use(std::move(piece)); });
  } catch (const std::exception& error) {
    server_.log(std::string("a body failed: ") + error.what());
    ticket->use({});
  }
}

void Session::on_piece(BodyStream::Piece piece) {
  using enum BodyStream::Piece::Kind;
  switch (piece.kind) {
    case failed:
      return close();
    case later:
      ++turn_;
      timer_.expires_after(kLater);
      timer_.async_wait([self = shared_from_this()](error_code error) {
        if (!error && self->phase_ == Phase::streaming) self->next_piece();
      });
      return;
    case end:
      last_piece_ = true;
      piece_ = framing_.takes_chunks ? "0\r\n\r\n" : "";
      return write_piece(0);
    case data:
      if (piece.bytes.empty()) return next_piece();  // an empty chunk would be the last
      piece_ = framing_.takes_chunks ? chunk_head(piece.bytes.size()) + piece.bytes + "\r\n" : std::move(piece.bytes);
      return write_piece(0);
  }
}

void Session::write_piece(std::size_t sent) {
  if (sent == piece_.size()) {
    if (!last_piece_) return next_piece();
    stream_ = nullptr;
    return on_written({}, framing_.keep_alive && !server_.draining);
  }
  set_deadline(server_.options.write);
  socket_.async_write_some(asio::buffer(piece_.data() + sent, piece_.size() - sent),
                           [self = shared_from_this(), sent](error_code error, std::size_t count) {
                             if (self->phase_ == Phase::closed) return;
                             if (error) return self->close();
                             self->write_piece(sent + count);
                           });
}

}  // namespace incipit::server::net
