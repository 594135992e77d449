// The one table of HTTP statuses: what each error code and each refusal of `net` is on the wire.
#pragma once

#include "schema/error.h"
#include "server/net/refusal.h"

namespace incipit::server::api {

[[nodiscard]] int status_of(schema::ErrorCode code);

// A refusal as an error in our words, with the status that HTTP has for it (more exact than its code's).
struct RefusalRow {
  net::Refusal refusal;
  int status;
  schema::Error error;
};
[[nodiscard]] const RefusalRow& row_of(net::Refusal refusal);

}  // namespace incipit::server::api
