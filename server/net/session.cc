#include "server/net/session.h"

#include <algorithm>
#include <array>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <ctime>
#include <mutex>
#include <utility>

#include "schema/ascii.h"
#include "server/net/response_headers.h"

namespace incipit::server::net {

using State = HttpServer::State;

namespace {

constexpr std::size_t kReadChunk = 4096;
// What is still read after the last reply, so that closing does not reset the connection under it.
constexpr std::size_t kLingerBytes = 65536;
constexpr auto kLinger = std::chrono::seconds(2);

// Answers at most once, and with `handler_failed` when the last copy goes away unused.
class Ticket {
 public:
  Ticket(std::shared_ptr<State::Gate> gate, const std::shared_ptr<Session>& session)
      : gate_(std::move(gate)), session_(session) {}
  ~Ticket() {
    if (used_) return;
    answer([](Session& session) { return session.server().options.refuse(Refusal::handler_failed); });
  }
  Ticket(const Ticket&) = delete;
  Ticket& operator=(const Ticket&) = delete;

  void use(HttpResponse response) {
    answer([&response](Session&) { return std::move(response); });
  }

 private:
  template <class MakeResponse>
  void answer(const MakeResponse& make) {
    if (used_.exchange(true)) return;
    const std::lock_guard lock(gate_->mutex);
    if (!gate_->open) return;
    if (const auto session = session_.lock()) session->post_reply(make(*session));
  }

  std::shared_ptr<State::Gate> gate_;
  std::weak_ptr<Session> session_;
  std::atomic<bool> used_{false};
};

}  // namespace

void Session::start_refused() {
  asio::dispatch(socket_.get_executor(),
                 [self = shared_from_this()] { self->refuse(Refusal::too_many_connections); });
}

void Session::post_reply(HttpResponse response) {
  asio::post(socket_.get_executor(), [self = shared_from_this(), moved = std::move(response)]() mutable {
    if (self->phase_ == Phase::handling) self->write(std::move(moved));
  });
}

void Session::on_strand(void (Session::*step)()) {
  asio::dispatch(socket_.get_executor(), [self = shared_from_this(), step] { (*self.*step)(); });
}

void Session::set_deadline(std::chrono::milliseconds after) {
  timer_.expires_after(after);
  timer_.async_wait([self = shared_from_this(), turn = ++turn_](error_code error) {
    if (!error && turn == self->turn_) self->on_deadline();
  });
}

void Session::clear_deadline() {
  ++turn_;
  timer_.cancel();
}

void Session::on_deadline() {
  if (phase_ == Phase::header || phase_ == Phase::body) {
    expired_ = phase_ == Phase::header ? Refusal::header_timeout : Refusal::body_timeout;
    error_code ignored;
    socket_.cancel(ignored);  // the pending read ends and answers
    return;
  }
  close();
}

void Session::next_request() {
  if (phase_ == Phase::closed) return;
  head_ = false;
  scanned_ = 0;
  if (in_.empty()) {
    if (server_.draining) return close();
    phase_ = Phase::idle;
    set_deadline(server_.options.idle);
    return read(kReadChunk);
  }
  begin_header();
  read_header();
}

void Session::begin_header() {
  phase_ = Phase::header;
  set_deadline(server_.options.header);
}

void Session::read(std::size_t bytes) {
  const std::size_t held = in_.size();
  in_.resize(held + bytes);
  socket_.async_read_some(asio::buffer(in_.data() + held, bytes),
                          [self = shared_from_this(), held](error_code error, std::size_t count) {
                            self->in_.resize(held + count);
                            self->on_read(error);
                          });
}

void Session::on_read(error_code error) {
  if (phase_ == Phase::closed) return;
  if (expired_) return refuse(*expired_);
  if (error) return close();
  if (phase_ == Phase::idle) begin_header();
  if (phase_ == Phase::header) return read_header();
  if (phase_ == Phase::body) return read_body();
}

void Session::read_header() {
  const std::size_t from = scanned_ < 3 ? 0 : scanned_ - 3;
  const std::size_t end = in_.find("\r\n\r\n", from);
  if (end != std::string::npos && end + 4 <= server_.options.header_bytes) return on_header(end + 4);
  if (!begins_like_a_method() || bare_line_end(from)) return refuse(Refusal::malformed);
  if (end != std::string::npos || in_.size() >= server_.options.header_bytes) {
    return refuse(refusal_of_oversized(in_, server_.options.target_bytes));
  }
  scanned_ = in_.size();
  read(std::min(kReadChunk, server_.options.header_bytes - in_.size()));
}

bool Session::begins_like_a_method() const {
  const char c = in_.front();
  return schema::is_ascii_letter(c);
}

bool Session::bare_line_end(std::size_t from) const {
  for (std::size_t i = in_.find('\n', from); i != std::string::npos; i = in_.find('\n', i + 1)) {
    if (i == 0 || in_[i - 1] != '\r') return true;
  }
  return false;
}

void Session::on_header(std::size_t bytes) {
  const auto& options = server_.options;
  framing_ = read_framing(std::string_view(in_).substr(0, bytes),
                          FramingLimits{options.target_bytes, options.header_count, options.body_bytes});
  if (framing_.refusal) return refuse(*framing_.refusal);
  if (!parse_header(bytes)) return refuse(Refusal::malformed);
  in_.erase(0, bytes);
  phase_ = Phase::body;
  set_deadline(options.body);
  if (framing_.expects_continue && in_.empty()) return write_continue();
  read_body();
}

bool Session::parse_header(std::size_t bytes) {
  http::request_parser<http::empty_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(server_.options.header_bytes));
  parser.body_limit(boost::none);  // checked above
  error_code error;
  parser.put(asio::buffer(in_.data(), bytes), error);
  if (error || !parser.is_header_done()) return false;
  const auto& message = parser.get();
  request_ = HttpRequest{std::string(message.method_string()), std::string(message.target()), {}, {}};
  for (const auto& field : message) {
    request_.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  }
  head_ = request_.method == "HEAD";
  return true;
}

