// The front of the doors: finds the route of a request, checks its parameters and lets its handler answer.
//
// Threads: `handle` and `refuse` from any thread.
#pragma once

#include <functional>
#include <string>

#include "server/api/handlers.h"
#include "server/net/http.h"
#include "server/net/refusal.h"

namespace incipit::server::api {

class Api {
 public:
  // `pool` outlives this object; `clock` gives today; `log` may be empty.
  Api(query::SearchPool& pool, std::function<schema::Date()> clock,
      std::function<void(const std::string&)> log);

  // Answers exactly once, perhaps later and from a thread of the pool.
  void handle(HttpRequest request, Respond respond);

  // From now on /readyz answers 503, so that a balancer looks elsewhere.
  void begin_draining() { service_.draining = true; }

 private:
  Service service_;
};

// The reply to what `net` refused.
[[nodiscard]] HttpResponse refusal_reply(net::Refusal refusal);

}  // namespace incipit::server::api
