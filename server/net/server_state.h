// What all connections of one HttpServer share. For the sources of `net` only.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

#include "server/net/http_server.h"

namespace incipit::server::net {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

class Session;

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

}  // namespace incipit::server::net
