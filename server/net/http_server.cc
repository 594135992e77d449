// The only file that knows Boost.Asio and Boost.Beast.
#include "server/net/http_server.h"

#include <array>
#include <atomic>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

#include "server/net/framing.h"
#include "server/net/response_headers.h"

namespace incipit::server::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;

constexpr std::size_t kReadChunk = 4096;
// What is still read after the last reply, so that closing does not reset the connection under it.
constexpr std::size_t kLingerBytes = 65536;
constexpr auto kLinger = std::chrono::seconds(2);
constexpr auto kAcceptPause = std::chrono::milliseconds(100);
// Connections beyond the cap that are told so; further ones are closed without a word.
constexpr std::size_t kRefusedAtOnce = 64;

class Session;

}  // namespace

// Shared by all sessions. Sessions live in `sessions` from accept to close, so that one whose request is
// being handled elsewhere stays alive without a pending operation.
struct HttpServer::State {
  State(Options options_given, Handler handler_given)
      : options(std::move(options_given)),
        handler(std::move(handler_given)),
        context(options.threads),
        work(asio::make_work_guard(context)),
        acceptor(asio::make_strand(context)),
        accept_pause(acceptor.get_executor()) {}

  Options options;
  Handler handler;
  asio::io_context context;
  // A session whose request is handled elsewhere has nothing pending here; its reply must still find a
  // thread.
  asio::executor_work_guard<asio::io_context::executor_type> work;
  tcp::acceptor acceptor;
  asio::steady_timer accept_pause;
  bool accept_failing = false;
  std::uint16_t port = 0;
  std::atomic<bool> draining{false};
  bool drained = false;

  mutable std::mutex mutex;  // of `sessions`
  std::condition_variable closed;
  std::unordered_set<std::shared_ptr<Session>> sessions;

  // Closed before `context` dies: a reply that comes later than that is dropped.
  struct Gate {
    std::mutex mutex;
    bool open = true;
  };
  std::shared_ptr<Gate> gate = std::make_shared<Gate>();
  std::vector<std::thread> threads;

  void accept();
  void on_accept(error_code error, tcp::socket socket);
  void add(tcp::socket socket);
  void remove(const std::shared_ptr<Session>& session);
  void log(const std::string& line) const {
    if (options.log) options.log(line);
  }
};

namespace {

using State = HttpServer::State;

// One connection. Everything runs on its strand, but `respond_from_anywhere`.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(State& server, tcp::socket socket)
      : server_(server), socket_(std::move(socket)), timer_(socket_.get_executor()) {}

  void start() { on_strand(&Session::next_request); }
  void start_refused() {
    asio::dispatch(socket_.get_executor(),
                   [self = shared_from_this()] { self->refuse(Refusal::too_many_connections); });
  }
  void drain() { on_strand(&Session::close_if_idle); }
  void abort() { on_strand(&Session::close); }

  // The reply to the request being handled.
  void post_reply(HttpResponse response) {
    asio::post(socket_.get_executor(), [self = shared_from_this(), moved = std::move(response)]() mutable {
      if (self->phase_ == Phase::handling) self->write(std::move(moved));
    });
  }
  [[nodiscard]] State& server() { return server_; }

 private:
  enum class Phase { idle, header, body, handling, writing, lingering, closed };

  void on_strand(void (Session::*step)()) {
    asio::dispatch(socket_.get_executor(), [self = shared_from_this(), step] { (*self.*step)(); });
  }

  void set_deadline(std::chrono::milliseconds after) {
    timer_.expires_after(after);
    timer_.async_wait([self = shared_from_this(), turn = ++turn_](error_code error) {
      if (!error && turn == self->turn_) self->on_deadline();
    });
  }
  void clear_deadline() {
    ++turn_;
    timer_.cancel();
  }

  void on_deadline() {
    if (phase_ == Phase::header || phase_ == Phase::body) {
      expired_ = phase_ == Phase::header ? Refusal::header_timeout : Refusal::body_timeout;
      error_code ignored;
      socket_.cancel(ignored);  // the pending read ends and answers
      return;
    }
    close();
  }

