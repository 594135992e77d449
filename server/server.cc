#include "server/server.h"

#include <ctime>
#include <utility>

#include "query/search_pool.h"
#include "query/synonym_file.h"
#include "server/api/api.h"
#include "server/net/http_server.h"
#include "server/ops/file_limit.h"
#include "server/ops/request_log.h"

namespace incipit::server {
namespace {

using Log = std::function<void(const std::string&)>;

// A log that never throws: its lines are written on threads that have nobody to tell, some while a reply is
// sent.
Log harmless(Log log) {
  if (!log) return {};
  return [log = std::move(log)](const std::string& line) {
    try {
      log(line);
    } catch (...) {  // NOLINT(bugprone-empty-catch): the line is lost, the reply is not
    }
  };
}

schema::Date today() { return schema::date_of_instant(static_cast<std::int64_t>(std::time(nullptr))); }

}  // namespace

// Members are destroyed from the last to the first: sockets, then what answers them, then the searching
// threads.
struct Server::State {
  ServerOptions options;
  std::unique_ptr<query::SearchPool> pool;
  std::unique_ptr<api::Api> api;
  std::unique_ptr<net::HttpServer> http;
  bool stopped = false;
};

schema::Result<std::unique_ptr<Server>> Server::start(ServerOptions options) {
  auto state = std::make_unique<State>();
  state->options = std::move(options);
  state->options.log = harmless(std::move(state->options.log));
  const ServerOptions& given = state->options;
  query::SearchPool::Options pool_options;
  pool_options.threads = given.search_threads;
  pool_options.log = given.log;
  if (!given.synonyms.empty()) {
    auto synonyms = query::SynonymFile::open(given.synonyms);
    if (!synonyms) return tl::make_unexpected(synonyms.error());
    pool_options.synonyms = std::move(*synonyms);
  }
  auto pool = query::SearchPool::open(given.index, std::move(pool_options));
  if (!pool) return tl::make_unexpected(pool.error());
  state->pool = std::move(*pool);
  state->api = std::make_unique<api::Api>(*state->pool, given.clock ? given.clock : today, given.log);

  net::HttpServer::Options http_options;
  http_options.host = given.host;
  http_options.port = given.port;
  http_options.log = given.log;
  http_options.connections = ops::affordable_connections(
      http_options.connections, ops::raise_file_limit(http_options.connections + ops::kOwnFiles), given.log);
  http_options.refuse = [log = given.log](net::Refusal refusal) {
    HttpResponse reply = api::refusal_reply(refusal);
    if (log)
      log("refused status=" + std::to_string(reply.status) + " bytes=" + std::to_string(reply.body.size()));
    return reply;
  };
  api::Api* api = state->api.get();
  Handler handler = [api](HttpRequest request, Respond respond) {
    api->handle(std::move(request), std::move(respond));
  };
  auto http = net::HttpServer::start(std::move(http_options), ops::with_log(std::move(handler), given.log));
  if (!http) return tl::make_unexpected(http.error());
  state->http = std::move(*http);
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() { stop(); }

std::uint16_t Server::port() const { return state_->http->port(); }

std::string Server::address() const {
  const std::string& host = state_->options.host;
  const bool v6 = host.find(':') != std::string::npos;
  return "http://" + (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port()) + "/";
}

void Server::stop() {
  if (std::exchange(state_->stopped, true)) return;
  state_->api->begin_draining();
  state_->http->drain();
  state_->pool->drain();
}

}  // namespace incipit::server
