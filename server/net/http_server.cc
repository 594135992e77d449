#include "server/net/http_server.h"

#include <boost/asio/post.hpp>
#include <utility>

#include "server/net/session.h"

namespace incipit::server::net {
namespace {

constexpr auto kAcceptPause = std::chrono::milliseconds(100);
// Connections beyond the cap that are told so; further ones are closed without a word.
constexpr std::size_t kRefusedAtOnce = 64;

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