void Session::write_continue() {
  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  asio::async_write(socket_, asio::buffer(kContinue),
                    [self = shared_from_this()](error_code error, std::size_t) {
                      if (self->phase_ == Phase::closed) return;
                      if (error) return self->close();
                      self->read_body();
                    });
}

void Session::read_body() {
  if (in_.size() < framing_.content_length) {
    return read(std::min(kReadChunk, framing_.content_length - in_.size()));
  }
  request_.body = in_.substr(0, framing_.content_length);
  in_.erase(0, framing_.content_length);
  handle();
}

void Session::refuse(Refusal why) {
  framing_.keep_alive = false;
  write(server_.options.refuse(why));
}

void Session::write(HttpResponse reply) {
  if (phase_ == Phase::closed) return;
  if (!is_sendable(reply)) {
    framing_.keep_alive = false;
    reply = server_.options.refuse(Refusal::handler_failed);
  }
  phase_ = Phase::writing;
  set_deadline(server_.options.write);
  if (reply.stream && !head_) return begin_stream(std::move(reply));
  const bool bodiless = reply.status == 304 || reply.status == 204;
  const bool keep = framing_.keep_alive && !server_.draining;
  response_.emplace();
  response_->version(11);
  response_->result(static_cast<unsigned>(reply.status));
  for (const auto& [name, value] : complete_headers(reply, std::time(nullptr)))
    response_->insert(name, value);
  // Of a body in pieces nobody knows the length.
  if (!bodiless && !reply.stream) response_->set(http::field::content_length, std::to_string(reply.body.size()));
  response_->set(http::field::connection, keep ? "keep-alive" : "close");
  if (!bodiless && !head_) response_->body() = std::move(reply.body);
  serializer_.emplace(*response_);
  if (!head_ && !bodiless) return write_some(keep);
  serializer_->split(true);
  http::async_write_header(
      socket_, *serializer_,
      [self = shared_from_this(), keep](error_code error, std::size_t) { self->on_written(error, keep); });
}

void Session::write_some(bool keep) {
  set_deadline(server_.options.write);
  http::async_write_some(socket_, *serializer_,
                         [self = shared_from_this(), keep](error_code error, std::size_t) {
                           if (self->phase_ == Phase::closed) return;
                           if (error || self->serializer_->is_done()) return self->on_written(error, keep);
                           self->write_some(keep);
                         });
}

void Session::on_written(error_code error, bool keep) {
  if (phase_ == Phase::closed) return;
  serializer_.reset();
  response_.reset();
  clear_deadline();
  if (error) return close();
  if (keep) return next_request();
  linger();
}

void Session::linger() {
  phase_ = Phase::lingering;
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
  set_deadline(kLinger);
  in_.assign(kReadChunk, '\0');
  discard(0);
}

void Session::discard(std::size_t seen) {
  socket_.async_read_some(asio::buffer(in_.data(), in_.size()),
                          [self = shared_from_this(), seen](error_code error, std::size_t count) {
                            if (self->phase_ == Phase::closed) return;
                            if (error || seen + count > kLingerBytes) return self->close();
                            self->discard(seen + count);
                          });
}

void Session::close_if_idle() {
  if (phase_ == Phase::idle && in_.size() <= kReadChunk) close();
}

void Session::close() {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::closed;
  stream_ = nullptr;
  clear_deadline();
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
  server_.remove(shared_from_this());
}

void Session::handle() {
  phase_ = Phase::handling;
  clear_deadline();
  const auto ticket = std::make_shared<Ticket>(server_.gate, shared_from_this());
  try {
    server_.handler(std::move(request_),
                    [ticket](HttpResponse response) { ticket->use(std::move(response)); });
  } catch (const std::exception& error) {
    server_.log(std::string("handler failed: ") + error.what());
    ticket->use(server_.options.refuse(Refusal::handler_failed));
  }
}

}  // namespace incipit::server::net
