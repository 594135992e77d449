// One connection: reads requests within their deadlines and caps, hands them on, writes the replies, one at a
// time. For the sources of `net` only.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "server/net/framing.h"
#include "server/net/http.h"
#include "server/net/server_state.h"

namespace incipit::server::net {

namespace http = boost::beast::http;

// One connection. Everything runs on its strand; `start`, `drain`, `abort` and `post_reply` go there from any
// thread.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(HttpServer::State& server, tcp::socket socket)
      : server_(server), socket_(std::move(socket)), timer_(socket_.get_executor()) {}

  void start() { on_strand(&Session::next_request); }
  void start_refused();
  void drain() { on_strand(&Session::close_if_idle); }
  void abort() { on_strand(&Session::close); }

  // The reply to the request being handled.
  void post_reply(HttpResponse response);
  // The piece that its stream was asked for.
  void post_piece(BodyStream::Piece piece);
  [[nodiscard]] HttpServer::State& server() { return server_; }

 private:
  enum class Phase { idle, header, body, handling, writing, streaming, lingering, closed };

  void on_strand(void (Session::*step)());
  void set_deadline(std::chrono::milliseconds after);
  void clear_deadline();
  void on_deadline();
  void next_request();
  void begin_header();

  // Appends at most `bytes` to `in_` and goes on with the phase.
  void read(std::size_t bytes);
  void on_read(error_code error);
  void read_header();

  // A TLS greeting and a line feed without its carriage return would otherwise be waited for until the
  // deadline.
  [[nodiscard]] bool begins_like_a_method() const;
  [[nodiscard]] bool bare_line_end(std::size_t from) const;
  void on_header(std::size_t bytes);
  [[nodiscard]] bool parse_header(std::size_t bytes);
  void write_continue();
  void read_body();
  void handle();
  void refuse(Refusal why);
  void write(HttpResponse reply);
  // Writes what the connection takes; the deadline is of each such step, so a slow reader gets its reply and
  // one that stopped reading is cut.
  void write_some(bool keep);
  void on_written(error_code error, bool keep);
  // A body in pieces (session_stream.cc): headers, then one piece after another until its end.
  void begin_stream(HttpResponse reply);
  void next_piece();
  void on_piece(BodyStream::Piece piece);
  void write_piece(std::size_t sent);
  void linger();
  void discard(std::size_t seen);
  void close_if_idle();
  void close();

  HttpServer::State& server_;
  tcp::socket socket_;
  asio::steady_timer timer_;
  std::uint64_t turn_ = 0;  // of the deadline: an older one that fires late is ignored
  Phase phase_ = Phase::idle;
  std::string in_;           // read and not yet used; may hold the beginning of the next request
  std::size_t scanned_ = 0;  // bytes of `in_` known to hold no end of header
  Framing framing_;
  HttpRequest request_;
  bool head_ = false;
  std::optional<Refusal> expired_;
  std::shared_ptr<BodyStream> stream_;
  std::string piece_;  // being written
  bool last_piece_ = false;
  std::optional<http::response<http::string_body>> response_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
};

}  // namespace incipit::server::net