  void next_request() {
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

  void begin_header() {
    phase_ = Phase::header;
    set_deadline(server_.options.header);
  }

  // Appends at most `bytes` to `in_` and goes on with the phase.
  void read(std::size_t bytes) {
    const std::size_t held = in_.size();
    in_.resize(held + bytes);
    socket_.async_read_some(asio::buffer(in_.data() + held, bytes),
                            [self = shared_from_this(), held](error_code error, std::size_t count) {
                              self->in_.resize(held + count);
                              self->on_read(error);
                            });
  }

  void on_read(error_code error) {
    if (phase_ == Phase::closed) return;
    if (expired_) return refuse(*expired_);
    if (error) return close();
    if (phase_ == Phase::idle) begin_header();
    if (phase_ == Phase::header) return read_header();
    if (phase_ == Phase::body) return read_body();
  }

  void read_header() {
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

  // A TLS greeting and a line feed without its carriage return would otherwise be waited for until the
  // deadline.
  [[nodiscard]] bool begins_like_a_method() const {
    const char c = in_.front();
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
  [[nodiscard]] bool bare_line_end(std::size_t from) const {
    for (std::size_t i = in_.find('\n', from); i != std::string::npos; i = in_.find('\n', i + 1)) {
      if (i == 0 || in_[i - 1] != '\r') return true;
    }
    return false;
  }

  void on_header(std::size_t bytes) {
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

  [[nodiscard]] bool parse_header(std::size_t bytes) {
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

  void write_continue() {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(socket_, asio::buffer(kContinue),
                      [self = shared_from_this()](error_code error, std::size_t) {
                        if (self->phase_ == Phase::closed) return;
                        if (error) return self->close();
                        self->read_body();
                      });
  }

  void read_body() {
    if (in_.size() < framing_.content_length) {
      return read(std::min(kReadChunk, framing_.content_length - in_.size()));
    }
    request_.body = in_.substr(0, framing_.content_length);
    in_.erase(0, framing_.content_length);
    handle();
  }

  void handle();

  void refuse(Refusal why) {
    framing_.keep_alive = false;
    write(server_.options.refuse(why));
  }

  void write(HttpResponse reply) {
    if (phase_ == Phase::closed) return;
    if (!is_sendable(reply)) {
      framing_.keep_alive = false;
      reply = server_.options.refuse(Refusal::handler_failed);
    }
    phase_ = Phase::writing;
    set_deadline(server_.options.write);
    const bool bodiless = reply.status == 304 || reply.status == 204;
    const bool keep = framing_.keep_alive && !server_.draining;
    response_.emplace();
    response_->version(11);
    response_->result(static_cast<unsigned>(reply.status));
    for (const auto& [name, value] : complete_headers(reply, std::time(nullptr)))
      response_->insert(name, value);
    if (!bodiless) response_->set(http::field::content_length, std::to_string(reply.body.size()));
    response_->set(http::field::connection, keep ? "keep-alive" : "close");
    if (!bodiless && !head_) response_->body() = std::move(reply.body);
    serializer_.emplace(*response_);
    const auto written = [self = shared_from_this(), keep](error_code error, std::size_t) {
      self->on_written(error, keep);
    };
    if (!head_ && !bodiless) return http::async_write(socket_, *serializer_, written);
    serializer_->split(true);
    http::async_write_header(socket_, *serializer_, written);
  }

  void on_written(error_code error, bool keep) {
    if (phase_ == Phase::closed) return;
    serializer_.reset();
    response_.reset();
    clear_deadline();
    if (error) return close();
    if (keep) return next_request();
    linger();
  }

  void linger() {
    phase_ = Phase::lingering;
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    set_deadline(kLinger);
    in_.assign(kReadChunk, '\0');
    discard(0);
  }

  void discard(std::size_t seen) {
    socket_.async_read_some(asio::buffer(in_.data(), in_.size()),
                            [self = shared_from_this(), seen](error_code error, std::size_t count) {
                              if (self->phase_ == Phase::closed) return;
                              if (error || seen + count > kLingerBytes) return self->close();
                              self->discard(seen + count);
                            });
  }

  void close_if_idle() {
    if (phase_ == Phase::idle && in_.size() <= kReadChunk) close();
  }

  void close() {
    if (phase_ == Phase::closed) return;
    phase_ = Phase::closed;
    clear_deadline();
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
    server_.remove(shared_from_this());
  }

  State& server_;
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
  std::optional<http::response<http::string_body>> response_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
};

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

}  // namespace

void HttpServer::State::accept() {
  acceptor.async_accept(asio::make_strand(context), [this](error_code error, tcp::socket socket) {
    on_accept(error, std::move(socket));
  });
}

void HttpServer::State::on_accept(error_code error, tcp::socket socket) {
  if (draining || error == asio::error::operation_aborted) return;
  if (!error) {
    accept_failing = false;
    add(std::move(socket));
    return accept();
  }
  // Out of descriptors or memory: the queue of the system holds the clients until some are free again.
  if (!accept_failing) log("accept failed, trying again: " + error.message());
  accept_failing = true;
  accept_pause.expires_after(kAcceptPause);
  accept_pause.async_wait([this](error_code cancelled) {
    if (!cancelled && !draining) accept();
  });
}

void HttpServer::State::add(tcp::socket socket) {
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  auto session = std::make_shared<Session>(*this, std::move(socket));
  bool refused = false;
  {
    const std::lock_guard lock(mutex);
    refused = sessions.size() >= options.connections;
    if (sessions.size() >= options.connections + kRefusedAtOnce) return;
    sessions.insert(session);
  }
  if (refused) return session->start_refused();
  session->start();
}

void HttpServer::State::remove(const std::shared_ptr<Session>& session) {
  const std::lock_guard lock(mutex);
  sessions.erase(session);
  if (sessions.empty()) closed.notify_all();
}

schema::Result<std::unique_ptr<HttpServer>> HttpServer::start(Options options, Handler handler) {
  error_code error;
  const auto address = asio::ip::make_address(options.host, error);
  if (error) return schema::fail(schema::ErrorCode::usage, "host is not an address: " + options.host);
  options.threads = std::max(options.threads, 1);
  const std::string where = options.host + ":" + std::to_string(options.port);
  auto state = std::make_unique<State>(std::move(options), std::move(handler));
  const tcp::endpoint endpoint(address, state->options.port);
  auto& acceptor = state->acceptor;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return schema::fail(schema::ErrorCode::system, "cannot listen on " + where, error.message());
  state->port = acceptor.local_endpoint().port();
  State* shared = state.get();
  asio::post(acceptor.get_executor(), [shared] { shared->accept(); });
  for (int i = 0; i < shared->options.threads; ++i) {
    shared->threads.emplace_back([shared] {
      for (;;) {
        try {
          shared->context.run();
          return;
        } catch (const std::exception& failure) {
          shared->log(std::string("a connection failed: ") + failure.what());
        }
      }
    });
  }
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

HttpServer::~HttpServer() { drain(); }

std::uint16_t HttpServer::port() const { return state_->port; }

std::size_t HttpServer::connections() const {
  const std::lock_guard lock(state_->mutex);
  return state_->sessions.size();
}

void HttpServer::drain() {
  State& state = *state_;
  if (std::exchange(state.drained, true)) return;
  state.draining = true;
  // Waited for, so that no session can be added after the list is read.
  std::mutex mutex;
  std::condition_variable done;
  bool listener_closed = false;
  asio::post(state.acceptor.get_executor(), [&] {
    error_code ignored;
    state.acceptor.close(ignored);
    state.accept_pause.cancel();
    const std::lock_guard lock(mutex);
    listener_closed = true;
    done.notify_one();
  });
  {
    std::unique_lock lock(mutex);
    done.wait(lock, [&] { return listener_closed; });
  }
  const auto each = [&state](void (Session::*step)()) {
    const std::lock_guard lock(state.mutex);
    for (const auto& session : state.sessions)
      asio::post(state.context, [session, step] { (*session.*step)(); });
  };
  const auto all_closed = [&state] { return state.sessions.empty(); };
  each(&Session::drain);
  bool finished = false;
  {
    std::unique_lock lock(state.mutex);
    finished = state.closed.wait_for(lock, state.options.drain, all_closed);
  }
  if (!finished) {
    each(&Session::abort);
    std::unique_lock lock(state.mutex);
    state.closed.wait_for(lock, std::chrono::seconds(1), all_closed);
  }
  {
    const std::lock_guard lock(state.gate->mutex);
    state.gate->open = false;
  }
  state.context.stop();
  for (std::thread& thread : state.threads) thread.join();
  state.sessions.clear();
}

}  // namespace incipit::server::net
